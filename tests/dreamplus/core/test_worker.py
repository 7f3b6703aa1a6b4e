"""Workers that are killed, databases that are locked or lost: tasks resume, each consequence once."""

from __future__ import annotations

import importlib.util
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction

from dreamplus.core.models import AccessLog, EventRecord, TaskRun
from dreamplus.core.tasks import queue
from dreamplus.core.tasks.registry import PERIODIC, Definition
from dreamplus.core.tasks.worker import Worker

pytestmark = pytest.mark.database_promise


def nothing(**kwargs: Any) -> None: ...


def enqueue(name: str, *, slow: bool = False, **kwargs: str) -> int:
    pk = queue.enqueue(Definition(name, nothing, slow=slow), kwargs=kwargs)
    assert pk is not None
    return pk


def until(what: Callable[[], Any], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def child(what: str, folder: Path, lease: float) -> None:
    file = Path(__file__).with_name("worker_child.py")
    spec = importlib.util.spec_from_file_location("worker_child", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["worker_child"] = module
    spec.loader.exec_module(module)
    module.main(what, folder, lease)


class Processes:
    """Forks processes on the test's own database; ends those that are left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._started: list[ForkProcess] = []

    def start(self, what: str, *, lease: float = 2) -> ForkProcess:
        connections.close_all()  # a connection must not be shared with a child
        process = get_context("fork").Process(target=child, args=(what, self.folder, lease))
        process.start()
        self._started.append(process)
        return process

    def started(self, subject: str) -> bool:
        return (self.folder / f"{subject}.started").exists()

    def let_go(self, subject: str) -> None:
        (self.folder / f"{subject}.go").touch()

    def end(self) -> None:
        for process in self._started:
            process.kill()
            process.join()


@pytest.fixture
def processes(own_database: Any, tmp_path: Path) -> Iterator[Processes]:
    running = Processes(tmp_path)
    yield running
    running.end()


def subjects(prefix: str = "") -> list[str]:
    return sorted(AccessLog.objects.filter(subject__startswith=prefix).values_list("subject", flat=True))


def state(pk: int) -> str:
    return TaskRun.objects.get(pk=pk).state


def test_what_a_killed_worker_held_is_done_by_another_and_written_once(processes: Processes) -> None:
    whole = enqueue("tests.whole", subject="whole")
    first = processes.start("work")
    until(lambda: processes.started("whole"))
    first.kill()
    first.join()
    assert (state(whole), subjects("whole")) == ("running", [])
    processes.let_go("whole")
    processes.start("work")
    until(lambda: state(whole) == "done")
    assert subjects("whole") == ["whole"]
    assert TaskRun.objects.get(pk=whole).attempts == 2


def test_a_long_task_killed_half_way_goes_on_where_it_was(processes: Processes) -> None:
    steps = enqueue("tests.steps", slow=True, subject="steps")
    first = processes.start("work")
    until(lambda: processes.started("steps"))
    first.kill()
    first.join()
    assert len(subjects("steps")) == 5
    processes.let_go("steps")
    second = processes.start("work")
    until(lambda: state(steps) == "done")
    assert subjects("steps") == [f"steps-{number}" for number in range(10)]
    writers = set(AccessLog.objects.filter(subject__startswith="steps").values_list("actor_id", flat=True))
    assert writers == {str(first.pid), str(second.pid)}


def test_a_handler_outlives_the_process_that_recorded_its_event(processes: Processes) -> None:
    committed, uncommitted = processes.start("record"), processes.start("record-uncommitted")
    committed.join()
    uncommitted.join()
    assert (committed.exitcode, uncommitted.exitcode) == (-signal.SIGKILL, -signal.SIGKILL)
    assert EventRecord.objects.count() == 1
    processes.start("work")
    until(lambda: subjects("lamp"))
    until(
        lambda: not TaskRun.objects.exclude(state="done").exclude(name__in=PERIODIC).exists()
    )  # those wait for their hour
    assert subjects("lamp") == ["lamp-1"]


def test_a_worker_outlives_a_locked_database_and_a_lost_connection(processes: Processes) -> None:
    worker = processes.start("work")
    until(lambda: subjects("tick"))
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE core_taskrun IN ACCESS EXCLUSIVE MODE")
            time.sleep(2.5)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'worker_under_test'"
            )
    else:
        with transaction.atomic():
            AccessLog.objects.create(actor_id="1", purpose="tests", subject="lock", at=datetime(2026, 1, 1, tzinfo=UTC))
            time.sleep(2.5)
    short = enqueue("tests.short", subject="short")
    until(lambda: state(short) == "done")
    assert worker.is_alive()
    assert subjects("short") == ["short"]


def test_a_database_locked_while_a_task_runs_delays_its_end_and_loses_nothing(processes: Processes) -> None:
    steps = enqueue("tests.steps", slow=True, subject="steps")
    worker = processes.start("work")
    until(lambda: processes.started("steps"))
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("LOCK TABLE core_taskrun, core_accesslog IN ACCESS EXCLUSIVE MODE")
        processes.let_go("steps")
        time.sleep(3)
    TaskRun.objects.filter(pk=steps, state="waiting").update(due_at=datetime(2020, 1, 1, tzinfo=UTC))
    until(lambda: state(steps) == "done")
    assert worker.is_alive()
    assert subjects("steps") == [f"steps-{number}" for number in range(10)]


def test_sigterm_lets_the_task_in_hand_end_and_takes_no_other(processes: Processes) -> None:
    steps = enqueue("tests.steps", slow=True, subject="steps")
    worker = processes.start("work")
    until(lambda: processes.started("steps"))
    worker.terminate()
    time.sleep(0.3)
    short = enqueue("tests.short", subject="short")
    time.sleep(0.5)
    processes.let_go("steps")
    worker.join(20)
    assert worker.exitcode == 0
    assert (state(steps), state(short)) == ("done", "waiting")


def test_two_workers_share_the_work_and_do_each_thing_once(processes: Processes) -> None:
    for number in range(40):
        enqueue("tests.short", subject=f"short-{number:02}")
    processes.start("work", lease=30)
    processes.start("work", lease=30)
    until(lambda: not TaskRun.objects.filter(name="tests.short").exclude(state="done").exists(), seconds=30)
    until(lambda: subjects("tick"))
    assert subjects("short") == [f"short-{number:02}" for number in range(40)]
    assert len(subjects("tick")) == len(set(subjects("tick")))
    assert set(TaskRun.objects.filter(name="tests.short").values_list("attempts", flat=True)) == {1}


@pytest.mark.usefixtures("own_database")
def test_a_worker_also_lives_as_a_thread() -> None:
    stop = threading.Event()
    worker = Worker(stop, poll=0.05)
    thread = threading.Thread(target=lambda: (worker.run(), connections.close_all()))
    thread.start()
    try:
        pk = enqueue("core.purge_rates", at="2026-03-01T12:00:00+00:00")
        until(lambda: state(pk) == "done")
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()
