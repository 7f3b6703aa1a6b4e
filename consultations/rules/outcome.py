"""By when a consultation tells what came of it (CRPA L131-1: its results or what follows are made public)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

DAYS = 60
"""After the last closing, where nobody promised another day."""
STAYS = timedelta(days=92)
"""A synthesis and its reasons stay on line for three months (C. env. L123-19-1, II); the longest three are 92 days."""


def due(
    closings: Sequence[datetime | None], promised: date | None, decided_on: date | None, zone: tzinfo | None
) -> date | None:
    """The day by which the result is on line: the one promised, else that of the decision, else `DAYS` after the last
    closing. A day before that closing, which was moved since, no longer counts. None while a closing is not known."""
    known = [closing for closing in closings if closing is not None]
    if not known or len(known) != len(closings):
        return None
    last = max(known).astimezone(zone).date()
    for day in (promised, decided_on):
        if day is not None and day >= last:
            return day
    return last + timedelta(days=DAYS)


def may_leave(published_at: datetime, at: datetime) -> bool:
    """Whether what had to stay on line for three months has."""
    return at - published_at >= STAYS
