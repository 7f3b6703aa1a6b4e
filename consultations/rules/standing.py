"""Whether a process is open, coming or closed, and which of several open activities needs people most."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Protocol, TypeVar


class Dated(Protocol):
    """Anything with an opening and a closing instant (aware, None when not decided)."""

    @property
    def opens_at(self) -> datetime | None: ...
    @property
    def closes_at(self) -> datetime | None: ...


D = TypeVar("D", bound=Dated)


class Standing(Enum):
    OPEN = "open"
    COMING = "coming"
    CLOSED = "closed"


def is_open(dated: Dated, at: datetime) -> bool:
    opened = dated.opens_at is not None and dated.opens_at <= at
    return opened and (dated.closes_at is None or at < dated.closes_at)


def is_coming(dated: Dated, at: datetime) -> bool:
    return dated.opens_at is None or dated.opens_at > at


def standing(activities: Sequence[Dated], at: datetime) -> Standing:
    """Open while one activity is; coming while one is still to open; a process without activity is coming."""
    if any(is_open(activity, at) for activity in activities):
        return Standing.OPEN
    if not activities or any(is_coming(activity, at) for activity in activities):
        return Standing.COMING
    return Standing.CLOSED


def most_in_need(activities: Sequence[D], at: datetime) -> D | None:
    """The open activity that closes first: those who wait longest can wait."""
    opened = [activity for activity in activities if is_open(activity, at)]
    return min(opened, key=_closing, default=None)


def next_to_open(activities: Sequence[D], at: datetime) -> D | None:
    coming = [activity for activity in activities if activity.opens_at is not None and activity.opens_at > at]
    return min(coming, key=lambda activity: activity.opens_at or at, default=None)


def _closing(dated: Dated) -> float:
    return dated.closes_at.timestamp() if dated.closes_at else float("inf")
