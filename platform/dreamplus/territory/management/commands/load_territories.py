"""`load_territories`: the communes and groups of communes of a list."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from dreamplus.territory import services


class Command(BaseCommand):
    help = "Loads the communes and groups of communes of a CSV list (by default Nord and Pas-de-Calais)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=services.NORD_PAS_DE_CALAIS)

    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            number = services.load_territories(file)
        except (services.TerritoryListError, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{number} territories")
