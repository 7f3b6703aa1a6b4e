from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dreamplus.core import clock
from dreamplus.demonstration.services import build
from dreamplus.demonstration.services.building import SITES


class Command(BaseCommand):
    help = "Fills an empty, migrated database with one of the demonstration's sites. Refused outside a demonstration."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("site", choices=sorted(SITES))

    def handle(self, *args: Any, site: str, **options: Any) -> None:
        if not settings.DREAM_DEMONSTRATION:
            raise CommandError("DREAM_DEMONSTRATION is not set: invented people do not belong in a real site.")
        built = build(site, at=clock.now())
        self.stdout.write(f"{built.place.name} is ready.")
