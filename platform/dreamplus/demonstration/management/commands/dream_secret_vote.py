from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from dreamplus.core import clock
from polls.secret import houses


class Command(BaseCommand):
    help = "Opens the demonstration's secret vote, once box and hub are served. Refused outside a demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        from dreamplus.demonstration.services import secret  # loads the protocol's libraries

        if not settings.DREAM_DEMONSTRATION:
            raise CommandError("DREAM_DEMONSTRATION is not set: invented people do not belong in a real site.")
        if not houses.are_there():
            raise CommandError("This site has no box: set DREAM_BOX, DREAM_BOX_TOKEN and DREAM_WITNESS.")
        with override("fr"):
            activity = secret.play(at=clock.now())
        self.stdout.write(f"{activity.title} is open.")
