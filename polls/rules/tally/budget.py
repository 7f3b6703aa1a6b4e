"""Participatory budgets: greedy by votes, greedy by votes for each unit of money, the method of equal shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from polls.rules.tally.election import Election, ElectionRefused, Marks, Number, is_blank
from polls.rules.tally.outcome import Ballots, Outcome, TieBroken, Tier
from polls.rules.tally.sums import ranked
from polls.rules.tally.ties import first_of

UTILITIES = ("cost", "cardinality")
COMPLETIONS = ("add1", "greedy", "none")
STOPS = ("first-exceed", "exhaustive")


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


def equal_shares(
    election: Election,
    *,
    utility: str = "cost",
    completion: str = "add1",
    step: Number = 1,
    stop: str = "exhaustive",
    seed: bytes | None = None,
) -> Outcome:
    """Each voter holds an equal share of the budget; a project is bought by its supporters, who pay as equally as their
    shares allow, the one that costs them the least for what it gives them first.

    `utility`: what a funded project gives to a supporter, its `cost`, or one for each (`cardinality`); marks above one
    (points, scores) multiply it. `completion`: `add1` gives `step` more to every voter and begins again, until a set of
    projects would exceed the budget (the one before is kept), or, with `stop` `exhaustive`, until nothing more fits;
    `greedy` spends what is left by votes; `none` leaves it.

    Source: D. Peters, G. Pierczyński, P. Skowron, NeurIPS 2021; completions as in equalshares.net.
    """
    for chosen, known in ((utility, UTILITIES), (completion, COMPLETIONS), (stop, STOPS)):
        if chosen not in known:
            raise ElectionRefused(f"{chosen!r} is not one of {', '.join(known)}")
    budget, costs = _priced(election)
    groups, ballots = _groups(election)
    ties: list[TieBroken] = []
    shares: dict[str, Fraction] = {}
    chosen_set: list[str] = []
    if ballots.valid:
        endowment = budget / ballots.valid
        chosen_set, shares, ties = _buy(groups, costs, endowment, utility, seed)
        if completion == "add1":
            chosen_set, shares, ties, endowment = _add_until(
                groups, costs, budget, endowment, Fraction(step), (utility, stop), (chosen_set, shares, ties), seed
            )
    if completion == "greedy":
        chosen_set = _complete(election, chosen_set, budget, costs, seed, ties)
    more: dict[str, Any] = {
        "utility": utility,
        "completion": completion,
        "step": step if completion == "add1" else None,
        "stop": stop if completion == "add1" else None,
        "budget": budget,
        "shares": shares,
    }
    return _outcome("equal-shares", election, chosen_set, ballots, costs, ties, more)


def _greedy(
    method: str, election: Election, seed: bytes | None, value: Callable[[Number, Fraction], Number]
) -> Outcome:
    budget, costs = _priced(election)
    _groups_of, ballots = _groups(election)
    votes = _votes(election)
    ties: list[TieBroken] = []
    order = _in_order(election.options, {name: value(votes[name], costs[name]) for name in costs}, seed, ties)
    left, funded = budget, []
    for name in order:
        if votes[name] > 0 and costs[name] <= left:
            funded.append(name)
            left -= costs[name]
    return _outcome(method, election, funded, ballots, costs, ties, {"budget": budget})


def _complete(
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


def _buy(
    groups: list[Group], costs: dict[str, Fraction], endowment: Fraction, utility: str, seed: bytes | None
) -> tuple[list[str], dict[str, Fraction], list[TieBroken]]:
    """Projects bought with that share for each voter, what one unit of what each gives cost its supporters, ties."""
    purses = [endowment] * len(groups)
    supporters = {
        name: [(place, Fraction(group.gives[name])) for place, group in enumerate(groups) if group.gives.get(name)]
        for name in costs
    }
    scale = {name: costs[name] if utility == "cost" else Fraction(1) for name in costs}
    bound: dict[str, Fraction] = dict.fromkeys((name for name in costs if supporters[name]), Fraction(0))
    bought: list[str] = []
    prices: dict[str, Fraction] = {}
    ties: list[TieBroken] = []
    while bound:
        best: Fraction | None = None
        cheapest: list[str] = []
        for name in sorted(bound, key=bound.__getitem__):
            if best is not None and bound[name] > best:
                break  # prices only rise as purses empty: no later one can be cheaper
            price = _price(supporters[name], purses, groups, costs[name], scale[name])
            if price is None:
                del bound[name]
                continue
            bound[name] = price
            if best is None or price < best:
                best, cheapest = price, [name]
            elif price == best:
                cheapest.append(name)
        if best is None:
            break
        cheapest.sort(key=list(costs).index)
        name, tie = first_of(cheapest, (), seed, most=True, where=f"purchase {len(bought) + 1}")
        ties.extend([tie] if tie else [])
        for place, gives in supporters[name]:
            purses[place] -= min(purses[place], best * gives * scale[name])
        bought.append(name)
        prices[name] = best
        del bound[name]
    return bought, prices, ties


def _price(
    supporters: list[tuple[int, Fraction]], purses: list[Fraction], groups: list[Group], cost: Fraction, scale: Fraction
) -> Fraction | None:
    """The least price of one unit of utility at which they can pay `cost`; None when all they have is too little."""
    able = [(purses[place], gives * scale, groups[place].number) for place, gives in supporters if purses[place] > 0]
    if sum(purse * number for purse, _gives, number in able) < cost:
        return None
    able.sort(key=lambda one: one[0] / one[1])
    left, units = cost, sum(gives * number for _purse, gives, number in able)
    for purse, gives, number in able:
        price = left / units
        if price * gives <= purse:
            return price
        left -= purse * number
        units -= gives * number
    return None


def _add_until(
    groups: list[Group],
    costs: dict[str, Fraction],
    budget: Fraction,
    endowment: Fraction,
    step: Fraction,
    how: tuple[str, str],
    before: tuple[list[str], dict[str, Fraction], list[TieBroken]],
    seed: bytes | None,
) -> tuple[list[str], dict[str, Fraction], list[TieBroken], Fraction]:
    """`step` more for each voter, as long as what is bought fits in the budget."""
    utility, stop = how
    if step <= 0:
        raise ElectionRefused("the step of Add1 must be more than nothing")
    supported = {name for group in groups for name, gives in group.gives.items() if gives}
    while len(before[0]) < len(supported):
        if stop == "exhaustive" and _is_exhaustive(before[0], supported, costs, budget):
            break
        after = _buy(groups, costs, endowment + step, utility, seed)
        if sum(costs[name] for name in after[0]) > budget:
            break
        before, endowment = after, endowment + step
    return (*before, endowment)


def _is_exhaustive(funded: list[str], supported: set[str], costs: dict[str, Fraction], budget: Fraction) -> bool:
    left = budget - sum(costs[name] for name in funded)
    return all(costs[name] > left for name in supported if name not in funded)


def _priced(election: Election) -> tuple[Fraction, dict[str, Fraction]]:
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


def _groups(election: Election) -> tuple[list[Group], Ballots]:
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
    groups, _ballots = _groups(election)
    votes: dict[str, Number] = dict.fromkeys(election.options, 0)
    for group in groups:
        for name, gives in group.gives.items():
            votes[name] += gives * group.number
    return votes


def _outcome(
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
