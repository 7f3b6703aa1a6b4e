"""Reading the list as the region reads it: one query for the head, one for a page of lines, whatever the length."""

from __future__ import annotations

from uuid import UUID

from dreamplus.federation.models import Entry, Ledger
from dreamplus.federation.wire.feed import MAX_LINES, Line


def ledger() -> Ledger | None:
    """The head's row; None before the worker's first round."""
    return Ledger.objects.filter(pk=1).first()


def latest(thing: UUID) -> Entry | None:
    """The last line about `thing`: what it says now, or that it was taken back."""
    return Entry.objects.filter(thing=thing).order_by("-seq").first()


def lines(*, since: int, until: int, limit: int = MAX_LINES) -> list[Line]:
    """The lines after `since`, none beyond `until` (the head that is sent with them)."""
    rows = Entry.objects.filter(seq__gt=since, seq__lte=until).order_by("seq")[:limit]
    return [Line(row.token, row.body, None if row.salt is None else bytes(row.salt)) for row in rows]
