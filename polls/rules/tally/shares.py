"""Participatory budgets by the method of equal shares, with its completions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from polls.rules.tally.budget import Group, funded_outcome, groups_of, priced, spend_by_votes
from polls.rules.tally.election import Election, ElectionRefused, Number
from polls.rules.tally.outcome import Outcome, TieBroken
from polls.rules.tally.ties import first_of

UTILITIES = ("cost", "cardinality")
COMPLETIONS = ("add1", "greedy", "none")
STOPS = ("first-exceed", "exhaustive")


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
    budget, costs = priced(election)
    groups, ballots = groups_of(election)
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
        chosen_set = spend_by_votes(election, chosen_set, budget, costs, seed, ties)
    more: dict[str, Any] = {
        "utility": utility,
        "completion": completion,
        "step": step if completion == "add1" else None,
        "stop": stop if completion == "add1" else None,
        "budget": budget,
        "shares": shares,
    }
    return funded_outcome("equal-shares", election, chosen_set, ballots, costs, ties, more)


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
