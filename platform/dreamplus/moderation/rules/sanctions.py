"""Sanctions by degrees: a warning first, then silences that end by themselves, then no more writing.

None of them touches a vote, a reading or an appeal.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

MEMORY = timedelta(days=365)
"""After a year without a fault, one begins again at the warning."""


class Degree(StrEnum):
    WARNING = "warning"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    CLOSED = "closed"


LADDER = tuple(Degree)
LASTS: dict[Degree, timedelta] = {
    Degree.DAY: timedelta(days=1),
    Degree.WEEK: timedelta(days=7),
    Degree.MONTH: timedelta(days=30),
}


def ends(degree: Degree, at: datetime) -> datetime | None:
    """When a sanction given at `at` ends by itself; None for a warning and for no more writing."""
    return at + LASTS[degree] if degree in LASTS else None


def silences(degree: Degree) -> bool:
    """Whether somebody so sanctioned may not write."""
    return degree != Degree.WARNING


def most(given: Iterable[tuple[Degree, datetime]], *, unlawful: bool, at: datetime) -> Degree:
    """The highest degree that may be given now: one above the highest of the last year.

    `unlawful` words, not only against the charter, may at once bring a silence of a week.
    """
    recent = [LADDER.index(degree) for degree, when in given if when > at - MEMORY]
    step = min(max(recent) + 1, len(LADDER) - 1) if recent else 0
    return LADDER[max(step, LADDER.index(Degree.WEEK)) if unlawful else step]


def allowed(given: Iterable[tuple[Degree, datetime]], *, unlawful: bool, at: datetime) -> tuple[Degree, ...]:
    """The degrees a moderator may choose among, the lightest first."""
    return LADDER[: LADDER.index(most(given, unlawful=unlawful, at=at)) + 1]
