"""Prints the thumbprint of this site's signing key, for the region's officer to compare."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dreamplus.core import clock
from dreamplus.federation import identity, services
from dreamplus.federation.place import our_place
from dreamplus.federation.wire.keys import grouped


class Command(BaseCommand):
    help = "Makes this site's signing key if there is none, and prints its thumbprint."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--bare", action="store_true", help="The thumbprint alone, for scripts.")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        try:
            own = identity.load_or_create(at=at)
            services.keep_head(at=at)
        except identity.NoIdentity as error:
            raise CommandError(str(error)) from None
        if options["bare"]:
            self.stdout.write(own.thumbprint)
            return
        place = our_place()
        self.stdout.write(f"{settings.DREAM_ORIGIN} · {place.name if place else 'no territory yet (DREAM_TERRITORY)'}")
        self.stdout.write(f"Thumbprint: {grouped(own.thumbprint)}")
        self.stdout.write("Read it aloud to the region's officer, who types it when pairing:")
        self.stdout.write(
            f"  dreamplus manage dream_pair {settings.DREAM_ORIGIN}"
            f" --territory {place.code if place else 'CODE'} --thumbprint={own.thumbprint}"
        )
