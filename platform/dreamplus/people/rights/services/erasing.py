"""What an erasure leaves outside the database, and how it is done again in a database that was restored."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from dreamplus.people.models import User
from dreamplus.people.rights import journal
from dreamplus.people.rights.models import Erasure
from dreamplus.people.services import delete_account

logger = logging.getLogger(__name__)


def note_erasure(*, user: User, words_too: bool, at: datetime) -> None:
    """Writes the mark in the transaction that erases, and in the journal once it is committed.

    What a full disk or a stopped machine kept out of the journal is written there by `catch_up`.
    """
    mark = journal.mark_of(user)
    Erasure.objects.get_or_create(mark=mark, defaults={"words_too": words_too, "at": at})
    transaction.on_commit(_write)


def _write() -> None:
    try:
        catch_up()
    except OSError:
        logger.exception("the journal of erasures cannot be written; tried again every hour")


def catch_up() -> int:
    """Adds to the journal what the database knows and the journal does not; returns how many. Raises `OSError`."""
    held = journal.read()
    missing = [row for row in Erasure.objects.order_by("at", "pk").iterator() if row.mark not in held]
    journal.append([journal.Line(row.mark, row.at, row.words_too) for row in missing])
    return len(missing)


def come_back() -> list[tuple[User, journal.Line]]:
    """The people of this database whom the journal says were erased: a backup brought them back."""
    held = journal.read()
    if not held:
        return []
    found = []
    for user in User.objects.order_by("pk").iterator():
        line = next((held[mark] for mark in journal.marks_of(user) if mark in held), None)
        if line is not None:
            found.append((user, line))
    return found


def replay(*, at: datetime) -> int:
    """Erases again everybody whom the journal names; returns how many. Safe to run again."""
    found = come_back()
    for user, line in found:
        delete_account(user=user, at=at, words_too=line.words_too, last_too=True)
    catch_up()
    return len(found)
