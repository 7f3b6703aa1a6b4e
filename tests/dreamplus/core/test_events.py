from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from dreamplus.core import events
from dreamplus.core.events import Event, PayloadError, event_from, handles, record
from dreamplus.core.models import EventRecord, TaskRun
from dreamplus.core.tasks import registry
from dreamplus.core.tasks.testing import run_all

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Outcome(StrEnum):
    SETTLED = "settled"


@dataclass(frozen=True)
class BenchPainted(Event):
    name = "tests.bench_painted"
    public = True
    bench: UUID
    coats: int = 1
    on: date | None = None
    at: datetime | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True)
class BenchWritten(Event):
    name = "tests.bench_written"
    text: Any = None
    user_id: Any = None


seen: list[tuple[str, Event, datetime]] = []


@pytest.fixture(autouse=True)
def _two_handlers() -> Iterator[None]:
    @handles(BenchPainted, name="tests.tell_mayor")
    def tell_mayor(event: BenchPainted, *, record_id: int, at: datetime) -> None:
        seen.append(("mayor", event, at))

    @handles(BenchPainted, name="tests.count_paint")
    def count_paint(event: BenchPainted, *, record_id: int, at: datetime) -> None:
        seen.append(("paint", event, at))
        if event.coats > 9:
            raise RuntimeError("no paint left")

    yield
    seen.clear()
    del events._HANDLERS[BenchPainted.name]
    for name in ("event:tests.tell_mayor", "event:tests.count_paint"):
        del registry.DEFINITIONS[name]


@pytest.mark.database_promise
@pytest.mark.django_db
def test_each_handler_sees_the_event_once_with_its_types() -> None:
    event = BenchPainted(bench=uuid4(), coats=2, on=date(2026, 3, 1), at=AT, outcome=Outcome.SETTLED)
    row = record(event, at=AT, actor_role="agent")
    assert seen == []
    run_all()
    run_all()
    assert seen == [("mayor", event, AT), ("paint", event, AT)]
    assert (row.name, row.public, row.actor_role, row.at) == ("tests.bench_painted", True, "agent", AT)
    assert event_from(EventRecord.objects.get(pk=row.pk)) == event


@pytest.mark.database_promise
@pytest.mark.django_db
def test_an_act_that_is_undone_leaves_neither_event_nor_task() -> None:
    with transaction.atomic():
        record(BenchPainted(bench=uuid4()), at=AT)
        transaction.set_rollback(True)
    assert not EventRecord.objects.exists()
    assert not TaskRun.objects.exists()


@pytest.mark.database_promise
@pytest.mark.django_db
def test_a_handler_that_fails_undoes_neither_the_act_nor_the_other_handlers() -> None:
    record(BenchPainted(bench=uuid4(), coats=10), at=AT)
    run_all(raise_errors=False)
    assert EventRecord.objects.count() == 1
    assert dict(TaskRun.objects.values_list("name", "state")) == {
        "event:tests.tell_mayor": "done",
        "event:tests.count_paint": "waiting",
    }


@pytest.mark.database_promise
@pytest.mark.django_db
def test_the_database_refuses_a_second_task_for_the_same_event_and_handler() -> None:
    record(BenchPainted(bench=uuid4()), at=AT)
    first = TaskRun.objects.first()
    assert first is not None
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "marie@exemple.fr",
        "Marie Dupont",
        "un avis\nlibre",
        "à",
        3.5,
        b"x",
        ["a"],
        {"a": 1},
        datetime(2026, 1, 1),  # noqa: DTZ001 - the fault under test
        "x" * 101,
        object(),
    ],
)
def test_an_event_refuses_what_may_be_a_person_or_a_text(text: object) -> None:
    with pytest.raises(PayloadError):
        record(BenchWritten(text=text), at=AT)
    assert not EventRecord.objects.exists()


@pytest.mark.django_db
def test_an_event_refuses_a_member_named_after_a_person_even_as_a_number() -> None:
    with pytest.raises(PayloadError, match="never holds a person"):
        record(BenchWritten(user_id=12), at=AT)


def test_two_events_cannot_share_a_name() -> None:
    with pytest.raises(TypeError, match="taken"):

        class Other(Event):
            name = "tests.bench_painted"
