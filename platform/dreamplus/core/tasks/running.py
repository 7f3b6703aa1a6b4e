"""Runs one held task and writes how it ended."""

from __future__ import annotations

import logging

from django.db import connection, transaction
from django.utils.module_loading import import_string
from django_tasks.base import Task as LibraryTask

from dreamplus.core import clock
from dreamplus.core.models import TaskRun
from dreamplus.core.tasks import queue
from dreamplus.core.tasks.registry import DEFINITIONS, LIBRARY, Definition, Retry

logger = logging.getLogger("dreamplus.tasks")


class LeaseLost(Exception):
    """Another worker has the task: what this one wrote is undone."""


def find(name: str) -> Definition:
    """The definition called `name`. Raises `Retry` when this version of the code has none: another may."""
    if name in DEFINITIONS:
        return DEFINITIONS[name]
    if name.startswith(LIBRARY):
        try:
            task = import_string(name.removeprefix(LIBRARY))
        except ImportError:
            task = None
        if isinstance(task, LibraryTask):
            # They look for a row, then write it: two for one page at the same time would both find none.
            return Definition(name, task.call, atomic=True, alone=True)
    raise Retry("No code of this version knows this task.")


def perform(run: TaskRun) -> BaseException | None:
    """Runs `run`, which the caller holds, and writes its end; returns the exception it met, if any.

    Raises the database's own errors when the end cannot be written: the caller tries again or lets the lease run out.
    """
    backoff = Definition.backoff
    try:
        definition = find(run.name)
        backoff = definition.backoff
        if definition.atomic:
            with transaction.atomic():
                if definition.alone:
                    take_turn(definition.name)
                definition.function(*run.args, **run.kwargs)
                if not queue.complete(run, at=clock.now()):
                    raise LeaseLost
            return None
        definition.function(*run.args, **run.kwargs)
    except LeaseLost as error:
        logger.warning("Task %s %s was given to another worker; undone here.", run.pk, run.name)
        return error
    except Exception as error:
        logger.warning("Task %s %s failed: %s", run.pk, run.name, queue.describe(error))
        queue.fail(run, error, at=clock.now(), backoff=backoff)
        return error
    queue.complete(run, at=clock.now())
    return None


def take_turn(name: str) -> None:
    """Waits for the end of whoever runs a task of this name; released with the transaction.

    SQLite needs no more than the transaction itself: it is IMMEDIATE, so there is one writer at a time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
