"""Two workers, one page: it is indexed twice, once after the other, and nothing is logged as a fault."""

from __future__ import annotations

import logging
import threading
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django_tasks import task
from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from dreamplus.core import clock
from dreamplus.core.models import TaskRun
from dreamplus.core.tasks import queue, running

pytestmark = [pytest.mark.database_promise, pytest.mark.usefixtures("own_database")]
ROUNDS = 15
inside: list[int] = []
together: list[int] = []


@task()
def look_then_write() -> None:
    """The shape of a library's task: what it finds decides what it writes."""
    inside.append(1)
    together.append(len(inside))
    threading.Event().wait(0.2)
    inside.pop()


def both_at_once() -> None:
    """Two workers take one task each and run them at the same instant."""
    runs = [queue.claim(worker=name, at=clock.now()) for name in ("one", "two")]
    ready = threading.Barrier(2)

    def work(run: TaskRun | None) -> None:
        assert run is not None
        ready.wait()
        running.perform(run)
        connections.close_all()

    threads = [threading.Thread(target=work, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


def test_a_page_indexed_by_two_workers_has_one_entry_and_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    page = Page.objects.get(depth=2)
    TaskRun.objects.all().delete()
    for _ in range(ROUNDS):
        IndexEntry.objects.all().delete()
        for _ in range(2):
            insert_or_update_object_task.enqueue("wagtailcore", "page", str(page.pk))
        both_at_once()
        assert IndexEntry.objects.filter(object_id=str(page.pk)).count() == 1
    assert set(TaskRun.objects.values_list("state", "attempts")) == {("done", 1)}
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_tasks_of_one_library_run_one_at_a_time() -> None:
    TaskRun.objects.all().delete()
    together.clear()
    for _ in range(2):
        look_then_write.enqueue()
    both_at_once()
    assert together == [1, 1]
    assert set(TaskRun.objects.values_list("state", "attempts")) == {("done", 1)}


def test_a_turn_is_taken_within_a_transaction(django_assert_num_queries: Any) -> None:
    with transaction.atomic(), django_assert_num_queries(1 if connection.vendor == "postgresql" else 0):
        running.take_turn("library:anything")
