"""How secret a vote is (`BALLOTS`, 2). Level A is this application's own; another one declares itself here, and takes
over what differs: how people vote, what must be there before, how the box is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from dreamplus.participation.kinds import Action
from dreamplus.participation.models import Activity
from polls.ahead import Groups

A = "A"


@dataclass(frozen=True)
class Opened:
    """A box that was opened elsewhere. `groups`: what valid ballots say of each question; `void`: how many say nothing
    that is allowed; `recount`: whether ballots may be shown one by one; `seed`: what puts equal options in order;
    `told`: what the result says of it besides."""

    groups: list[Groups]
    void: int = 0
    recount: bool = False
    seed: bytes | None = None
    told: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Level:
    """What polls must know of a level that is not A.

    `is_offered()`: whether this site can hold such votes. `missing(activity)`: sentences that stop the opening.
    `is_fixed(activity)`: nothing of the vote may change any more, though it has not opened. `postpone(activity,
    closes_at)`: but its closing, to a later one, once whoever else holds it agrees. `freeze(activity, at)`: the
    rules as they are frozen. `waits(activity)`: it is over, and its box is not open yet. `opened(activity)`: the box.
    `vote(request, context)`: the page on which people vote. `actions(activity)`: on the board of staff.
    `panel`, `protection`, `turnout`, `verification` are templates.
    """

    code: str
    label: str | Promise
    sentence: str | Promise
    is_offered: Callable[[], bool]
    missing: Callable[[Activity], list[str]]
    is_fixed: Callable[[Activity], bool]
    postpone: Callable[[Activity, datetime], None]
    freeze: Callable[[Activity, datetime], dict[str, Any]]
    waits: Callable[[Activity], bool]
    opened: Callable[[Activity], Opened]
    vote: Callable[[HttpRequest, dict[str, Any]], HttpResponse]
    actions: Callable[[Activity], list[Action]]
    panel: str
    protection: str
    turnout: str
    verification: str


_levels: dict[str, Level] = {}


def register(level: Level) -> None:
    """Declares a level. Raises `ValueError` when another one bears its code."""
    if _levels.get(level.code, level) != level or level.code == A:
        raise ValueError(f"the level {level.code!r} is registered twice")
    _levels[level.code] = level


def of(activity: Activity) -> Level | None:
    """The level of the vote; None for A. Raises `LookupError` for one whose application is not installed: such a vote
    is never treated as if it were of level A."""
    code = activity.rules.get("level", A)
    return None if code == A else _levels[code]


def offered() -> list[Level]:
    """Those that this site can hold."""
    return [level for level in _levels.values() if level.is_offered()]


def waits(activity: Activity) -> bool:
    level = of(activity)
    return level is not None and level.waits(activity)


def is_fixed(activity: Activity) -> bool:
    level = of(activity)
    return level is not None and level.is_fixed(activity)


def postpone(activity: Activity, closes_at: datetime) -> None:
    """Asks whoever else holds a fixed vote for a later closing. Raises `ParticipationError`."""
    level = of(activity)
    if level is not None:
        level.postpone(activity, closes_at)
