"""Pairs an instance with this hub: its key is pinned once two persons compared the thumbprint."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError

from dreamplus.core import clock
from dreamplus.federation.harvest import services
from dreamplus.federation.harvest.errors import PairingError
from dreamplus.federation.wire.keys import grouped


class Command(BaseCommand):
    help = "Fetches what an instance says of itself, compares its key with the thumbprint given, and pins it."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("origin", help="Its public address, such as https://participer.exemple.fr")
        parser.add_argument("--territory", required=True, metavar="CODE", help="INSEE code or SIREN.")
        parser.add_argument("--thumbprint", required=True, help="As the instance's administrator reads it out.")
        parser.add_argument("--yes", action="store_true", help="Do not ask: the thumbprint was compared already.")

    def handle(self, *args: Any, **options: Any) -> None:
        parts = urlsplit(options["origin"])
        origin = f"{parts.scheme}://{parts.netloc}"
        thumbprint = "".join(options["thumbprint"].split())
        at = clock.now()
        try:
            document = services.look_up(origin=origin, code=options["territory"], thumbprint=thumbprint, at=at)
            self.stdout.write(f"{document.name} ({document.code}), {document.software}")
            self.stdout.write(f"Thumbprint: {grouped(thumbprint)}")
            if not options["yes"] and input("Is this what the administrator reads out? [y/N] ").lower() != "y":
                raise CommandError("Nothing was paired.")
            source = services.pair(document=document, thumbprint=thumbprint, at=at)
        except PairingError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Paired: {source.origin}, harvested from now on.")
