"""What comes out of a count, and how it is written as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from polls.rules.tally.election import Number

Tier = tuple[str, ...]


@dataclass(frozen=True)
class Ballots:
    """How many were counted, said nothing, or broke the rules of the method."""

    valid: int
    blank: int
    invalid: int


@dataclass(frozen=True)
class TieBroken:
    """Where options were equal, between whom, and how it was settled: `earlier rounds`, `seed`, or None: it stays."""

    where: str
    between: Tier
    how: str | None = None
    order: Tier = ()

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {"where": self.where, "between": list(self.between), "how": self.how}
        return told | ({"order": list(self.order)} if self.order else {})


@dataclass(frozen=True)
class Outcome:
    """`ranking`: the best first, equal ones together. `totals`: what each option gathered, by the method's own unit.
    `rounds`: step by step, where the method has steps. `more`: what only this method tells."""

    method: str
    options: Tier
    ranking: tuple[Tier, ...]
    winners: Tier
    totals: Mapping[str, Any]
    ballots: Ballots
    rounds: Sequence[Mapping[str, Any]] = ()
    ties: Sequence[TieBroken] = ()
    spent: Number | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain values: fractions become numbers, whole when they are."""
        told: dict[str, Any] = {
            "method": self.method,
            "options": list(self.options),
            "ranking": [tier[0] if len(tier) == 1 else list(tier) for tier in self.ranking],
            "winners": list(self.winners),
            "totals": plain(self.totals),
            "ballots": {"valid": self.ballots.valid, "blank": self.ballots.blank, "invalid": self.ballots.invalid},
            "ties": [tie.as_json() for tie in self.ties],
        }
        if self.rounds:
            told["rounds"] = plain(self.rounds)
        if self.spent is not None:
            told["spent"] = plain(self.spent)
        return told | plain(self.more)


def plain(value: Any) -> Any:
    """`value` with its fractions as numbers and its sequences as lists."""
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value
