"""For tests: the worker's work, here and now, in the test's own transaction."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime

from dreamplus.core import clock
from dreamplus.core.tasks import queue, running
from dreamplus.core.tasks.registry import PERIODIC, Every


def run_all(at: datetime | None = None, *, raise_errors: bool = True, limit: int = 1000) -> int:
    """Runs every task due at `at` (now by default), handlers of events and what these enqueue included.

    Raises the first exception a task meets, unless `raise_errors` is False. Returns how many ran.
    """
    done = 0
    with clock.frozen(at) if at is not None else nullcontext():
        while run := queue.claim(worker="test", at=clock.now()):
            error = running.perform(run)
            if error is not None and raise_errors:
                raise error
            done += 1
            if done >= limit:
                raise AssertionError(f"more than {limit} tasks: does one enqueue itself for ever?")
    return done


def run_periodic(every: Every, *, at: datetime) -> None:
    """Calls every function registered for each minute, hour or day, then what they enqueued."""
    with clock.frozen(at):
        for periodic in PERIODIC.values():
            if periodic.every == every:
                periodic.definition.function(at=at)
    run_all(at)
