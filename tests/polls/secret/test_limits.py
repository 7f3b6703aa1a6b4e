"""How many different ballots one may fill in, against filling in all of them."""

from __future__ import annotations

from itertools import product

import pytest

from polls.rules import ChoiceRefused, Kind, Method, Rules, check, written
from polls.rules.poll import ABSTAIN, NO, YES
from polls.secret.rules import ballot, limits

OPTIONS = ("a", "b", "c")
EVERY = [
    Rules(Method.SINGLE, OPTIONS),
    Rules(Method.SEVERAL, OPTIONS, most=3),
    Rules(Method.SEVERAL, OPTIONS, least=2, most=3),
    Rules(Method.YES_NO, (YES, NO, ABSTAIN)),
    Rules(Method.SCORE, OPTIONS, most=3, top=3),
    Rules(Method.JUDGMENT, OPTIONS, most=3),
    Rules(Method.COLOURED, OPTIONS, most=3),
    Rules(Method.IRV, OPTIONS, most=3),
    Rules(Method.STV, OPTIONS, most=2),
    Rules(Method.CONDORCET, OPTIONS, most=3),
    Rules(Method.POINTS, OPTIONS, most=3, credits=5),
    Rules(Method.QUADRATIC, OPTIONS, most=3, credits=9),
]


def filled_in(rules: Rules) -> set[tuple[str, ...]]:
    """Every ballot that passes the rules."""
    if rules.kind == Kind.CHOICES:
        given = [
            tuple(code for code, taken in zip(rules.options, mask, strict=True) if taken)
            for mask in product((0, 1), repeat=len(rules.options))
        ]
    else:
        marks = range(rules.credits + 1) if rules.kind == Kind.POINTS else rules.marks
        given = [
            written({code: mark for code, mark in zip(rules.options, row, strict=True) if mark is not None})
            for row in product((None, *marks), repeat=len(rules.options))
        ]
    found = set()
    for choices in given:
        try:
            found.add(check(rules, choices))
        except ChoiceRefused:
            continue
    return found


@pytest.mark.parametrize("rules", EVERY, ids=lambda rules: f"{rules.method} {rules.least}-{rules.most}")
def test_different_ballots_are_counted(rules: Rules) -> None:
    assert limits.different(rules) == len(filled_in(rules))


@pytest.mark.parametrize("rules", EVERY, ids=lambda rules: f"{rules.method} {rules.least}-{rules.most}")
def test_every_ballot_fits_its_length(rules: Rules) -> None:
    length = limits.padded_length([rules])
    assert {len(ballot.written([choices], length=length)) for choices in filled_in(rules)} == {length}


@pytest.mark.parametrize(
    ("rules", "number"),
    [
        (Rules(Method.IRV, tuple("abcdef"), most=6), 1957),
        (Rules(Method.IRV, tuple("abcdefg"), most=7), 13_700),
        (Rules(Method.SEVERAL, tuple("abcdefghijklmn"), most=14), 16_384),
    ],
)
def test_the_examples_of_the_specification(rules: Rules, number: int) -> None:
    assert limits.different(rules) == number
