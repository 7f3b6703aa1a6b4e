"""What a vote asks of its result before it is said to decide: so many voters, and more than a relative majority.

Declared before the opening, frozen and published with the rules. The count is the same without them: they only say
whether what comes first is carried.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from polls.rules.counting import Result
from polls.rules.poll import RulesRefused


class Majority(StrEnum):
    """Of the ballots that express a choice."""

    RELATIVE = "relative"
    ABSOLUTE = "absolute"
    TWO_THIRDS = "two-thirds"


@dataclass(frozen=True)
class Thresholds:
    """`quorum`: how many people must have voted, blank votes included; 0: none is asked."""

    quorum: int = 0
    majority: Majority = Majority.RELATIVE

    def __post_init__(self) -> None:
        if self.quorum < 0:
            raise RulesRefused("a quorum cannot be negative")

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From the JSON of an activity. Raises `RulesRefused`."""
        try:
            return cls(int(stored.get("quorum", 0)), Majority(stored.get("majority", Majority.RELATIVE)))
        except (TypeError, ValueError) as error:
            raise RulesRefused(str(error)) from None

    def stored(self) -> dict[str, Any]:
        """As `read` takes it; nothing where nothing is asked."""
        asked: dict[str, Any] = {"quorum": self.quorum} if self.quorum else {}
        return asked | ({"majority": str(self.majority)} if self.majority != Majority.RELATIVE else {})


@dataclass(frozen=True)
class Verdict:
    """`carried`: one option comes first, and reaches everything that was asked."""

    quorum_reached: bool
    majority_reached: bool
    carried: bool


def verdict(thresholds: Thresholds, result: Result, *, void: int = 0) -> Verdict:
    """What the count says of the thresholds. Options that are equal carry nothing.

    `void`: ballots that say nothing the rules allow; whoever gave them has voted, and counts towards the quorum.
    """
    quorum_reached = result.ballots + void >= thresholds.quorum
    alone = len(result.winners) == 1
    first = next((total.votes for total in result.totals if alone and total.code == result.winners[0]), 0)
    majority_reached = (
        alone
        and {
            Majority.RELATIVE: True,
            Majority.ABSOLUTE: 2 * first > result.expressed,
            Majority.TWO_THIRDS: 3 * first >= 2 * result.expressed,
        }[thresholds.majority]
    )
    return Verdict(quorum_reached, majority_reached, quorum_reached and majority_reached)


def quorum_verdict(thresholds: Thresholds, *, cast: int, decided: bool) -> Verdict:
    """The same for a method that has no majority to reach: `decided` where it names as many options as it elects."""
    reached = cast >= thresholds.quorum
    return Verdict(reached, True, reached and decided)
