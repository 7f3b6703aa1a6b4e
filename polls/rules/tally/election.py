"""What is counted: options, and ballots grouped by what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

Number = int | Fraction
Mark = Number | None
Marks = tuple[Mark, ...]
"""One ballot: what it says of each option, in their order; None where it says nothing. A rank (1 is the best), a grade
(more is better), 0 or 1, or points: the method says which."""


class ElectionRefused(ValueError):
    """A file or a parameter that cannot be counted; the message is a sentence."""


@dataclass(frozen=True)
class Election:
    """`ballots`: each different ballot with the number of those that say exactly that. `costs` and `budget`: of
    projects, in the currency of the file. `seats`: how many options are elected."""

    options: tuple[str, ...]
    ballots: tuple[tuple[Marks, int], ...]
    seats: int = 1
    costs: Mapping[str, Number] = field(default_factory=dict)
    budget: Number | None = None

    def __post_init__(self) -> None:
        if len(set(self.options)) != len(self.options):
            raise ElectionRefused("two options have the same name")
        if not self.options:
            raise ElectionRefused("there is no option to count")
        if self.seats < 1:
            raise ElectionRefused("at least one seat is needed")
        for marks, number in self.ballots:
            if len(marks) != len(self.options):
                raise ElectionRefused("a ballot does not have one mark for each option")
            if number < 0:
                raise ElectionRefused("a number of ballots cannot be negative")


def group(ballots: Iterable[tuple[Marks, int]]) -> tuple[tuple[Marks, int], ...]:
    """Identical ballots together, in the order in which they first come."""
    counted: Counter[Marks] = Counter()
    for marks, number in ballots:
        counted[marks] += number
    return tuple(counted.items())


def is_blank(marks: Marks) -> bool:
    """Nothing was marked."""
    return all(mark is None for mark in marks)


def ranking_of(marks: Marks) -> list[list[int]]:
    """Positions of the ranked options, the best first, equal ones together; unranked ones are left out."""
    tiers: dict[Number, list[int]] = {}
    for position, mark in enumerate(marks):
        if mark is not None:
            tiers.setdefault(mark, []).append(position)
    return [tiers[rank] for rank in sorted(tiers)]


def marks_of_ranking(tiers: Sequence[Sequence[int]], options: int) -> Marks:
    """The ballot that ranks positions so: the first tier gets 1."""
    marks: list[Mark] = [None] * options
    for rank, tier in enumerate(tiers, start=1):
        for position in tier:
            marks[position] = rank
    return tuple(marks)
