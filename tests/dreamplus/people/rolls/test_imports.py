"""Whole or not at all, in short transactions, and again after a crash."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from dreamplus.core import clock
from dreamplus.core.models import EventRecord
from dreamplus.core.sheets import csv_lines
from dreamplus.core.tasks.testing import run_all, run_periodic
from dreamplus.people.names import NameRefused, clean_name
from dreamplus.people.rolls import files, queries, services
from dreamplus.people.rolls.enums import ImportState
from dreamplus.people.rolls.errors import FileBusy, ListFixed, NotThere
from dreamplus.people.rolls.models import Roll, RollFault, RollImport, RollLine
from dreamplus.people.rolls.services import imports
from tests.dreamplus.people.rolls.conftest import AT, HEADER, PEOPLE, as_csv, filled, make_roll, stage
from tests.names import NAMES

pytestmark = pytest.mark.database_promise
SHORT = 0.2  # seconds: no transaction on a path people wait for is longer


def test_lines_do_not_count_before_they_are_confirmed(roll: Roll) -> None:
    batch = stage(roll, as_csv([HEADER, *PEOPLE]))
    roll.refresh_from_db()
    assert (batch.state, batch.read, roll.in_use, roll.size) == (ImportState.READY, 3, False, 0)
    confirmed = services.confirm_import(batch=batch, at=AT)
    assert (confirmed.in_use, confirmed.size, confirmed.imported_at) == (True, 3, AT)
    assert list(EventRecord.objects.filter(name="rolls.imported").values_list("payload", flat=True)) == [
        {"roll": str(roll.uuid), "size": 3}
    ]
    assert not files.uploaded(batch.uuid).exists()


def test_a_file_is_confirmed_once_and_only_when_it_is_ready(roll: Roll) -> None:
    faulty = stage(roll, as_csv([HEADER, [""] * 5 + ["x@", ""]]))
    with pytest.raises(NotThere):
        services.confirm_import(batch=faulty, at=AT)
    good = stage(roll, as_csv([HEADER, *PEOPLE]))
    services.confirm_import(batch=good, at=AT)
    for act in (services.confirm_import, services.cancel_import):
        with pytest.raises(NotThere):
            act(batch=good, at=AT)
    with pytest.raises(ListFixed):
        stage(roll, as_csv([HEADER, *PEOPLE]))
    assert RollLine.objects.count() == 3


def test_one_file_at_a_time(roll: Roll) -> None:
    services.stage_roll_file(roll=roll, file=[b"nom\nA"], file_name="a.csv", language="fr", at=AT)
    with pytest.raises(FileBusy):
        services.stage_roll_file(roll=roll, file=[b"nom\nB"], file_name="b.csv", language="fr", at=AT)
    assert len(list(files.folder().iterdir())) == 1


def test_a_file_thrown_away_leaves_nothing_and_another_may_come(roll: Roll) -> None:
    batch = stage(roll, as_csv([HEADER, *PEOPLE]))
    services.cancel_import(batch=batch, at=AT)
    with pytest.raises(NotThere):
        services.confirm_import(batch=batch, at=AT)
    run_all(AT)
    assert not RollLine.objects.exists()
    assert stage(roll, as_csv([HEADER, PEOPLE[0]])).read == 1


def test_a_mended_file_replaces_the_refused_one_and_its_faults(roll: Roll) -> None:
    stage(roll, as_csv([HEADER, ["=1", *PEOPLE[0][1:]]]))
    assert RollFault.objects.count() == 1
    assert stage(roll, as_csv([HEADER, *PEOPLE])).state == ImportState.READY
    assert not RollFault.objects.exists()


def test_a_worker_that_comes_back_after_its_lease_writes_nothing(roll: Roll) -> None:
    batch = services.stage_roll_file(roll=roll, file=[as_csv([HEADER, *PEOPLE])], file_name="", language="fr", at=AT)
    RollImport.objects.filter(pk=batch.pk).update(state=ImportState.READING, attempt=1)
    late = imports._Reading(RollImport.objects.get(pk=batch.pk), AT.date())
    RollImport.objects.filter(pk=batch.pk).update(attempt=2)
    with pytest.raises(imports._Lost):
        late.run()
    assert not RollLine.objects.exists()
    run_all(AT)
    batch.refresh_from_db()
    assert (batch.state, batch.attempt, RollLine.objects.count()) == (ImportState.READY, 3, 3)


def test_a_file_that_a_restored_backup_does_not_hold_is_asked_for_again(roll: Roll) -> None:
    batch = services.stage_roll_file(roll=roll, file=[b"nom\nA"], file_name="a.csv", language="fr", at=AT)
    files.forget(files.uploaded(batch.uuid))
    run_all(AT)
    assert [fault.message for fault in batch.faults.all()] == ["Le fichier n’est plus là\xa0: renvoyez-le."]


def test_a_file_that_nobody_confirms_goes_after_a_week(roll: Roll) -> None:
    batch = stage(roll, as_csv([HEADER, *PEOPLE]))
    run_periodic("day", at=AT + timedelta(days=6))
    assert RollLine.objects.count() == 3
    run_periodic("day", at=AT + timedelta(days=8))
    batch.refresh_from_db()
    assert (batch.state, RollLine.objects.count()) == (ImportState.CANCELLED, 0)


def test_the_hash_is_that_of_the_lines_and_is_fixed_at_the_freeze(used: Roll) -> None:
    frozen = services.freeze_roll(roll=used, at=AT)
    assert hashlib.sha256(b"".join(imports.canonical_lines(used))).hexdigest() == frozen.lines_hash
    assert services.freeze_roll(roll=used, at=AT + timedelta(days=1)).frozen_at == AT
    assert EventRecord.objects.filter(name="rolls.frozen").count() == 1
    line = used.lines.get(number=2)
    RollLine.objects.filter(pk=line.pk).update(birth_year=1991)
    assert hashlib.sha256(b"".join(imports.canonical_lines(used))).hexdigest() != frozen.lines_hash


def test_two_lists_of_the_same_people_have_different_hashes(db: None, at: datetime) -> None:
    first, second = filled(make_roll()), filled(make_roll())
    assert len({first.lines_hash, second.lines_hash, first.nonce, second.nonce}) == 4


def test_a_list_without_lines_is_not_frozen(roll: Roll) -> None:
    with pytest.raises(ListFixed):
        services.freeze_roll(roll=roll, at=AT)


def test_sixty_names_are_kept_exactly_or_refused_clearly(roll: Roll) -> None:
    kept = []
    for name in NAMES:
        try:
            kept.append(clean_name(name))
            assert kept[-1] == name
        except NameRefused:
            batch = stage(roll, as_csv([["nom"], [name]]))
            assert (batch.state, batch.fault_count) == (ImportState.FAULTY, 1), name
    confirmed = filled(roll, [[name, "", "", "", "", "", ""] for name in kept])
    assert list(confirmed.lines.order_by("number").values_list("name", flat=True)) == kept
    assert all(kept[0] == line.name for line in queries.lines_page(confirmed, "zoe lefevre"))
    assert len(NAMES) - len(kept) == 8


def people(count: int) -> Iterator[bytes]:
    """A file of `count` people with everything."""
    return csv_lines(
        HEADER,
        (
            [f"Nom-{number}", "Jean", f"{1 + number % 28}/{1 + number % 12}/{1930 + number % 80}",
             f"{number} rue du Marché\n59100 Wattrelin", f"Quartier {number % 9}", f"p{number}@exemple.fr", f"{number}"]
            for number in range(count)
        ),
    )  # fmt: skip


@contextmanager
def transactions() -> Iterator[list[float]]:
    """How long each transaction held its lock, in seconds: from its first statement that writes to its commit."""
    lasted: list[float] = []
    begun: list[float] = []
    set_autocommit = connection.set_autocommit

    def watched(autocommit: bool, *args: Any, **kwargs: Any) -> None:
        if not autocommit:
            begun.append(time.perf_counter())
        set_autocommit(autocommit, *args, **kwargs)
        if autocommit and begun:
            lasted.append(time.perf_counter() - begun.pop())

    connection.set_autocommit = watched  # type: ignore[method-assign]  # the one place where both databases begin and end
    try:
        yield lasted
    finally:
        del connection.set_autocommit


def measured(count: int, record_property: Any, limit: float) -> None:
    with clock.frozen(AT):
        roll = make_roll()
        batch = services.stage_roll_file(roll=roll, file=people(count), file_name="a.csv", language="fr", at=AT)
        started = time.perf_counter()
        with transactions() as lasted:
            run_all(AT)
            read_in = time.perf_counter() - started
            batch.refresh_from_db()
            assert (batch.state, batch.read, batch.fault_count) == (ImportState.READY, count, 0)
            confirming = time.perf_counter()
            services.confirm_import(batch=batch, at=AT)
            confirmed_in = time.perf_counter() - confirming
            services.freeze_roll(roll=roll, at=AT)
            erasing = time.perf_counter()
            services.erase_roll(roll=roll, at=AT)
            erased_in = time.perf_counter() - erasing
    assert not RollLine.objects.exists()
    figures = {
        "lines": count, "seconds_to_read": round(read_in, 1), "ms_to_confirm": round(confirmed_in * 1000, 1),
        "seconds_to_erase": round(erased_in, 1), "transactions": len(lasted),
        "longest_ms": round(max(lasted) * 1000), "median_ms": round(sorted(lasted)[len(lasted) // 2] * 1000, 1),
    }  # fmt: skip
    print(figures)  # noqa: T201 - read with `pytest -s`, and kept in the report of the run
    for name, value in figures.items():
        record_property(name, value)
    assert sorted(lasted)[len(lasted) * 95 // 100] < limit, figures


@pytest.mark.usefixtures("own_database")
def test_five_thousand_lines_hold_no_lock_for_long(settings: Any, tmp_path: Any, record_property: Any) -> None:
    settings.DREAM_PRIVATE_MEDIA = tmp_path
    measured(5_000, record_property, SHORT)


@pytest.mark.long
@pytest.mark.usefixtures("own_database")
def test_two_hundred_thousand_lines_hold_no_lock_for_long(settings: Any, tmp_path: Any, record_property: Any) -> None:
    settings.DREAM_PRIVATE_MEDIA = tmp_path
    measured(200_000, record_property, SHORT)


@pytest.mark.usefixtures("own_database")
def test_progress_is_seen_while_a_file_is_read(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DREAM_PRIVATE_MEDIA = tmp_path
    seen: list[int] = []
    write = imports._Reading._write

    def watched(self: Any, **changes: Any) -> None:
        write(self, **changes)
        seen.append(RollImport.objects.get(pk=self.batch.pk).percent)

    monkeypatch.setattr(imports._Reading, "_write", watched)
    with clock.frozen(AT):
        services.stage_roll_file(roll=make_roll(), file=people(3_000), file_name="a.csv", language="fr", at=AT)
        run_all(AT)
    assert seen == sorted(seen)
    assert len({percent for percent in seen if 0 < percent < 100}) >= 2
