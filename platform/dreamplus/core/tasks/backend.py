"""Tasks of libraries (Wagtail's search and reference indexes) through django-tasks, kept in our table."""

from __future__ import annotations

from typing import Any

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import normalize_json

from dreamplus.core.tasks.registry import LIBRARY, Definition


class OutboxBackend(BaseTaskBackend):
    """`enqueue` writes in the caller's transaction; a worker does the rest as for any of our tasks."""

    supports_defer = True
    supports_priority = True

    def validate_task(self, task: Task) -> None:
        """Refuses what a row cannot hold: a context, a coroutine."""
        super().validate_task(task)
        if task.takes_context:
            raise ValueError(f"{task.module_path} wants a context, which the outbox does not keep")

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        """Writes the task; its result stays READY, as nobody waits for it."""
        from dreamplus.core.tasks import queue  # libraries declare tasks before any model is ready

        self.validate_task(task)
        definition = Definition(f"{LIBRARY}{task.module_path}", task.call, priority=task.priority)
        row = queue.prepared(
            definition, args=normalize_json(list(args)), kwargs=normalize_json(dict(kwargs)), due_at=task.run_after
        )
        row.save(force_insert=True)
        return TaskResult(
            task=task,
            id=str(row.pk),
            status=TaskResultStatus.READY,
            enqueued_at=row.enqueued_at,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=row.args,
            kwargs=row.kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
