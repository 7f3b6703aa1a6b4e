"""Letters with a personal code. The code exists in clear on paper, and until then in one file of private storage."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from dreamplus.core import access
from dreamplus.people.models import User
from dreamplus.people.rolls import files, secrets, stationery
from dreamplus.people.rolls.enums import CodeKind, LettersState
from dreamplus.people.rolls.errors import FileBusy, ListFixed, NotThere
from dreamplus.people.rolls.models import Roll, RollCode, RollLetters, RollLine

BATCH = 100
"""Letters drawn at once."""


class _Lost(Exception):
    """The letters were thrown away, or given to another worker."""


def lines_to_write(roll: Roll) -> QuerySet[RollLine]:
    """Who gets a letter: has an address, and has not proved who they are."""
    return roll.lines.filter(qualified_by="").exclude(address="")


def make_codes(*, roll: Roll, by: User, language: str, at: datetime) -> RollLetters:
    """Leaves to the worker a letter with a new code for everyone who has not proved who they are. Earlier letters'
    codes end as theirs are made.

    Raises `ListFixed` when there is nobody to write to, `FileBusy` while others are made or wait to be downloaded.
    """
    from dreamplus.people.rolls.tasks import write_letters

    roll.refresh_from_db()
    total = lines_to_write(roll).count() if roll.in_use else 0
    if not total:
        raise ListFixed(_("There is nobody to write to: no line has both a postal address and a code to be sent."))
    try:
        with transaction.atomic():
            letters = RollLetters.objects.create(roll=roll, made_by=by, language=language, total=total, created_at=at)
            access.log(actor=by, purpose="rolls.letters.make", subject=f"rolls.Roll:{roll.uuid}", at=at)
            write_letters.enqueue(letters=str(letters.uuid))
    except IntegrityError:
        raise FileBusy(_("Letters of this list are being made or wait to be downloaded.")) from None
    return letters


def write(*, letters: RollLetters, at: datetime) -> None:
    """The worker's part of `make_codes`. After a crash it goes on behind the last batch whose codes were written."""
    mine = RollLetters.objects.filter(pk=letters.pk, state__in=(LettersState.WAITING, LettersState.MAKING))
    if not mine.update(state=LettersState.MAKING, attempt=F("attempt") + 1):
        return
    letters = RollLetters.objects.select_related("roll").get(pk=letters.pk)
    try:
        with translation.override(letters.language):
            while batch := list(
                lines_to_write(letters.roll).filter(number__gt=letters.last_number).order_by("number")[:BATCH]
            ):
                _write_batch(letters, batch)
        _pack(letters)
        _hold(letters, state=LettersState.READY, ready_at=at)
    except _Lost:
        files.forget(files.letters(letters.uuid), files.packed(letters.uuid))


def take_letters(*, letters: RollLetters, by: User, at: datetime) -> Path:
    """The file of letters, for the one download there is; the caller opens it, then forgets it. Postal addresses go
    where the list says so.

    Raises `NotThere` for anybody but who made them, a second time, or after a day.
    """
    from dreamplus.people.rolls.tasks import forget_addresses

    gone = NotThere(
        _("These letters are not there any more: they are downloaded once, by who made them, within a day.")
    )
    if letters.made_by_id != by.pk or not letters.ready_at or at >= letters.ready_at + RollLetters.KEPT:
        raise gone
    if not files.packed(letters.uuid).is_file():  # a backup holds no letters: they are made again
        cancel_letters(letters=letters)
        raise gone
    with transaction.atomic():
        if not RollLetters.objects.filter(pk=letters.pk, state=LettersState.READY).update(
            state=LettersState.TAKEN, taken_at=at
        ):
            raise gone
        access.log(actor=by, purpose="rolls.letters.download", subject=f"rolls.RollLetters:{letters.uuid}", at=at)
        if letters.roll.forget_addresses:
            forget_addresses.enqueue(roll=str(letters.roll.uuid), up_to=letters.last_number)
    return files.packed(letters.uuid)


def cancel_letters(*, letters: RollLetters) -> None:
    """Throws letters away before they are downloaded; their codes lead nowhere."""
    going = RollLetters.objects.filter(pk=letters.pk).exclude(state__in=(LettersState.TAKEN, LettersState.GONE))
    if going.update(state=LettersState.GONE):
        files.forget(files.letters(letters.uuid), files.packed(letters.uuid))


def remove_addresses(*, roll: Roll, up_to: int) -> None:
    """Postal addresses up to that line have served."""
    while keys := list(roll.lines.filter(number__lte=up_to).exclude(address="").values_list("pk", flat=True)[:BATCH]):
        RollLine.objects.filter(pk__in=keys).update(address="")


def _write_batch(letters: RollLetters, lines: Sequence[RollLine]) -> None:
    """The pages first, then the codes: a crash between the two only wastes paper that nobody has seen."""
    codes = [secrets.new_code() for _line in lines]
    last = lines[-1].number
    part = files.letters(letters.uuid) / f"{last:07}.pdf"
    files.write(part, [stationery.letters_pdf(letters.roll, list(zip(lines, codes, strict=True)))])
    with transaction.atomic():
        _hold(letters, made=letters.made + len(lines), last_number=last)
        RollCode.objects.filter(line__in=lines, kind=CodeKind.LETTER).delete()
        RollCode.objects.bulk_create(
            [
                RollCode(line=line, kind=CodeKind.LETTER, digest=secrets.digest(code))
                for line, code in zip(lines, codes, strict=True)
            ]
        )
    letters.made, letters.last_number = letters.made + len(lines), last


def _pack(letters: RollLetters) -> None:
    """One PDF as it is; several in an archive, in the order of the list."""
    parts = sorted(files.letters(letters.uuid).glob("*.pdf"))
    target = files.packed(letters.uuid)
    if len(parts) == 1:
        parts[0].replace(target)
    elif parts:
        partial = target.with_suffix(".ready.part")
        partial.touch(mode=0o600)
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as archive:
            for number, part in enumerate(parts, start=1):
                archive.write(part, f"{number:03}.pdf")
        partial.replace(target)
    files.forget(files.letters(letters.uuid))


def _hold(letters: RollLetters, **changes: object) -> None:
    held = RollLetters.objects.filter(pk=letters.pk, state=LettersState.MAKING, attempt=letters.attempt)
    if not held.update(**changes):
        raise _Lost
