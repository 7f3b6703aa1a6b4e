"""Methods that add up: plurality, approval, scores, points, quadratic votes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from polls.rules.tally.election import Election, ElectionRefused, Marks, Number, is_blank
from polls.rules.tally.outcome import Ballots, Outcome, TieBroken, Tier

Allowed = Callable[[Marks], bool]


def plurality(election: Election) -> Outcome:
    """A ballot bears one option; the one borne by the most comes first."""
    return _added("plurality", election, lambda marks: sum(1 for mark in marks if mark) == 1, _ticked)


def approval(election: Election, *, least: int = 1, most: int | None = None) -> Outcome:
    """A ballot bears from `least` to `most` options; each gets one vote from each ballot that bears it."""
    bound = len(election.options) if most is None else most

    def allowed(marks: Marks) -> bool:
        return least <= sum(1 for mark in marks if mark) <= bound

    return _added("approval", election, allowed, _ticked)


def points(election: Election, *, credits: Number | None = None) -> Outcome:
    """Points are shared out, `credits` at most on one ballot; the largest sum comes first."""

    def allowed(marks: Marks) -> bool:
        given = [mark for mark in marks if mark is not None]
        return all(mark >= 0 for mark in given) and (credits is None or sum(given) <= credits)

    return _added("points", election, allowed, lambda mark: mark)


def quadratic(election: Election, *, credits: Number | None = None) -> Outcome:
    """Votes for or against an option cost their square, `credits` at most on a ballot; the largest sum comes first."""

    def allowed(marks: Marks) -> bool:
        return credits is None or sum(mark * mark for mark in marks if mark is not None) <= credits

    return _added("quadratic", election, allowed, lambda mark: mark)


def score(election: Election, *, by: str = "sum") -> Outcome:
    """Grades as numbers, more is better: their `sum`, their `mean` or their `median` (the lower one of an even number).
    A ballot that grades nothing is blank; an option that it does not grade gets nothing from it."""
    valid, blank, _invalid = sort_out(election, _anything)
    totals: dict[str, dict[str, Number | None]] = {}
    for position, name in enumerate(election.options):
        graded = [(mark, number) for marks, number in valid if (mark := marks[position]) is not None]
        count, total = sum(number for _mark, number in graded), sum(mark * number for mark, number in graded)
        totals[name] = {
            "sum": total,
            "mean": Fraction(total, count) if count else None,
            "median": lower_median(sorted(graded), count),
            "graded": count,
        }
    if by not in ("sum", "mean", "median"):
        raise ElectionRefused("scores are compared by their sum, their mean or their median")

    def value(name: str) -> tuple[bool, Number]:
        found = totals[name][by]
        return (found is not None, found if found is not None else 0)

    ranking = ranked(election.options, value)
    ballots = Ballots(sum(number for _marks, number in valid), blank, 0)
    winners = ranking[0] if ballots.valid else ()
    return Outcome("score", election.options, ranking, winners, totals, ballots, ties=stated(ranking), more={"by": by})


def sort_out(election: Election, allowed: Allowed) -> tuple[list[tuple[Marks, int]], int, int]:
    """Ballots that count, then how many are blank, then how many break the rules. A ballot of zeros is blank."""
    valid, blank, invalid = [], 0, 0
    for marks, number in election.ballots:
        if is_blank(marks):
            blank += number
        elif allowed(marks):
            valid.append((marks, number))
        elif all(not mark for mark in marks):
            blank += number
        else:
            invalid += number
    return valid, blank, invalid


def ranked(options: Sequence[str], value: Callable[[str], Any]) -> tuple[Tier, ...]:
    """The largest value first, equal ones together in the order of the file."""
    ordered = sorted(options, key=value, reverse=True)
    return tuple(tuple(tier) for _value, tier in groupby(ordered, key=value))


def stated(ranking: Sequence[Tier]) -> list[TieBroken]:
    """Equalities that nothing needs to break."""
    ties, place = [], 1
    for tier in ranking:
        if len(tier) > 1:
            ties.append(TieBroken(f"place {place}", tier))
        place += len(tier)
    return ties


def _added(method: str, election: Election, allowed: Allowed, worth: Callable[[Any], Number]) -> Outcome:
    valid, blank, invalid = sort_out(election, allowed)
    totals: dict[str, Number] = dict.fromkeys(election.options, 0)
    for marks, number in valid:
        for name, mark in zip(election.options, marks, strict=True):
            if mark is not None:
                totals[name] += worth(mark) * number
    ranking = ranked(election.options, totals.__getitem__)
    ballots = Ballots(sum(number for _marks, number in valid), blank, invalid)
    winners = ranking[0] if ballots.valid else ()
    return Outcome(method, election.options, ranking, winners, totals, ballots, ties=stated(ranking))


def _anything(_marks: Marks) -> bool:
    return True


def _ticked(mark: Number) -> int:
    return 1 if mark else 0


def lower_median(graded: list[tuple[Number, int]], count: int) -> Number | None:
    """Of `count` marks in sorted runs; the lower one of an even number, None of none."""
    reached = 0
    for mark, number in graded:
        reached += number
        if 2 * reached >= count and count:
            return mark
    return None
