"""The kinds of activity, declared here and filled by the applications above in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from dreamplus.participation.rules.audience import Act
from dreamplus.people.roles import Permission

if TYPE_CHECKING:
    from dreamplus.participation.models import Activity, Contribution


@dataclass(frozen=True)
class Action:
    """A link offered to staff on the board of an activity."""

    label: str
    href: str


@dataclass(frozen=True)
class Told:
    """The words of one contribution as readers see them, and where they stand."""

    title: str
    text: str
    href: str


def _nothing(activity: Activity, at: datetime) -> None:
    """For kinds without consequence of their own at closing."""


@dataclass(frozen=True)
class Kind:
    """What the house must know of a kind of activity.

    `waits(activity)` says that something must come before what is over can be settled: paper to be read.
    `prepare(activity)` runs before that, outside any transaction: long work, which `settle` takes over where it fits.
    `settle(activity, at)` runs once after closing, in the transaction that settles, on a locked row.
    `freeze(activity, at)` returns the rules as they are frozen and hashed at opening.
    `missing(activity)` returns sentences: what stops the activity from being scheduled.
    `is_fixed(activity)` says that nothing of it may change any more, dates included, though it has not opened.
    `postpone(activity, closes_at)` asks whoever else holds a fixed activity for a later closing, outside any
    transaction; it raises `ParticipationError`. Where there is none, a fixed closing stays.
    `acts` are what people do in it: an audience may be set for each.
    `creation()` is the link with which staff begin a new one; `actions(activity)` are those of its board.
    `processing` is the line of the register (`people.processings`) whose notice its page shows.
    `words(keys)` tells the contributions of those primary keys; a kind that has words needs the charter of moderation
    before it opens. `shown(contribution, at)` runs when words that waited for a moderator appear.
    `has_rows(activity)` says that people took part: such an activity is archived, never deleted.
    """

    slug: str
    label: str | Promise
    acts: tuple[Act, ...] = (Act.CONTRIBUTE,)
    settle: Callable[[Activity, datetime], None] = _nothing
    waits: Callable[[Activity], bool] | None = None
    prepare: Callable[[Activity], None] | None = None
    freeze: Callable[[Activity, datetime], dict[str, Any]] | None = None
    is_fixed: Callable[[Activity], bool] | None = None
    postpone: Callable[[Activity, datetime], None] | None = None
    missing: Callable[[Activity], list[str]] | None = None
    has_rows: Callable[[Activity], bool] | None = None
    words: Callable[[Sequence[int]], Mapping[int, Told]] | None = None
    shown: Callable[[Contribution, datetime], None] | None = None
    href: Callable[[Activity], str] | None = None
    actions: Callable[[Activity], list[Action]] | None = None
    creation: Callable[[], Action] | None = None
    processing: str = "participation"

    @property
    def has_result(self) -> bool:
        """Whether something is counted at closing, and then published."""
        return self.settle is not _nothing


Least = Callable[["Activity"], int]
Missing = Callable[["Activity"], list[str]]
MoreActions = Callable[["Activity", Callable[[Permission], bool]], list[Action]]
_kinds: dict[str, Kind] = {}
_more: list[MoreActions] = []
_least: list[Least] = []
_missing: list[Missing] = []


def register(kind: Kind) -> Kind:
    """Declares a kind. Raises `ValueError` when another one holds the same slug."""
    if _kinds.get(kind.slug, kind) != kind:
        raise ValueError(f"the kind {kind.slug!r} is registered twice")
    _kinds[kind.slug] = kind
    return kind


def get(slug: str) -> Kind:
    """The kind of that slug; a bare one for a kind whose application is not installed."""
    return _kinds.get(slug) or Kind(slug=slug, label=slug)


def registered() -> tuple[Kind, ...]:
    return tuple(_kinds.values())


def is_fixed(activity: Activity) -> bool:
    """Whether its rules and dates are held elsewhere too."""
    fixed = get(activity.kind).is_fixed
    return bool(fixed and fixed(activity))


def register_actions(provider: MoreActions) -> None:
    """Adds what `provider(activity, allowed)` offers on the board of activities of any kind."""
    if provider not in _more:
        _more.append(provider)


def actions(activity: Activity, allowed: Callable[[Permission], bool]) -> list[Action]:
    """What its kind offers on the board of `activity`, then what other applications do."""
    kind = get(activity.kind)
    offered = kind.actions(activity) if kind.actions else []
    return [*offered, *(action for provider in _more for action in provider(activity, allowed))]


def register_least_days(provider: Least) -> None:
    """Adds a law on how long activities are open: `provider(activity)` says so many whole days, 0 for none."""
    if provider not in _least:
        _least.append(provider)


def least_days(activity: Activity) -> int:
    """For how many whole days the law wants it open."""
    return max((provider(activity) for provider in _least), default=0)


def register_missing(provider: Missing) -> None:
    """Adds what else stops activities of any kind from being scheduled: `provider(activity)` gives sentences."""
    if provider not in _missing:
        _missing.append(provider)


def missing(activity: Activity) -> list[str]:
    """What stops it from being scheduled, of its own kind and of what stands above it."""
    own = get(activity.kind).missing
    found = own(activity) if own else []
    return [*found, *(sentence for provider in _missing for sentence in provider(activity))]


def creations() -> list[Action]:
    """What staff may begin, of every kind."""
    return [kind.creation() for kind in _kinds.values() if kind.creation]
