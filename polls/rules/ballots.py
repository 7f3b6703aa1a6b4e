"""What a ballot may say: the test that every ballot passes before it is kept or counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from polls.rules.kinds import Kind, Method
from polls.rules.poll import Choices, Rules

_BETWEEN = "="
_NUMBER = re.compile("[0-9]{1,4}")


class ChoiceRefused(ValueError):
    """A ballot that the rules do not allow. `args` say where; `question` which one, where there are several."""

    question = 1


class UnknownOption(ChoiceRefused):
    """A code that is not among the options."""


class RepeatedOption(ChoiceRefused):
    """The same code twice on one ballot."""


class UnknownMark(ChoiceRefused):
    """A grade, a rank or a number of points that this method does not have."""


class SameRank(ChoiceRefused):
    """Two options at one rank, where the method wants an order. `args[0]`: the rank."""


class TooManyChoices(ChoiceRefused):
    """More options than the rules allow."""


class TooFewChoices(ChoiceRefused):
    """Fewer options than the rules ask for, and the ballot is not blank."""


class TooManyPoints(ChoiceRefused):
    """More points than a ballot may give. `args`: how many were given, how many there are."""


class BlankWithChoices(ChoiceRefused):
    """Marked blank and marked with options at once."""


def check(rules: Rules, choices: Iterable[str]) -> Choices:
    """The ballot in its canonical form: in the order of the rules, empty when blank. Raises `ChoiceRefused`."""
    given = list(choices)
    return _options(rules, given) if rules.kind == Kind.CHOICES else _marked(rules, given)


def marks_of(choices: Iterable[str]) -> dict[str, int]:
    """What a canonical ballot says, by code: its marks, or 1 for each option that it bears."""
    parted = (word.partition(_BETWEEN) for word in choices)
    return {code: int(mark) if mark else 1 for code, _between, mark in parted}


def codes_of(choices: Iterable[str]) -> list[str]:
    """The options that a ballot names, known or not."""
    return [word.partition(_BETWEEN)[0] for word in choices]


def is_legible(rules: Rules, choices: Iterable[str]) -> bool:
    """Whether what a ballot bears can be read back to who made it, allowed or not."""
    marked = rules.kind != Kind.CHOICES
    for word in choices:
        code, between, mark = word.partition(_BETWEEN)
        if code not in rules.options or bool(between) != marked or (between and not _NUMBER.fullmatch(mark)):
            return False
    return True


def written(marks: Mapping[str, int]) -> Choices:
    """A ballot that says `marks`, before it is checked."""
    return tuple(f"{code}{_BETWEEN}{mark}" for code, mark in marks.items())


def spent(rules: Rules, marks: Mapping[str, int]) -> int:
    """The points that those marks cost: their sum, or the sum of their squares for quadratic votes."""
    power = 2 if rules.method == Method.QUADRATIC else 1
    return sum(mark**power for mark in marks.values())


def _options(rules: Rules, given: list[str]) -> Choices:
    _know(rules, given)
    _count(rules, len(given))
    return tuple(code for code in rules.options if code in set(given))


def _marked(rules: Rules, given: list[str]) -> Choices:
    _know(rules, codes_of(given))
    read = _points if rules.kind == Kind.POINTS else _mark
    marks = {code: read(rules, code, mark) for code, _between, mark in (word.partition(_BETWEEN) for word in given)}
    if rules.kind == Kind.POINTS:
        marks = {code: mark for code, mark in marks.items() if mark}
        if spent(rules, marks) > rules.credits:
            raise TooManyPoints(spent(rules, marks), rules.credits)
    _count(rules, len(marks))
    if rules.kind == Kind.RANKING:
        marks = _ranks(rules, marks)
    return written({code: marks[code] for code in rules.options if code in marks})


def _mark(rules: Rules, code: str, mark: str) -> int:
    known = {str(one): one for one in rules.marks}
    if mark not in known:
        raise UnknownMark(code, mark)
    return known[mark]


def _points(_rules: Rules, code: str, mark: str) -> int:
    if not _NUMBER.fullmatch(mark):
        raise UnknownMark(code, mark)
    return int(mark)


def _ranks(rules: Rules, marks: dict[str, int]) -> dict[str, int]:
    """Ranks without a gap: who writes 1 and 3 has said an order."""
    ranks = sorted(set(marks.values()))
    if not rules.takes_equal_ranks and len(ranks) < len(marks):
        raise SameRank(next(rank for rank in ranks if list(marks.values()).count(rank) > 1))
    return {code: ranks.index(rank) + 1 for code, rank in marks.items()}


def _know(rules: Rules, codes: list[str]) -> None:
    for code in codes:
        if code not in rules.options:
            raise UnknownOption(code)
    if len(set(codes)) != len(codes):
        raise RepeatedOption


def _count(rules: Rules, number: int) -> None:
    if number > rules.most:
        raise TooManyChoices(rules.most)
    if 0 < number < rules.least:
        raise TooFewChoices(rules.least)
