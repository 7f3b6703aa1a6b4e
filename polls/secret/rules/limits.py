"""What may be voted on in secret: few enough different ballots, enough lines, so that nobody signs by how they vote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from math import comb, factorial, prod
from typing import Any

from polls.rules import Kind, Method, Rules
from polls.secret.rules.canonical import encode

FEWEST_LINES = 30
MOST_BALLOTS = 10_000
FEWEST_PUBLISHED = 30
"""Under so many ballots, opened or on paper, or when they all say the same, none is published, only the totals."""
BLOCK = 64


def different(rules: Rules) -> int:
    """How many different ballots one may fill in, the blank one included."""
    options = len(rules.options)
    sizes = range(rules.least, rules.most + 1)
    if rules.method == Method.QUADRATIC:
        return 1 + sum(comb(options, size) * _squares(size, rules.credits) for size in sizes)
    return 1 + sum(comb(options, size) * _ways(rules, size) for size in sizes)


def different_over(questions: Sequence[Rules]) -> int:
    """Over all the questions of a vote."""
    return prod(different(rules) for rules in questions)


def padded_length(questions: Sequence[Rules]) -> int:
    """Bytes to which choices are padded, so that none is told by its length: a whole number of blocks of 64."""
    longest = encode([" ".join(f"{code}=0000" for code in rules.options) for rules in questions])
    return -(-len(longest) // BLOCK) * BLOCK


def are_few(groups: Mapping[Any, int]) -> bool:
    """Whether ballots that say such things, so many each, would tell of known persons what they chose."""
    return sum(groups.values()) < FEWEST_PUBLISHED or len(groups) < 2


def _ways(rules: Rules, size: int) -> int:
    """In how many ways `size` options may be marked, none left out."""
    match rules.kind:
        case Kind.CHOICES:
            return 1
        case Kind.GRADES:
            return int(len(rules.marks) ** size)
        case Kind.POINTS:
            return comb(rules.credits, size)
        case Kind.RANKING:
            return _weak_orders(size) if rules.takes_equal_ranks else factorial(size)


@cache
def _weak_orders(size: int) -> int:
    """In how many ways `size` options are ranked with equals (Fubini numbers)."""
    return 1 if size == 0 else sum(comb(size, first) * _weak_orders(size - first) for first in range(1, size + 1))


@cache
def _squares(size: int, credits: int) -> int:
    """In how many ways `size` options get at least one point each, the sum of squares being at most `credits`."""
    if size == 0:
        return 1
    return sum(_squares(size - 1, credits - mark**2) for mark in range(1, int(credits**0.5) + 1) if mark**2 <= credits)
