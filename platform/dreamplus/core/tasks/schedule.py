"""Periodic functions: one task for each (name, slot), whichever worker is first to write it."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from dreamplus.core.models import TaskRun
from dreamplus.core.tasks import queue
from dreamplus.core.tasks.registry import PERIODIC, Every, Periodic


def slot(every: Every, at: datetime) -> datetime:
    """The beginning of the minute, hour or local day that holds `at`."""
    if every == "day":
        local = timezone.localtime(at)
        return local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    start = at.replace(second=0, microsecond=0)
    return start if every == "minute" else start.replace(minute=0)


def delay(periodic: Periodic) -> timedelta:
    """How late this instance begins its slots: fixed for an instance and a name, different between instances."""
    if not periodic.spread:
        return timedelta(0)
    seed = hashlib.sha256(f"{settings.DREAM_ORIGIN} {periodic.definition.name}".encode()).digest()
    return periodic.spread * (int.from_bytes(seed[:4]) / 2**32)


class Schedule:
    """Remembers which slots were written, so that a worker asks the database once for each slot."""

    def __init__(self) -> None:
        self._written: dict[str, datetime] = {}

    def enqueue_due(self, *, at: datetime) -> int:
        """Writes the tasks of the slots that hold `at` and are not yet known here; returns how many were tried."""
        rows: list[TaskRun] = []
        new: dict[str, datetime] = {}
        for name, periodic in PERIODIC.items():
            start = slot(periodic.every, at)
            if self._written.get(name) != start:
                new[name] = start
                rows.append(_row(periodic, start))
        queue.enqueue_all(rows)
        self._written.update(new)
        return len(rows)


def _row(periodic: Periodic, start: datetime) -> TaskRun:
    return queue.prepared(
        periodic.definition,
        kwargs={"at": start.isoformat()},
        due_at=start + delay(periodic),
        key=f"{periodic.definition.name}@{start.isoformat()}",
    )
