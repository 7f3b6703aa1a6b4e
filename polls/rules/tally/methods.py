"""The methods by name, and what each is told beside the ballots."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from polls.rules.tally import budget, judgment, pairwise, shares, sums, transfers
from polls.rules.tally.election import Election, ElectionRefused
from polls.rules.tally.outcome import Outcome
from polls.rules.tally.transfers import Progress


@dataclass(frozen=True)
class Counting:
    """`takes`: names of the parameters of `count` that a command or a poll may set. `tells`: it tells its progress."""

    count: Callable[..., Outcome]
    takes: tuple[str, ...] = ()
    tells: bool = False


METHODS: Mapping[str, Counting] = {
    "plurality": Counting(sums.plurality),
    "approval": Counting(sums.approval, ("least", "most")),
    "score": Counting(sums.score, ("by",)),
    "majority-judgment": Counting(judgment.majority_judgment, ("lowest",)),
    "coloured": Counting(judgment.coloured, ("no_opinion",)),
    "irv": Counting(transfers.irv, ("seed",), tells=True),
    "condorcet": Counting(pairwise.condorcet),
    "schulze": Counting(pairwise.schulze),
    "stv": Counting(transfers.stv, ("seed",), tells=True),
    "points": Counting(sums.points, ("credits",)),
    "quadratic": Counting(sums.quadratic, ("credits",)),
    "greedy-votes": Counting(budget.greedy_votes, ("seed",)),
    "greedy-cost": Counting(budget.greedy_cost, ("seed",)),
    "equal-shares": Counting(shares.equal_shares, ("utility", "completion", "step", "stop", "seed")),
}


def count(election: Election, method: str, *, progress: Progress | None = None, **parameters: Any) -> Outcome:
    """`progress` is told what share of the count is done, from 0 to 1, by the methods that go round by round.

    Raises `ElectionRefused` for a method that is not there or a parameter that it does not take."""
    found = METHODS.get(method)
    if found is None:
        raise ElectionRefused(f"no method is called {method!r}; known: {', '.join(METHODS)}")
    unknown = sorted(set(parameters) - set(found.takes))
    if unknown:
        raise ElectionRefused(f"{method} does not take {', '.join(unknown)}")
    if progress is not None and found.tells:
        parameters["progress"] = progress
    return found.count(election, **parameters)
