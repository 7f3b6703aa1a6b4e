"""The life of a case: which act may follow which, and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

CLAIM_FOR = timedelta(minutes=30)
APPEAL_FOR = timedelta(days=183)
"""Six months to complain (règlement 2022/2065, art. 20)."""


class State(StrEnum):
    """`CLAIMED` is the clock's: an open or appealed case that somebody holds now."""

    OPEN = "open"
    CLAIMED = "claimed"
    DECIDED = "decided"
    APPEALED = "appealed"
    CLOSED = "closed"


class Act(StrEnum):
    """What may be done about a case."""

    CLAIM = "claim"
    RELEASE = "release"
    DECIDE = "decide"
    UNDO = "undo"
    APPEAL = "appeal"
    REVIEW = "review"
    EXPIRE = "expire"
    DROP = "drop"


# What is kept once the act is done. An act that is not here is refused.
TRANSITIONS: dict[tuple[State, Act], State] = {
    (State.OPEN, Act.CLAIM): State.OPEN,
    (State.OPEN, Act.RELEASE): State.OPEN,
    (State.OPEN, Act.DECIDE): State.DECIDED,
    (State.OPEN, Act.DROP): State.CLOSED,
    (State.DECIDED, Act.UNDO): State.OPEN,
    (State.DECIDED, Act.APPEAL): State.APPEALED,
    (State.DECIDED, Act.EXPIRE): State.CLOSED,
    (State.APPEALED, Act.APPEAL): State.APPEALED,
    (State.APPEALED, Act.CLAIM): State.APPEALED,
    (State.APPEALED, Act.RELEASE): State.APPEALED,
    (State.APPEALED, Act.REVIEW): State.CLOSED,
}
WAITING = frozenset({State.OPEN, State.APPEALED})
"""States in which somebody of the team has something to do."""


class Refused(Exception):
    """The act may not follow; `reason` is one of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


REASONS = ("state", "held", "not_held", "same_person", "late", "not_decider")


@dataclass(frozen=True)
class Standing:
    """What the rules know of a case. People are keys, never more."""

    state: State = State.OPEN
    holder: int | None = None
    held_until: datetime | None = None
    decided_by: int | None = None
    decided_at: datetime | None = None

    def shown(self, at: datetime) -> State:
        """The state in words: held counts only while the claim lasts."""
        return State.CLAIMED if self.state in WAITING and self.held(at) else self.state

    def held(self, at: datetime) -> int | None:
        """Who holds it at `at`."""
        return self.holder if self.held_until is not None and at < self.held_until else None


def after(standing: Standing, act: Act, *, by: int | None, at: datetime) -> Standing:
    """The standing once `by` has done `act` at `at`; nobody (`None`) is an author, a notifier or the clock.

    Raises `Refused`: another holds it, the decider would review their own decision, the delay is over.
    """
    target = TRANSITIONS.get((standing.state, act))
    if target is None:
        raise Refused("state")
    _CHECKS.get(act, _nothing)(standing, by, at)
    if act == Act.CLAIM:
        return replace(standing, holder=by, held_until=at + CLAIM_FOR)
    if act == Act.DECIDE:
        return Standing(target, decided_by=by, decided_at=at)
    if act == Act.UNDO:
        return Standing(target, holder=by, held_until=at + CLAIM_FOR)
    keep = (standing.holder, standing.held_until) if act == Act.APPEAL else (None, None)
    return Standing(target, *keep, decided_by=standing.decided_by, decided_at=standing.decided_at)


def _nothing(standing: Standing, by: int | None, at: datetime) -> None:
    """An act that anybody may do in that state."""


def _free(standing: Standing, by: int | None, at: datetime) -> None:
    if standing.state == State.APPEALED:
        _another(standing, by)
    if standing.held(at) not in (None, by):
        raise Refused("held")


def _holder(standing: Standing, by: int | None, at: datetime) -> None:
    if by is None or standing.held(at) != by:
        raise Refused("held" if standing.held(at) is not None else "not_held")


def _reviewer(standing: Standing, by: int | None, at: datetime) -> None:
    _another(standing, by)
    _holder(standing, by, at)


def _another(standing: Standing, by: int | None) -> None:
    if by is None or by == standing.decided_by:
        raise Refused("same_person")


def _decider(standing: Standing, by: int | None, at: datetime) -> None:
    if by is None or by != standing.decided_by:
        raise Refused("not_decider")


def _in_time(standing: Standing, by: int | None, at: datetime) -> None:
    if standing.decided_at is None or at >= standing.decided_at + APPEAL_FOR:
        raise Refused("late")


def _too_late(standing: Standing, by: int | None, at: datetime) -> None:
    if standing.decided_at is None or at < standing.decided_at + APPEAL_FOR:
        raise Refused("state")


_CHECKS = {
    Act.CLAIM: _free,
    Act.RELEASE: _holder,
    Act.DECIDE: _holder,
    Act.UNDO: _decider,
    Act.APPEAL: _in_time,
    Act.REVIEW: _reviewer,
    Act.EXPIRE: _too_late,
}
