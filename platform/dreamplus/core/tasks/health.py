"""The state of the task table, for doctor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min

from dreamplus.core.models import TaskRun, TaskState
from dreamplus.core.tasks import queue

LATE = timedelta(minutes=5)


@dataclass(frozen=True)
class DeadTask:
    """A task that used up its attempts; `error` holds no personal data."""

    pk: int
    name: str
    error: str
    finished_at: datetime | None


@dataclass(frozen=True)
class Health:
    """`oldest_due`: since when the oldest due task waits; `last_done`: when a worker last ended one."""

    waiting: int
    due: int
    running: int
    oldest_due: datetime | None
    last_done: datetime | None
    dead: list[DeadTask]

    def is_late(self, at: datetime) -> bool:
        """Whether something has waited for a worker for more than five minutes."""
        return self.oldest_due is not None and at - self.oldest_due > LATE


def health(*, at: datetime) -> Health:
    """Seen at `at`; at most fifty dead tasks, the latest first."""
    due = queue.due(at)
    dead = TaskRun.objects.filter(state=TaskState.DEAD).order_by("-finished_at")[:50]
    last = TaskRun.objects.filter(state=TaskState.DONE).order_by("-finished_at").values_list("finished_at", flat=True)
    return Health(
        waiting=TaskRun.objects.filter(state=TaskState.WAITING).count(),
        due=due.count(),
        running=TaskRun.objects.filter(state=TaskState.RUNNING).count(),
        oldest_due=due.aggregate(oldest=Min("due_at"))["oldest"],
        last_done=last.first(),
        dead=[DeadTask(run.pk, run.name, run.error, run.finished_at) for run in dead],
    )
