"""A list and the file that fills it: whole, or not at all.

Lines are written to their own table in batches, under a list that does not count yet; confirming turns one row. Each
batch is a short transaction that also proves the reader still holds the file. See decision 0012.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dreamplus.core import events
from dreamplus.core.sheets import LineError, Row, SheetError, open_sheet
from dreamplus.core.text import fold
from dreamplus.people.rolls import faults, files
from dreamplus.people.rolls.enums import UNDER_WAY, ImportState
from dreamplus.people.rolls.errors import FileBusy, ListFixed, NotThere, RollError
from dreamplus.people.rolls.events import RollImported
from dreamplus.people.rolls.models import Roll, RollFault, RollImport, RollLine
from dreamplus.people.rolls.rules import columns, sizes
from dreamplus.people.rolls.rules.lines import Fault, Person, Reader, canonical, opening
from dreamplus.territory.queries import quarters

BATCH = 250
"""Lines in one transaction: some twenty milliseconds on two busy cores."""


class _Lost(Exception):
    """The file was thrown away, or given to another worker: nothing more is written here."""


def create_roll(
    *,
    name: str,
    purpose: str,
    erase_on: date,
    by_role: str,
    at: datetime,
    by_email: bool = False,
    forget_addresses: bool = True,
) -> Roll:
    """An empty list. Raises `RollError` when its erasure is not to come."""
    if erase_on <= timezone.localdate(at):
        raise RollError(_("The day of erasure must be to come."))
    return Roll.objects.create(
        name=name,
        purpose=purpose,
        erase_on=erase_on,
        created_at=at,
        created_by_role=by_role,
        by_email=by_email,
        forget_addresses=forget_addresses,
    )


def stage_roll_file(*, roll: Roll, file: Iterable[bytes], file_name: str, language: str, at: datetime) -> RollImport:
    """Puts a file aside and leaves its reading to the worker. What a refused file left is forgotten.

    Raises `ListFixed` when the list has its lines, `FileBusy` when another file is on its way.
    """
    from dreamplus.people.rolls.tasks import read_file

    roll.refresh_from_db()
    if roll.imported_at or roll.erased_at:
        raise ListFixed(_("This list already has its lines. For others, make a new list."))
    new = RollImport(roll=roll, file_name=file_name[-120:], language=language, created_at=at)
    files.write(files.uploaded(new.uuid), file)
    try:
        with transaction.atomic():
            RollFault.objects.filter(batch__roll=roll).delete()
            roll.imports.filter(state=ImportState.FAULTY).update(state=ImportState.CANCELLED)
            new.save(force_insert=True)
            read_file.enqueue(batch=str(new.uuid))
    except IntegrityError:
        files.forget(files.uploaded(new.uuid))
        raise FileBusy(_("Another file of this list is on its way: confirm it or throw it away first.")) from None
    return new


def confirm_import(*, batch: RollImport, at: datetime) -> Roll:
    """The lines count from now on, all of them. Raises `NotThere` when the file is not ready any more."""
    with transaction.atomic():
        ready = RollImport.objects.filter(pk=batch.pk, state=ImportState.READY)
        if not ready.update(state=ImportState.DONE):
            raise NotThere(_("This file is not waiting for you any more. Look at the list again."))
        batch.refresh_from_db()
        Roll.objects.filter(pk=batch.roll_id).update(
            imported_at=at, size=batch.read, nonce=batch.nonce, lines_hash=batch.lines_hash
        )
        roll = Roll.objects.get(pk=batch.roll_id)
        events.record(RollImported(roll=roll.uuid, size=roll.size), at=at, actor_role="agent")
    return roll


def cancel_import(*, batch: RollImport, at: datetime) -> None:
    """Throws a file away, whether it is being read or waits to be confirmed. Raises `NotThere` once it is taken."""
    from dreamplus.people.rolls.tasks import clear_file

    with transaction.atomic():
        mine = RollImport.objects.filter(pk=batch.pk)
        if mine.filter(state=ImportState.FAULTY).update(state=ImportState.CANCELLED):
            RollFault.objects.filter(batch=batch).delete()
        elif mine.filter(state__in=UNDER_WAY).update(state=ImportState.CLEARING):
            clear_file.enqueue(batch=str(batch.uuid))
        else:
            raise NotThere(_("This file is not waiting for you any more. Look at the list again."))


def clear(*, batch: RollImport) -> None:
    """The worker's part of `cancel_import`: lines go in short transactions."""
    remove_lines(roll_id=batch.roll_id)
    files.forget(files.uploaded(batch.uuid))
    RollImport.objects.filter(pk=batch.pk, state=ImportState.CLEARING).update(state=ImportState.CANCELLED, read=0)


def remove_lines(*, roll_id: int) -> None:
    """Every line of a list with its codes, a batch at a time."""
    while keys := list(RollLine.objects.filter(roll_id=roll_id).values_list("pk", flat=True)[:BATCH]):
        RollLine.objects.filter(pk__in=keys).delete()


def read(*, batch: RollImport, today: date) -> None:
    """The worker's part of `stage_roll_file`: reads the whole file, to its lines or to its faults. May begin again."""
    mine = RollImport.objects.filter(pk=batch.pk, state__in=(ImportState.WAITING, ImportState.READING))
    begun = {"state": ImportState.READING, "read": 0, "fault_count": 0, "nonce": secrets.token_hex(32)}
    if not mine.update(attempt=F("attempt") + 1, **begun):
        return
    batch = RollImport.objects.select_related("roll").get(pk=batch.pk)
    remove_lines(roll_id=batch.roll_id)
    RollFault.objects.filter(batch=batch).delete()
    with translation.override(batch.language):
        try:
            _Reading(batch, today).run()
        except _Lost:
            return
    files.forget(files.uploaded(batch.uuid))


class _Reading:
    """One pass over one file. At the first fault the lines are left, and only further faults are looked for."""

    def __init__(self, batch: RollImport, today: date) -> None:
        self.batch = batch
        self.reader = Reader(today, known_areas())
        self.sum = hashlib.sha256(opening(str(batch.roll.uuid), batch.nonce))
        self.lines: list[RollLine] = []
        self.faults: list[RollFault] = []
        self.number = self.looked_at = self.found = 0

    def run(self) -> None:
        try:
            self._read()
        except SheetError as refused:
            for error in refused.errors:
                self._fault(error.line, error.message)
        except FileNotFoundError:  # a backup holds no file that was on its way
            self._fault(0, _("The file is not there any more: send it again."))
        self._flush()
        if self.found:
            remove_lines(roll_id=self.batch.roll_id)
            self._write(state=ImportState.FAULTY)
        else:
            self._write(state=ImportState.READY, lines_hash=self.sum.hexdigest())

    def _read(self) -> None:
        source = open_sheet(files.uploaded(self.batch.uuid), max_bytes=sizes.BYTES, max_rows=sizes.ROWS)
        known = columns.recognise(source.header)
        taken = [[column, part] for column, part in known.parts.items()]
        self._write(expected=source.expected, taken=taken, left=[name[:100] for name in known.left])
        for first, second in known.twice:
            self._fault(1, faults.sentence(Fault("column_twice", value=first), second), first)
        if known.missing:
            self._fault(1, faults.sentence(Fault("column_missing")))
        if self.found:
            return
        for line in source.lines:
            self.looked_at += 1
            self._take(line, known)
            if len(self.lines) >= BATCH or len(self.faults) >= BATCH or self.looked_at % BATCH == 0:
                self._flush()
        if not self.looked_at:
            self._fault(0, faults.sentence(Fault("no_line")))

    def _take(self, line: Row | LineError, known: columns.Columns) -> None:
        if isinstance(line, LineError):
            self._fault(line.line, line.message)
            return
        person, wrong = self.reader.read(line.line, columns.sorted_cells(known, line.cells))
        for fault in wrong:
            self._fault(line.line, faults.sentence(fault), faults.part(fault.part), fault.value)
        if person is not None and not self.found:
            self.number += 1
            self.sum.update(canonical(self.number, person))
            self.lines.append(_line(self.batch.roll_id, self.number, person))

    def _fault(self, line: int, message: str, column: str = "", value: str = "") -> None:
        self.found += 1
        shown = value.replace("\0", "")[:120]
        self.faults.append(
            RollFault(batch=self.batch, line=line, column=column[:100], value=shown, message=message[:400])
        )

    def _flush(self) -> None:
        lines, found = ([] if self.found else self.lines), self.faults
        self.lines, self.faults = [], []
        with transaction.atomic():
            self._write(read=self.looked_at, fault_count=self.found)
            RollLine.objects.bulk_create(lines)
            RollFault.objects.bulk_create(found)

    def _write(self, **changes: Any) -> None:
        held = RollImport.objects.filter(pk=self.batch.pk, state=ImportState.READING, attempt=self.batch.attempt)
        if not held.update(**changes):
            raise _Lost


def known_areas() -> dict[str, str]:
    """What a file may call the quarters of this place, folded, and their codes; empty where the place has none."""
    return {fold(name): quarter.code for quarter in quarters() for name in (quarter.name, quarter.code)}


def _line(roll_id: int, number: int, person: Person) -> RollLine:
    return RollLine(
        roll_id=roll_id,
        number=number,
        name=person.name,
        folded=fold(person.name),
        birth_year=person.birth_year,
        area=person.area,
        address=person.address,
        email=person.email,
        identifier=person.identifier,
        votes=person.votes,
    )


def canonical_lines(roll: Roll) -> Iterator[bytes]:
    """What the hash of a list is made of, from the rows as they are now."""
    yield opening(str(roll.uuid), roll.nonce)
    for line in roll.lines.order_by("number").iterator(chunk_size=2_000):
        yield canonical(
            line.number,
            Person(
                line.name,
                line.birth_year,
                line.area,
                line.address,
                line.email,
                line.identifier,
                born="",
                votes=line.votes,
            ),
        )
