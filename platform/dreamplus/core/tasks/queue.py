"""The task table: what is due, who holds it, how it ended. Each step is one short statement, right on both databases.

A worker holds a task through a lease. Every change of a held task names the worker and the attempt, so that a worker
which was frozen and comes back after its lease was given to another changes nothing.
"""

from __future__ import annotations

import json
import random
import re
import traceback
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from dreamplus.core import clock
from dreamplus.core.models import TaskRun, TaskState
from dreamplus.core.tasks.registry import Definition, GiveUp, Retry

LEASE = timedelta(seconds=60)
LONGEST_WAIT = timedelta(hours=6)
_WHO = re.compile(r"(^|_)(user|person|people|voter|author|actor|reporter|member|recipient)(s|_id|_pk)?$")


def prepared(
    definition: Definition,
    *,
    kwargs: dict[str, Any],
    due_at: datetime | None = None,
    key: str | None = None,
    args: Sequence[Any] = (),
) -> TaskRun:
    """An unsaved row for `definition`."""
    at = clock.now()
    return TaskRun(
        name=definition.name,
        args=list(args),
        kwargs=kwargs,
        key=key,
        slow=definition.slow,
        priority=definition.priority,
        retries=definition.retries,
        due_at=due_at or at,
        enqueued_at=at,
    )


def enqueue(
    definition: Definition, *, kwargs: dict[str, Any], due_at: datetime | None = None, key: str | None = None
) -> int | None:
    """Writes one task; its number, or None when `key` was used before."""
    row = prepared(definition, kwargs=kwargs, due_at=due_at, key=key)
    if key is None:
        row.save(force_insert=True)
        return row.pk
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return None
    return row.pk


def enqueue_all(rows: list[TaskRun]) -> None:
    """Writes `rows` in one statement; those whose key exists are left out."""
    if rows:
        TaskRun.objects.bulk_create(rows, ignore_conflicts=True)


def due(at: datetime) -> QuerySet[TaskRun]:
    """Tasks that may be taken at `at`: waiting and due, or held by a worker whose lease ran out. Best first."""
    ready = Q(state=TaskState.WAITING, due_at__lte=at) | Q(state=TaskState.RUNNING, lease_until__lt=at)
    return TaskRun.objects.filter(ready).order_by("-priority", "due_at", "pk")


def claim(*, worker: str, at: datetime, quick_only: bool = False) -> TaskRun | None:
    """Takes the next due task for `worker` until `at` + `LEASE`, or None. Tasks that killed their worker once too often
    are buried on the way."""
    candidates = due(at).filter(slow=False) if quick_only else due(at)
    for run in candidates[:5]:
        if run.state == TaskState.RUNNING and run.attempts > run.retries:
            _release(run, state=TaskState.DEAD, finished_at=at, error="The worker stopped while running it.")
        elif _take(run, worker=worker, at=at):
            return run
    return None


def _take(run: TaskRun, *, worker: str, at: datetime) -> bool:
    changes: dict[str, Any] = {"worker": worker, "lease_until": at + LEASE, "started_at": at}
    same = TaskRun.objects.filter(pk=run.pk, state=run.state, attempts=run.attempts)
    if not same.update(state=TaskState.RUNNING, attempts=F("attempts") + 1, **changes):
        return False
    run.state, run.attempts = TaskState.RUNNING, run.attempts + 1
    for name, value in changes.items():
        setattr(run, name, value)
    return True


def _release(run: TaskRun, **changes: Any) -> bool:
    """Ends the hold on `run`, if it is still this worker's and this attempt's."""
    held = TaskRun.objects.filter(pk=run.pk, state=TaskState.RUNNING, worker=run.worker, attempts=run.attempts)
    if not held.update(lease_until=None, **changes):
        return False
    run.lease_until = None
    for name, value in changes.items():
        setattr(run, name, value)
    return True


def beat(*, worker: str, runs: list[int], at: datetime) -> None:
    """Prolongs the leases of what `worker` is running."""
    TaskRun.objects.filter(pk__in=runs, worker=worker, state=TaskState.RUNNING).update(lease_until=at + LEASE)


def complete(run: TaskRun, *, at: datetime) -> bool:
    """Marks `run` done and forgets its arguments, which may hold a letter or a code; False when its lease was lost to
    another worker."""
    return _release(run, state=TaskState.DONE, finished_at=at, error="", args=[], kwargs={})


def fail(run: TaskRun, error: BaseException, *, at: datetime, backoff: timedelta) -> bool:
    """Puts `run` back for a later attempt, or buries it when its attempts are used up."""
    if isinstance(error, GiveUp) or run.attempts > run.retries:
        return _release(run, state=TaskState.DEAD, finished_at=at, error=describe(error))
    wait = error.after if isinstance(error, Retry) and error.after else pause(run.attempts, backoff)
    return _release(run, state=TaskState.WAITING, due_at=at + wait, error=describe(error))


def give_back(run: TaskRun, *, at: datetime) -> bool:
    """Puts `run` back untried: the worker stops before it began."""
    return _release(run, state=TaskState.WAITING, due_at=at, attempts=run.attempts - 1)


def pause(attempts: int, backoff: timedelta) -> timedelta:
    """The wait after `attempts` attempts: `backoff` × 4 each time, at most six hours, ± 20 % so that a crowd of tasks
    refused together does not come back together."""
    longest = min(LONGEST_WAIT, backoff * 4 ** min(attempts - 1, 10))
    return longest * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, hides nothing


def describe(error: BaseException) -> str:
    """The fault and its place in the code. Messages of unknown exceptions are left out: they may quote a person."""
    met = traceback.extract_tb(error.__traceback__)[1:]  # without `perform` itself
    frames = met if len(met) <= 4 else [*met[:2], *met[-2:]]
    places = " → ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames)
    sentence = getattr(error, "sentence", "")
    return f"{type(error).__name__}{f': {sentence}' if sentence else ''} ({places})"[:2000]


def retry_dead(pk: int, *, at: datetime) -> bool:
    """Gives a dead task a new life, when an administrator mended the cause."""
    dead = TaskRun.objects.filter(pk=pk, state=TaskState.DEAD)
    return bool(dead.update(state=TaskState.WAITING, attempts=0, due_at=at, finished_at=None))


def forget(*, words: Collection[str], person: int) -> int:
    """Deletes every task that names somebody: one of `words` (addresses, identifiers) or, under a key that says who,
    the number `person`. One that runs ends as it likes and writes nothing. Returns how many went."""
    texts = (Cast("kwargs", TextField()), Cast("args", TextField()), Coalesce("key", Value("")))
    told = TaskRun.objects.annotate(told=Concat(*texts, output_field=TextField()))
    named = Q(told__contains=str(person))
    for word in words:  # as the database may write it: SQLite's JSON is plain ASCII
        named |= Q(told__icontains=word) | Q(told__icontains=json.dumps(word)[1:-1])
    found = [
        run.pk
        for run in told.filter(named).only("pk", "key", "args", "kwargs").iterator()
        if _says(run.kwargs, words, person) or _says([run.args, run.key], words, person)
    ]
    return TaskRun.objects.filter(pk__in=found).delete()[0]


def _says(value: Any, words: Collection[str], person: int, under: str = "") -> bool:
    if isinstance(value, dict):
        return any(_says(one, words, person, key) for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return any(_says(one, words, person, under) for one in value)
    if isinstance(value, str) and any(word in value.lower() for word in words):
        return True
    return _WHO.search(under) is not None and str(value) == str(person)


def ended(at: datetime, *, done_days: int = 7, dead_days: int = 90) -> QuerySet[TaskRun]:
    """What ended long ago at `at`."""
    return TaskRun.objects.filter(
        Q(state=TaskState.DONE, finished_at__lt=at - timedelta(days=done_days))
        | Q(state=TaskState.DEAD, finished_at__lt=at - timedelta(days=dead_days))
    )


def purge(*, at: datetime, batch: int = 500) -> int:
    """Erases what ended long ago, in short transactions; returns how many rows went."""
    total = 0
    while pks := list(ended(at).values_list("pk", flat=True)[:batch]):
        total += TaskRun.objects.filter(pk__in=pks).delete()[0]
    return total
