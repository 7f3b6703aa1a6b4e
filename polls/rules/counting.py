"""The count of single choice, several choices (approval) and yes/no/abstain, on grouped identical ballots.

Each option gets one vote from each ballot that bears it. Blank votes, and abstentions in a yes-no poll, are counted
apart: shares are of the ballots that express a choice. An equality is stated, never broken here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from polls.rules.ballots import check
from polls.rules.kinds import Method
from polls.rules.places import placed
from polls.rules.poll import ABSTAIN, Choices, Rules


@dataclass(frozen=True)
class OptionTotal:
    """`share` is of the ballots that express a choice; None when there are none, or for what is counted apart."""

    code: str
    votes: int
    share: Fraction | None
    apart: bool = False


@dataclass(frozen=True)
class Tie:
    """Options with the same number of votes at a place (1 is the first)."""

    place: int
    options: Choices
    votes: int


@dataclass(frozen=True)
class Result:
    """What the ballots say. `ballots` = `expressed` + `blank` + abstentions."""

    method: Method
    totals: tuple[OptionTotal, ...]
    ballots: int
    expressed: int
    blank: int
    ranking: tuple[Choices, ...]
    winners: Choices
    absolute_majority: bool
    ties: tuple[Tie, ...]

    def as_json(self) -> dict[str, Any]:
        """The common form of counts: `method`, `options`, `ranking`, `winners`, `totals`, `ties`, `ballots`."""
        return {
            "method": {"single": "plurality", "several": "approval"}.get(self.method, str(self.method)),
            "options": [total.code for total in self.totals],
            "ranking": [group[0] if len(group) == 1 else list(group) for group in self.ranking],
            "winners": list(self.winners),
            "totals": {total.code: total.votes for total in self.totals},
            "ties": [{"place": tie.place, "between": list(tie.options), "broken": None} for tie in self.ties],
            "ballots": {"valid": self.ballots - self.blank, "blank": self.blank, "invalid": 0},
        }


def count(rules: Rules, profiles: Iterable[tuple[Iterable[str], int]]) -> Result:
    """Counts `profiles`: pairs of a ballot's codes and how many ballots say exactly that.

    Raises `ChoiceRefused` when a profile breaks the rules, `ValueError` when a number is negative: neither can come
    from a box that was filled through `check`.
    """
    votes = dict.fromkeys(rules.options, 0)
    ballots = blank = abstained = 0
    for codes, number in profiles:
        if number < 0:
            raise ValueError("a number of ballots cannot be negative")
        choices = check(rules, codes)
        ballots += number
        blank += number if not choices else 0
        abstained += number if rules.method == Method.YES_NO and choices == (ABSTAIN,) else 0
        for code in choices:
            votes[code] += number
    expressed = ballots - blank - abstained
    ranking = _ranking(rules, votes)
    winners = ranking[0] if ranking and votes[ranking[0][0]] else ()
    return Result(
        method=rules.method,
        totals=tuple(_total(rules, code, votes[code], expressed) for code in rules.options),
        ballots=ballots,
        expressed=expressed,
        blank=blank,
        ranking=ranking,
        winners=winners,
        absolute_majority=len(winners) == 1 and 2 * votes[winners[0]] > expressed,
        ties=_ties(ranking, votes),
    )


def _is_apart(rules: Rules, code: str) -> bool:
    return rules.method == Method.YES_NO and code == ABSTAIN


def _total(rules: Rules, code: str, votes: int, expressed: int) -> OptionTotal:
    apart = _is_apart(rules, code)
    share = Fraction(votes, expressed) if expressed and not apart else None
    return OptionTotal(code, votes, share, apart)


def _ranking(rules: Rules, votes: dict[str, int]) -> tuple[Choices, ...]:
    """Groups of equal options, the best first; inside a group, the order of the rules."""
    ranked = sorted((code for code in rules.options if not _is_apart(rules, code)), key=lambda code: -votes[code])
    return tuple(tuple(group) for _votes, group in groupby(ranked, key=votes.__getitem__))


def _ties(ranking: tuple[Choices, ...], votes: dict[str, int]) -> tuple[Tie, ...]:
    return tuple(
        Tie(place, tuple(group), votes[group[0]])
        for place, group in placed(ranking)
        if len(group) > 1 and votes[group[0]]
    )
