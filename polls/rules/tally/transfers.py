"""Rankings whose ballots move on: instant-runoff for one seat, the single transferable vote for several."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from polls.rules.tally.election import Election, Marks, Number, is_blank, ranking_of
from polls.rules.tally.outcome import Ballots, Outcome, TieBroken, Tier
from polls.rules.tally.ties import first_of

Progress = Callable[[float], None]
"""Told what share of the options has been dealt with, from 0 to 1."""


@dataclass
class Pile:
    """Ballots that say the same, each worth `value`; `order` holds what is left of their ranking."""

    order: list[str]
    number: int
    value: Fraction = Fraction(1)

    @property
    def worth(self) -> Fraction:
        return self.number * self.value


def irv(election: Election, *, seed: bytes | None = None, progress: Progress | None = None) -> Outcome:
    """Round by round, the option that is first on the fewest ballots goes, until one is first on more than half of
    those that still rank somebody. Two options equal on one ballot make it invalid.

    Equal at the bottom: the one that had fewer in the latest round in which they differed, then the last drawn.
    """
    piles, ballots = _piles(election)
    standing = list(election.options)
    gone: list[str] = []
    rounds: list[dict[str, Any]] = []
    earlier: list[dict[str, Number]] = []
    ties: list[TieBroken] = []
    winner: str | None = None
    while standing and winner is None:
        if progress is not None:
            progress(len(gone) / len(election.options))
        totals = _firsts(piles, standing)
        continuing = sum(totals.values())
        told: dict[str, Any] = {"totals": dict(totals), "exhausted": ballots.valid - continuing}
        rounds.append(told)
        best = max(standing, key=totals.__getitem__)
        if 2 * totals[best] > continuing or len(standing) == 1:
            winner = best if continuing else None
            if winner:
                told["elected"] = [winner]
            break
        if not continuing:
            break
        lowest = min(totals.values())
        last = [name for name in standing if totals[name] == lowest]
        out, tie = first_of(last, earlier, seed, most=False, where=f"elimination of round {len(rounds)}")
        ties.extend([tie] if tie else [])
        told["eliminated"] = [out]
        earlier.append(totals)
        standing.remove(out)
        gone.append(out)
    final: dict[str, Number] = dict(rounds[-1]["totals"]) if rounds else {}
    ranking = _ranking(standing, gone, final, winner)
    return Outcome(
        "irv", election.options, ranking, (winner,) if winner else (), final, ballots, rounds=rounds, ties=ties
    )


def stv(election: Election, *, seed: bytes | None = None, progress: Progress | None = None) -> Outcome:
    """`election.seats` are filled by Droop's quota: ⌊ballots ÷ (seats + 1)⌋ + 1. Whoever reaches it is elected and the
    surplus moves on, each ballot of the pile at the same lower value, in exact fractions (weighted inclusive Gregory);
    the largest surplus first. When nobody has one, the option with the least goes.

    Equalities: the latest round in which they differed, then the draw.
    """
    piles, ballots = _piles(election)
    quota = ballots.valid // (election.seats + 1) + 1
    standing = list(election.options)
    elected: list[str] = []
    gone: list[str] = []
    rounds: list[dict[str, Any]] = []
    earlier: list[dict[str, Number]] = []
    ties: list[TieBroken] = []
    waiting: list[str] = []  # elected, their surplus not moved yet
    kept: dict[str, Fraction] = {}  # what those whose surplus has moved hold for ever
    while len(elected) < election.seats and standing and ballots.valid:
        if progress is not None:
            progress((len(gone) + len(elected)) / len(election.options))
        totals = _firsts(piles, [*standing, *waiting])
        told: dict[str, Any] = {"totals": {**totals, **kept}}
        rounds.append(told)
        reached = sorted((name for name in standing if totals[name] >= quota), key=lambda name: -totals[name])
        for name in reached:
            standing.remove(name)
            waiting.append(name)
            elected.append(name)
        if reached:
            told["elected"] = reached
        if len(elected) >= election.seats:
            break
        where = f"round {len(rounds)}"
        if waiting:
            most = max(totals[name] for name in waiting)
            name, tie = first_of(
                [one for one in waiting if totals[one] == most], earlier, seed, most=True, where=f"surplus of {where}"
            )
            told["surplus"] = {"of": name, "moved": totals[name] - quota}
            _move_surplus(piles, name, totals[name], Fraction(quota))
            waiting.remove(name)
            kept[name] = Fraction(quota)
        elif len(elected) + len(standing) <= election.seats:
            told["elected"] = [*told.get("elected", []), *standing]
            elected.extend(sorted(standing, key=lambda one: -totals[one]))
            standing.clear()
            break
        else:
            least = min(totals[name] for name in standing)
            name, tie = first_of(
                [one for one in standing if totals[one] == least],
                earlier,
                seed,
                most=False,
                where=f"elimination of {where}",
            )
            told["eliminated"] = [name]
            standing.remove(name)
            gone.append(name)
        ties.extend([tie] if tie else [])
        _strike(piles, {name})
        earlier.append(totals)
    final: dict[str, Number] = dict(rounds[-1]["totals"]) if rounds else {}
    rest = sorted(standing, key=lambda name: -final.get(name, 0))
    ranking = tuple((name,) for name in [*elected, *rest, *reversed(gone)])
    more = {"quota": quota, "seats": election.seats}
    return Outcome(
        "stv", election.options, ranking, tuple(elected), final, ballots, rounds=rounds, ties=ties, more=more
    )


def _piles(election: Election) -> tuple[list[Pile], Ballots]:
    piles, blank, invalid = [], 0, 0
    for marks, number in election.ballots:
        if is_blank(marks):
            blank += number
        elif (order := _strict(marks, election.options)) is None:
            invalid += number
        else:
            piles.append(Pile(order, number))
    return piles, Ballots(sum(pile.number for pile in piles), blank, invalid)


def _strict(marks: Marks, options: Tier) -> list[str] | None:
    """The ranking without equal ranks; None when there are some."""
    tiers = ranking_of(marks)
    return None if any(len(tier) > 1 for tier in tiers) else [options[tier[0]] for tier in tiers]


def _firsts(piles: list[Pile], standing: list[str]) -> dict[str, Number]:
    """What each of `standing` has: the worth of the ballots on which it comes first among them."""
    known = set(standing)
    totals: dict[str, Number] = dict.fromkeys(standing, 0)
    for pile in piles:
        first = next((name for name in pile.order if name in known), None)
        if first is not None:
            totals[first] += pile.worth
    return totals


def _move_surplus(piles: list[Pile], name: str, total: Number, quota: Fraction) -> None:
    """Every ballot of the pile goes on, worth what is left of it."""
    left = (Fraction(total) - quota) / Fraction(total)
    for pile in piles:
        if pile.order and pile.order[0] == name:
            pile.value *= left


def _strike(piles: list[Pile], names: set[str]) -> None:
    for pile in piles:
        pile.order = [name for name in pile.order if name not in names]


def _ranking(standing: list[str], gone: list[str], totals: dict[str, Number], winner: str | None) -> tuple[Tier, ...]:
    """The winner, those still there by their last total, then those who went, the last first."""
    rest = [name for name in standing if name != winner]
    values = sorted({totals[name] for name in rest}, reverse=True)
    tiers = [tuple(name for name in rest if totals[name] == value) for value in values]
    first = [(winner,)] if winner else []
    return (*first, *tiers, *((name,) for name in reversed(gone)))
