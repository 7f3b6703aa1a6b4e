from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from wagtail.tasks import update_reference_index_task

from dreamplus.core import clock
from dreamplus.core.models import AccessLog, TaskRun
from dreamplus.core.tasks import GiveUp, Retry, periodic, queue, registry, running, task
from dreamplus.core.tasks.health import health
from dreamplus.core.tasks.schedule import Schedule, delay, slot
from dreamplus.core.tasks.testing import run_all, run_periodic

AT = datetime(2026, 3, 1, 12, 0, 30, tzinfo=UTC)
pytestmark = [pytest.mark.database_promise, pytest.mark.django_db]
calls: list[Any] = []


def _write(subject: str) -> None:
    AccessLog.objects.create(actor_id="1", purpose="tests", subject=subject, at=AT)


@pytest.fixture(autouse=True)
def house() -> Iterator[None]:
    before = dict(registry.DEFINITIONS), dict(registry.PERIODIC)
    with clock.frozen(AT):
        yield
    registry.DEFINITIONS.clear()
    registry.DEFINITIONS.update(before[0])
    registry.PERIODIC.clear()
    registry.PERIODIC.update(before[1])
    calls.clear()


def test_a_task_runs_once_with_its_arguments() -> None:
    @task(name="tests.greet")
    def greet(*, name: str) -> None:
        calls.append(name)

    greet.enqueue(name="Marie")
    assert calls == []
    assert (run_all(), run_all()) == (1, 0)
    assert calls == ["Marie"]


def test_what_a_task_was_told_is_forgotten_once_done() -> None:
    @task(name="tests.greet")
    def greet(*, name: str) -> None: ...

    greet.enqueue(name="Marie")
    assert TaskRun.objects.get().kwargs == {"name": "Marie"}
    run_all()
    assert (TaskRun.objects.get().args, TaskRun.objects.get().kwargs) == ([], {})


def test_a_task_is_undone_with_the_transaction_that_wanted_it() -> None:
    @task(name="tests.greet")
    def greet() -> None:
        calls.append(1)

    with transaction.atomic():
        greet.enqueue()
        transaction.set_rollback(True)
    assert run_all() == 0


def test_a_task_with_a_key_is_written_once() -> None:
    @task(name="tests.greet")
    def greet() -> None:
        calls.append(1)

    assert greet.enqueue_with(key="marie") is not None
    assert greet.enqueue_with(key="marie") is None
    run_all()
    assert greet.enqueue_with(key="marie") is None
    assert calls == [1]


def test_a_task_waits_for_its_hour() -> None:
    @task(name="tests.greet")
    def greet() -> None:
        calls.append(clock.now())

    greet.enqueue_with(due_at=AT + timedelta(hours=2))
    assert run_all() == 0
    assert run_all(AT + timedelta(hours=2)) == 1
    assert calls == [AT + timedelta(hours=2)]


def test_a_failing_task_comes_back_later_and_later_then_dies_and_is_listed() -> None:
    @task(name="tests.fail", retries=2)
    def fail() -> None:
        calls.append(clock.now())
        raise ValueError("marie@exemple.fr")

    pk = fail.enqueue()
    at = AT
    for _ in range(3):
        run_all(at, raise_errors=False)
        at = TaskRun.objects.get(pk=pk).due_at
    waits = [later - earlier for earlier, later in pairwise(calls)]
    assert timedelta(seconds=12) <= waits[0] <= timedelta(seconds=18)
    assert timedelta(seconds=48) <= waits[1] <= timedelta(seconds=72)
    assert len(calls) == 3
    (dead,) = health(at=at).dead
    assert dead.name == "tests.fail"
    assert dead.error.startswith("ValueError (")
    assert "test_tasks.py" in dead.error
    assert "marie" not in dead.error
    assert queue.retry_dead(dead.pk, at=at)
    assert run_all(at, raise_errors=False) == 1


def test_a_task_says_itself_when_to_come_back_or_that_it_will_never_succeed() -> None:
    @task(name="tests.retry")
    def retry() -> None:
        raise Retry("The mail server is asleep.", after=timedelta(minutes=7))

    @task(name="tests.give_up")
    def give_up() -> None:
        raise GiveUp("This instance is expelled.")

    first, second = retry.enqueue(), give_up.enqueue()
    run_all(raise_errors=False)
    waiting, dead = TaskRun.objects.get(pk=first), TaskRun.objects.get(pk=second)
    assert (waiting.state, waiting.due_at) == ("waiting", AT + timedelta(minutes=7))
    assert "The mail server is asleep." in waiting.error
    assert (dead.state, dead.attempts) == ("dead", 1)
    assert "This instance is expelled." in dead.error


def test_an_atomic_task_that_fails_leaves_nothing_behind() -> None:
    @task(name="tests.half", atomic=True)
    def half() -> None:
        _write("half")
        raise RuntimeError

    half.enqueue()
    run_all(raise_errors=False)
    assert not AccessLog.objects.exists()


def test_a_held_task_is_not_given_twice_until_its_lease_runs_out() -> None:
    @task(name="tests.greet")
    def greet() -> None: ...

    greet.enqueue()
    first = queue.claim(worker="one", at=AT)
    assert first is not None
    assert queue.claim(worker="two", at=AT + timedelta(seconds=59)) is None
    queue.beat(worker="one", runs=[first.pk], at=AT + timedelta(seconds=30))
    assert queue.claim(worker="two", at=AT + timedelta(seconds=61)) is None
    second = queue.claim(worker="two", at=AT + timedelta(seconds=91))
    assert second is not None
    assert (second.pk, second.attempts) == (first.pk, 2)


def test_a_worker_that_comes_back_after_its_lease_writes_nothing() -> None:
    @task(name="tests.write", atomic=True)
    def write() -> None:
        _write("once")

    write.enqueue()
    frozen = queue.claim(worker="one", at=AT)
    other = queue.claim(worker="two", at=AT + timedelta(seconds=61))
    assert frozen is not None
    assert other is not None
    assert isinstance(running.perform(frozen), running.LeaseLost)
    assert AccessLog.objects.count() == 0
    assert running.perform(other) is None
    assert AccessLog.objects.count() == 1


def test_a_task_that_kills_its_workers_is_buried() -> None:
    @task(name="tests.poison", retries=1)
    def poison() -> None: ...

    poison.enqueue()
    assert queue.claim(worker="one", at=AT) is not None
    assert queue.claim(worker="two", at=AT + timedelta(minutes=2)) is not None
    assert queue.claim(worker="three", at=AT + timedelta(minutes=4)) is None
    assert TaskRun.objects.get().state == "dead"


def test_a_task_unknown_to_this_version_waits_for_another() -> None:
    TaskRun.objects.create(name="tests.of_tomorrow", due_at=AT, enqueued_at=AT)
    run_all(raise_errors=False)
    run = TaskRun.objects.get()
    assert run.state == "waiting"
    assert "No code of this version knows this task." in run.error


def test_quick_tasks_pass_before_slow_ones() -> None:
    @task(name="tests.slow", slow=True)
    def slow() -> None: ...

    slow.enqueue()
    assert queue.claim(worker="one", at=AT, quick_only=True) is None
    assert queue.claim(worker="one", at=AT) is not None


def test_two_workers_do_a_tick_once() -> None:
    @periodic("minute", name="tests.tick")
    def tick(*, at: datetime) -> None:
        calls.append(at)

    one, two = Schedule(), Schedule()
    for schedule in (one, two, one):
        schedule.enqueue_due(at=AT)
    run_all()
    assert calls == [AT.replace(second=0)]
    two.enqueue_due(at=AT + timedelta(minutes=1))
    one.enqueue_due(at=AT + timedelta(minutes=1))
    run_all(AT + timedelta(minutes=1))
    assert calls == [AT.replace(second=0), AT.replace(minute=1, second=0)]


def test_slots_missed_while_no_worker_ran_are_not_made_up_for() -> None:
    @periodic("minute", name="tests.tick")
    def tick(*, at: datetime) -> None:
        calls.append(at)

    Schedule().enqueue_due(at=AT)
    run_all()
    Schedule().enqueue_due(at=AT + timedelta(hours=3))
    run_all(AT + timedelta(hours=3))
    assert len(calls) == 2


def test_days_begin_at_local_midnight_even_when_the_hour_changes() -> None:
    assert slot("day", datetime(2026, 3, 29, 10, tzinfo=UTC)) == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert slot("day", datetime(2026, 3, 30, 10, tzinfo=UTC)) == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert slot("hour", AT) == datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_instances_of_one_machine_do_not_begin_their_hour_together(settings: Any) -> None:
    @periodic("hour", name="tests.harvest")
    def harvest(*, at: datetime) -> None: ...

    delays = []
    for number in range(20):
        settings.DREAM_ORIGIN = f"https://commune-{number}.exemple.fr"
        delays.append(delay(registry.PERIODIC["tests.harvest"]))
    assert len(set(delays)) == 20
    assert all(timedelta(0) <= late < timedelta(minutes=5) for late in delays)


def test_tests_call_periodic_functions_at_the_instant_they_choose() -> None:
    @periodic("minute", name="tests.tick")
    def tick(*, at: datetime) -> None:
        calls.append((at, clock.now()))

    run_periodic("minute", at=AT + timedelta(days=3))
    assert calls == [(AT + timedelta(days=3), AT + timedelta(days=3))]


def test_two_functions_cannot_share_a_name() -> None:
    @task(name="tests.one")
    def one() -> None: ...

    with pytest.raises(ValueError, match="two tasks are called"):

        @task(name="tests.one")
        def two() -> None: ...


def test_ended_tasks_are_erased_in_time_and_the_dead_are_kept_longer() -> None:
    for state, days in (("done", 8), ("done", 6), ("dead", 8), ("dead", 91), ("waiting", 200)):
        TaskRun.objects.create(
            name="tests.old", state=state, due_at=AT, enqueued_at=AT, finished_at=AT - timedelta(days=days)
        )
    assert queue.purge(at=AT, batch=1) == 2
    assert sorted(TaskRun.objects.values_list("state", flat=True)) == ["dead", "done", "waiting"]


def test_health_tells_that_nobody_works() -> None:
    @task(name="tests.greet")
    def greet() -> None: ...

    greet.enqueue()
    assert not health(at=AT + timedelta(minutes=4)).is_late(AT + timedelta(minutes=4))
    seen = health(at=AT + timedelta(minutes=6))
    assert seen.is_late(AT + timedelta(minutes=6))
    assert (seen.waiting, seen.due, seen.running, seen.oldest_due) == (1, 1, 0, AT)
    run_all()
    assert health(at=AT).last_done == AT


def test_an_idle_look_costs_one_query_and_a_task_four(django_assert_num_queries: Any) -> None:
    @task(name="tests.greet")
    def greet() -> None: ...

    with django_assert_num_queries(1):
        queue.claim(worker="one", at=AT)
    with django_assert_num_queries(1):
        greet.enqueue()
    with django_assert_num_queries(3):
        run = queue.claim(worker="one", at=AT)
        assert run is not None
        running.perform(run)


def test_tasks_of_libraries_are_kept_in_the_same_table() -> None:
    update_reference_index_task.enqueue("wagtailcore", "page", str(uuid4()))
    run = TaskRun.objects.get()
    assert run.name == "library:wagtail.tasks.update_reference_index_task"
    assert run_all(raise_errors=False) == 1
    run.refresh_from_db()
    assert "update_reference_index_task" in run.error
