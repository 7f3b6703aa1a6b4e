"""An officer's decision about a paired instance."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dreamplus.core import clock
from dreamplus.federation.harvest import services
from dreamplus.federation.harvest.models import Source


class Command(BaseCommand):
    help = "Listens again to an instance in quarantine (release), or stops listening to one (suspend)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("act", choices=["release", "suspend"])
        parser.add_argument("origin")

    def handle(self, *args: Any, **options: Any) -> None:
        source = Source.objects.filter(origin=options["origin"]).first()
        if source is None:
            raise CommandError("No instance is paired at this address.")
        if options["act"] == "release":
            services.release(source=source, at=clock.now())
            self.stdout.write(f"{source.origin} is listened to again.")
        else:
            services.suspend(source=source)
            self.stdout.write(f"{source.origin} is suspended.")
