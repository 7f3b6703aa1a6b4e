"""Harvests now, without waiting for the worker's round."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from dreamplus.core import clock
from dreamplus.federation.harvest.models import Source, State
from dreamplus.federation.harvest.sentences import explain
from dreamplus.federation.harvest.tasks import harvest_now


class Command(BaseCommand):
    help = "Visits every paired instance once, verifies what it says, and prints one line for each."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--origin", help="Only this one.")

    def handle(self, *args: Any, **options: Any) -> None:
        sources = Source.objects.order_by("pk")
        if options["origin"]:
            sources = sources.filter(origin=options["origin"])
        for source in sources:
            if source.state == State.ACTIVE:
                source = harvest_now(source)
            words = explain(source.fault) or "verified"
            self.stdout.write(f"{source.origin} · {source.last_seq} lines · {source.health(clock.now())} · {words}")
