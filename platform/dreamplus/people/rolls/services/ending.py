"""How a list is fixed, and how it ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreamplus.core import events
from dreamplus.people.rolls import files
from dreamplus.people.rolls.enums import UNDER_WAY, ImportState, LettersState
from dreamplus.people.rolls.errors import ListFixed
from dreamplus.people.rolls.events import RollErased, RollFrozen
from dreamplus.people.rolls.models import Roll, RollFault, RollImport, RollLetters
from dreamplus.people.rolls.services.imports import cancel_import, remove_lines
from dreamplus.people.rolls.services.letters import cancel_letters

FILE_KEPT = timedelta(days=7)
"""How long a file may wait to be confirmed, or its faults to be read."""


@transaction.atomic
def freeze_roll(*, roll: Roll, at: datetime) -> Roll:
    """No line is added or changed from now on; who stands on a line may still prove it. Size and hash may be published.

    The hash was made while the file was read, and lines never change: this writes one row. Freezing twice changes
    nothing. Raises `ListFixed` for a list without lines, or erased.
    """
    usable = Roll.objects.filter(pk=roll.pk, imported_at__isnull=False, erased_at=None)
    if usable.filter(frozen_at=None).update(frozen_at=at):
        roll.refresh_from_db()
        frozen = RollFrozen(roll=roll.uuid, size=roll.size, lines_hash=roll.lines_hash)
        events.record(frozen, at=at, actor_role="agent")
        return roll
    roll.refresh_from_db()
    if not roll.frozen_at or roll.erased_at:
        raise ListFixed(_("This list has no lines to fix: confirm its file first."))
    return roll


def ask_erasure(*, roll: Roll, at: datetime) -> None:
    """Nobody stands on the list from now on; the worker removes its lines."""
    from dreamplus.people.rolls.tasks import erase

    with transaction.atomic():
        if _end(roll, at):
            erase.enqueue(roll=str(roll.uuid))


def erase_roll(*, roll: Roll, at: datetime) -> None:
    """Lines, codes, files and letters go, in short transactions; name, dates, size and hash stay. May be run again."""
    _end(roll, at)
    for letters in roll.letters.exclude(state__in=(LettersState.TAKEN, LettersState.GONE)):
        cancel_letters(letters=letters)
    for batch in roll.imports.all():
        files.forget(files.uploaded(batch.uuid))
    RollFault.objects.filter(batch__roll=roll).delete()
    roll.imports.filter(state__in=UNDER_WAY).update(state=ImportState.CANCELLED)
    remove_lines(roll_id=roll.pk)


def sweep(*, at: datetime) -> None:
    """What is due each night: lists past their day, or half erased; files that nobody confirmed."""
    for roll in Roll.objects.filter(erased_at=None, erase_on__lte=timezone.localdate(at)):
        erase_roll(roll=roll, at=at)
    for roll in Roll.objects.filter(erased_at__isnull=False, lines__isnull=False).distinct():
        erase_roll(roll=roll, at=at)
    waiting = RollImport.objects.filter(created_at__lt=at - FILE_KEPT).exclude(
        state__in=(ImportState.DONE, ImportState.CANCELLED, ImportState.CLEARING)
    )
    for batch in waiting:
        cancel_import(batch=batch, at=at)


def drop_old_letters(*, at: datetime) -> None:
    """Letters that were not fetched within a day."""
    old = at - RollLetters.KEPT
    for letters in RollLetters.objects.filter(state=LettersState.READY, ready_at__lte=old):
        cancel_letters(letters=letters)


def _end(roll: Roll, at: datetime) -> bool:
    with transaction.atomic():
        if not Roll.objects.filter(pk=roll.pk, erased_at=None).update(erased_at=at, nonce=""):
            return False
        roll.refresh_from_db()
        events.record(RollErased(roll=roll.uuid, size=roll.size), at=at, actor_role="agent")
    return True
