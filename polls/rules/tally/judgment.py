"""Majority judgment, and the coloured vote (Régnier's abacus): grades read option by option."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cmp_to_key
from itertools import groupby
from typing import Any

from polls.rules.tally.election import Election, Number, is_blank
from polls.rules.tally.outcome import Ballots, Outcome
from polls.rules.tally.sums import lower_median, stated

Runs = list[tuple[Number, int]]
"""Grades with how many there are of each, the lowest first."""

Values = list[tuple[tuple[Number, Number], int]]
"""Majority values two by two, the first first, with how often each pair comes in a row."""


def majority_judgment(election: Election, *, lowest: Number | None = None) -> Outcome:
    """Options by their majority values: sorted grades read from the middle outwards, the lower of two middles first.

    A grade that a ballot does not give counts as `lowest` (the lowest of the file). Source: M. Balinski and R. Laraki,
    “Majority Judgment”, MIT Press 2010, ch. 13: the exact rule, not the shortcut by the shares above and below.
    """
    graded = [(marks, number) for marks, number in election.ballots if not is_blank(marks)]
    blank = sum(number for marks, number in election.ballots if is_blank(marks))
    count = sum(number for _marks, number in graded)
    seen = [mark for marks, _number in graded for mark in marks if mark is not None]
    floor = lowest if lowest is not None else min(seen, default=0)
    grades = {name: _grades(graded, position, floor) for position, name in enumerate(election.options)}
    values = {name: _majority_values(grades[name], count) for name in election.options}
    better = cmp_to_key(lambda one, other: _compare(values[str(one)], values[str(other)]))
    ordered = sorted(election.options, key=better, reverse=True)
    ranking = tuple(tuple(tier) for _value, tier in groupby(ordered, key=values.__getitem__))
    return Outcome(
        "majority-judgment",
        election.options,
        ranking,
        ranking[0] if count else (),
        {name: _told(grades[name], count) for name in election.options},
        Ballots(count, blank, 0),
        ties=stated(ranking),
        more={"lowest": floor},
    )


def coloured(election: Election, *, no_opinion: Number | None = None) -> Outcome:
    """A matrix of colours (grades, more is more favourable) by option; an empty cell is no answer, and `no_opinion` the
    grade that says so. Options from the most to the least favourable: the mean of the colours given; `consensus` is 1
    when all gave one colour and 0 when they are split between the two ends.

    Source: F. Régnier, “Annoncer la couleur”, Institut de la communication sociale 1989.
    """
    valid = [(marks, number) for marks, number in election.ballots if not is_blank(marks)]
    blank = sum(number for marks, number in election.ballots if is_blank(marks))
    said = {mark for marks, _number in valid for mark in marks if mark is not None and mark != no_opinion}
    span = max(said) - min(said) if said else 0
    matrix: dict[str, dict[str, Any]] = {}
    means: dict[str, tuple[bool, Number]] = {}
    for position, name in enumerate(election.options):
        cells: Counter[Number | None] = Counter()
        for marks, number in valid:
            cells[marks[position]] += number
        colours = {mark: number for mark, number in cells.items() if mark is not None and mark != no_opinion}
        given = sum(colours.values())
        mean = Fraction(sum(mark * number for mark, number in colours.items()), given) if given else None
        means[name] = (mean is not None, mean if mean is not None else 0)
        matrix[name] = {
            "colours": {str(mark): colours[mark] for mark in sorted(colours)},
            "no_answer": cells[None],
            "no_opinion": cells[no_opinion] if no_opinion is not None else 0,
            "mean": mean,
            "consensus": _consensus(colours, given, span),
        }
    ordered = sorted(election.options, key=means.__getitem__, reverse=True)
    ranking = tuple(tuple(tier) for _mean, tier in groupby(ordered, key=means.__getitem__))
    count = sum(number for _marks, number in valid)
    winners = ranking[0] if count else ()
    return Outcome(
        "coloured", election.options, ranking, winners, matrix, Ballots(count, blank, 0), ties=stated(ranking)
    )


def _grades(graded: list[tuple[tuple[Number | None, ...], int]], position: int, floor: Number) -> Runs:
    """How many of each grade, the lowest first."""
    counted: Counter[Number] = Counter()
    for marks, number in graded:
        mark = marks[position]
        counted[floor if mark is None else mark] += number
    return sorted((grade, number) for grade, number in counted.items() if number)


def _majority_values(grades: Runs, count: int) -> Values:
    """The middle grade of an odd number, then pairs (the next below, the next above), as runs of equal pairs: a million
    ballots make as many runs as there are grades."""
    below, middle, above = _parted(grades, count)
    values: Values = [((middle, middle), 1)] if middle is not None else []
    downwards, upwards = [*reversed(below)], [*above]
    while downwards and upwards:
        (low, lows), (high, highs) = downwards.pop(0), upwards.pop(0)
        number = min(lows, highs)
        if values and values[-1][0] == (low, high) and len(values) > (middle is not None):
            values[-1] = ((low, high), values[-1][1] + number)
        else:
            values.append(((low, high), number))
        if lows > number:
            downwards.insert(0, (low, lows - number))
        if highs > number:
            upwards.insert(0, (high, highs - number))
    return values


def _parted(grades: Runs, count: int) -> tuple[Runs, Number | None, Runs]:
    """As many grades below the middle as above it, and the one in the middle of an odd number."""
    half = count // 2
    below, rest = _cut(grades, half)
    if count % 2 == 0:
        return below, None, rest
    middle, above = _cut(rest, 1)
    return below, middle[0][0], above


def _cut(grades: Runs, first: int) -> tuple[Runs, Runs]:
    """The `first` lowest grades, and the others."""
    low: Runs = []
    high: Runs = []
    for grade, number in grades:
        here = min(first, number)
        first -= here
        if here:
            low.append((grade, here))
        if number > here:
            high.append((grade, number - here))
    return low, high


def _compare(one: Values, other: Values) -> int:
    """1 when `one` is better: the first majority value that differs decides."""
    left, right = [*one], [*other]
    while left and right:
        (mine, times), (theirs, times_theirs) = left.pop(0), right.pop(0)
        if mine != theirs:
            return 1 if mine > theirs else -1
        number = min(times, times_theirs)
        if times > number:
            left.insert(0, (mine, times - number))
        if times_theirs > number:
            right.insert(0, (theirs, times_theirs - number))
    return 0


def _told(grades: Runs, count: int) -> dict[str, Any]:
    """The majority grade as in the file, and the shares of grades above and below it."""
    median = lower_median(grades, count)
    if median is None:
        return {"median": None, "above": None, "below": None}
    above = sum(number for grade, number in grades if grade > median)
    below = sum(number for grade, number in grades if grade < median)
    return {"median": median, "above": Fraction(above, count), "below": Fraction(below, count)}


def _consensus(colours: dict[Number, int], given: int, span: Number) -> Fraction | None:
    """1 less the mean distance to the median colour, of which the largest possible is half the span."""
    median = lower_median(sorted(colours.items()), given)
    if median is None:
        return None
    if not span:
        return Fraction(1)
    distance = Fraction(0)
    for mark, number in colours.items():
        distance += Fraction(abs(Fraction(mark) - Fraction(median))) * number
    return 1 - distance / given / (Fraction(span) / 2)
