"""Runs tasks until SIGTERM or Ctrl-C; the task in hand is finished first."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from dreamplus.core.tasks.worker import Worker


class Command(BaseCommand):
    help = "Runs tasks and periodic jobs. SIGTERM or Ctrl-C: finishes the task in hand, then stops."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        Worker(stop).run()
