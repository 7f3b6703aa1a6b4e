"""Participatory budgets, greedy: by votes, or by votes for each unit of money; and what `shares` stands on too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from polls.rules.tally.election import Election, ElectionRefused, Marks, Number, is_blank
from polls.rules.tally.outcome import Ballots, Outcome, TieBroken, Tier
from polls.rules.tally.sums import ranked
from polls.rules.tally.ties import first_of


@dataclass(frozen=True)
class Group:
    """Voters whose ballots say the same: what each gives to each project that they support, and how many they are."""

    gives: dict[str, Number]
    number: int


def greedy_votes(election: Election, *, seed: bytes | None = None) -> Outcome:
    """Projects by what they gathered; each is funded if it still fits in what is left."""
    return _greedy("greedy-votes", election, seed, lambda votes, _cost: votes)


def greedy_cost(election: Election, *, seed: bytes | None = None) -> Outcome:
    """Projects by what they gathered for each unit of money; each is funded if it still fits in what is left."""
    return _greedy("greedy-cost", election, seed, lambda votes, cost: Fraction(votes) / Fraction(cost))


def _greedy(
    method: str, election: Election, seed: bytes | None, value: Callable[[Number, Fraction], Number]
) -> Outcome:
    budget, costs = priced(election)
    _voters, ballots = groups_of(election)
    votes = _votes(election)
    ties: list[TieBroken] = []
    order = _in_order(election.options, {name: value(votes[name], costs[name]) for name in costs}, seed, ties)
    left, funded = budget, []
    for name in order:
        if votes[name] > 0 and costs[name] <= left:
            funded.append(name)
            left -= costs[name]
    return funded_outcome(method, election, funded, ballots, costs, ties, {"budget": budget})


def spend_by_votes(
    election: Election,
    funded: list[str],
    budget: Fraction,
    costs: dict[str, Fraction],
    seed: bytes | None,
    ties: list[TieBroken],
) -> list[str]:
    """What is left is spent by votes."""
    votes = _votes(election)
    left = budget - sum(costs[name] for name in funded)
    result = list(funded)
    for name in _in_order([name for name in election.options if name not in funded], dict(votes), seed, ties):
        if votes[name] > 0 and costs[name] <= left:
            result.append(name)
            left -= costs[name]
    return result


def _in_order(options: Iterable[str], values: dict[str, Any], seed: bytes | None, ties: list[TieBroken]) -> list[str]:
    """The largest value first; equal ones as they are drawn."""
    order: list[str] = []
    for tier in ranked(list(options), values.__getitem__):
        left = list(tier)
        while left:
            name, tie = first_of(left, (), seed, most=True, where=f"place {len(order) + 1}")
            if tie is not None and len(left) == len(tier) and values[name]:
                ties.append(tie)
            order.append(name)
            left.remove(name)
    return order


def priced(election: Election) -> tuple[Fraction, dict[str, Fraction]]:
    """Raises `ElectionRefused` without a budget, or a cost for each project."""
    if election.budget is None or election.budget <= 0:
        raise ElectionRefused("a budget is needed: give --budget, or a file that holds one")
    missing = [name for name in election.options if name not in election.costs]
    if missing:
        raise ElectionRefused(f"no cost is known for {', '.join(missing[:5])}")
    costs = {name: Fraction(election.costs[name]) for name in election.options}
    if any(cost <= 0 for cost in costs.values()):
        raise ElectionRefused("a project costs more than nothing")
    return Fraction(election.budget), costs


def groups_of(election: Election) -> tuple[list[Group], Ballots]:
    """Voters by what they give; a ballot with a negative mark is invalid."""
    groups, blank, invalid = [], 0, 0
    for marks, number in election.ballots:
        if is_blank(marks) or all(not mark for mark in marks):
            blank += number
        elif any(mark is not None and mark < 0 for mark in marks):
            invalid += number
        elif number:
            groups.append(Group(_gives(marks, election.options), number))
    return groups, Ballots(sum(group.number for group in groups), blank, invalid)


def _gives(marks: Marks, options: Tier) -> dict[str, Number]:
    return {name: mark for name, mark in zip(options, marks, strict=True) if mark}


def _votes(election: Election) -> dict[str, Number]:
    groups, _ballots = groups_of(election)
    votes: dict[str, Number] = dict.fromkeys(election.options, 0)
    for group in groups:
        for name, gives in group.gives.items():
            votes[name] += gives * group.number
    return votes


def funded_outcome(
    method: str,
    election: Election,
    funded: list[str],
    ballots: Ballots,
    costs: dict[str, Fraction],
    ties: list[TieBroken],
    more: dict[str, Any],
) -> Outcome:
    votes = _votes(election)
    rest = [name for name in election.options if name not in funded]
    ranking = (*((name,) for name in funded), *ranked(rest, votes.__getitem__))
    spent = sum((costs[name] for name in funded), Fraction(0))
    return Outcome(method, election.options, ranking, tuple(funded), votes, ballots, ties=ties, spent=spent, more=more)
