"""Elections for the tests: written by hand in a line, or drawn with many equalities."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from polls.rules.tally.election import Election, Mark, Marks, group

NAMES = ("a", "b", "c", "d", "e", "f", "g", "h")


def ranked(*lines: str, seats: int = 1, options: str = "") -> Election:
    """From lines such as `4: a > b = c`: four ballots that rank a first, b and c equal."""
    parsed: list[tuple[list[list[str]], int]] = []
    for line in lines:
        number, _colon, order = line.partition(":")
        tiers = [[name.strip() for name in tier.split("=")] for tier in order.split(">")] if order.strip() else []
        parsed.append((tiers, int(number)))
    names = tuple(options.split()) or tuple(sorted({name for tiers, _n in parsed for tier in tiers for name in tier}))
    return Election(names, group((_ranks(tiers, names), number) for tiers, number in parsed), seats=seats)


def _ranks(tiers: list[list[str]], names: tuple[str, ...]) -> Marks:
    rank = {name: place for place, tier in enumerate(tiers, 1) for name in tier}
    return tuple(rank.get(name) for name in names)


def graded(options: str, *lines: str, **more: Any) -> Election:
    """From lines such as `3: 5 4 -`: three ballots that give 5 and 4 to the first two, nothing to the third."""
    ballots = []
    for line in lines:
        number, _colon, cells = line.partition(":")
        marks: tuple[Mark, ...] = tuple(None if cell == "-" else int(cell) for cell in cells.split())
        ballots.append((marks, int(number)))
    return Election(tuple(options.split()), group(ballots), **more)


def drawn_rankings(chance: Random, *, seats: int = 1, equal: bool = False, complete: bool = False) -> Election:
    """Few ballots on few options: many equalities."""
    names = NAMES[: chance.randint(2, 6)]
    ballots: list[tuple[Marks, int]] = []
    for _ballot in range(chance.randint(1, 12)):
        order = chance.sample(range(len(names)), len(names))
        kept = order if complete else order[: chance.randint(1, len(names))]
        marks: list[Mark] = [None] * len(names)
        rank = 1
        for place, option in enumerate(kept):
            rank += place > 0 and not (equal and chance.random() < 0.3)
            marks[option] = rank
        ballots.append((tuple(marks), chance.randint(1, 3)))
    return Election(names, group(ballots), seats=min(seats, len(names)))


def drawn_grades(chance: Random, *, most: int = 4, missing: bool = True) -> Election:
    names = NAMES[: chance.randint(2, 6)]
    ballots = []
    for _ballot in range(chance.randint(1, 12)):
        marks = tuple(None if missing and chance.random() < 0.15 else chance.randint(0, most) for _name in names)
        ballots.append((marks, chance.randint(1, 3)))
    return Election(names, group(ballots))


def drawn_budget(chance: Random, *, scores: bool = False) -> Election:
    """Costs are large and odd, so that two projects seldom cost the same for each unit."""
    names = NAMES[: chance.randint(3, 8)]
    costs = {name: chance.randint(1_000, 9_999) for name in names}
    ballots = []
    for _ballot in range(chance.randint(2, 14)):
        marks = tuple((chance.randint(1, 5) if scores else 1) if chance.random() < 0.5 else None for _name in names)
        ballots.append((marks, 1))
    return Election(names, group(ballots), costs=costs, budget=chance.randint(3_000, 30_000))


def expanded(election: Election) -> list[Marks]:
    """A ballot each."""
    return [marks for marks, number in election.ballots for _copy in range(number)]


def near(one: Any, other: Any) -> bool:
    return abs(Fraction(one) - Fraction(other)) < Fraction(1, 10**9)
