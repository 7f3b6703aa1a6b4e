"""What answers say together, question by question, and which counts may be shown. Plain Python.

Answers are told one after the other and never held together: a quarter of a million of them cost the memory of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from consultations.surveys.rules.questionnaire import WRITTEN, Kind, Question, Questionnaire

SMALLEST = 5
"""A count of fewer persons than this, and of one at least, is not shown; nor is a question that fewer answered.

Tables that cross answers with who gave them are held to the stricter `participation.rules.disclosure.SMALLEST`: here
nobody is told apart but by what they answered to one question, and the answers of a village must stay readable.
"""
BINS = 8
"""Classes into which numbers and days are put, at most."""


@dataclass
class Tally:
    """Counts answers to one questionnaire."""

    asked: Questionnaire
    number: int = 0
    channels: Counter[str] = field(default_factory=Counter)
    _counts: dict[str, Counter[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._questions = list(self.asked)
        self._counts = {one.code: Counter() for one in self._questions}

    def add(self, answers: Mapping[str, Any], channel: str) -> None:
        self.number += 1
        self.channels[channel] += 1
        for one in self._questions:
            if one.code in answers:
                _count(self._counts[one.code], one, answers[one.code])

    def told(self) -> dict[str, Any]:
        """As it is kept: `number`, `channels`, and for each question how many answered and what, small counts out."""
        return {
            "number": self.number,
            "channels": dict(sorted(self.channels.items())),
            "questions": {one.code: _told(one, self._counts[one.code]) for one in self._questions},
        }


def tally(asked: Questionnaire, answers: Iterable[tuple[Mapping[str, Any], str]]) -> dict[str, Any]:
    """Of `answers`, each with its channel. See `Tally.told`."""
    counted = Tally(asked)
    for given, channel in answers:
        counted.add(given, channel)
    return counted.told()


def shown(counts: Mapping[str, int], *, exclusive: bool = True, smallest: int = SMALLEST) -> dict[str, int | None]:
    """The same counts, None for those that stay hidden.

    A small one is hidden, then others, the smallest first, until what is hidden cannot be worked out from the total.
    `exclusive`: each person is in one count at most, so that they add up to a total that is told; a count hidden alone
    would follow from it.
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count of persons cannot be negative")
    hidden = {key for key, count in counts.items() if 0 < count < smallest}
    if exclusive and hidden:
        # Counts that are nought are told as well: what is hidden must reach the least by itself, over two counts.
        rest = sorted((key for key, count in counts.items() if count >= smallest), key=lambda key: (counts[key], key))
        while rest and (len(hidden) < 2 or sum(counts[key] for key in hidden) < smallest):
            hidden.add(rest.pop(0))
        if len(hidden) < 2 or sum(counts[key] for key in hidden) < smallest:
            hidden = set(counts)
    return {key: None if key in hidden else count for key, count in counts.items()}


# Each kind ------------------------------------------------------------------------------------------------------------
def _count(counter: Counter[Any], one: Question, value: Any) -> None:
    counter["*"] += 1
    if one.kind in WRITTEN:
        return
    if isinstance(value, dict):
        counter.update((row, option) for row, option in value.items())
    elif one.kind == Kind.RANKING:
        counter.update((rank, option) for rank, option in enumerate(value, start=1))
    elif isinstance(value, list):
        counter.update(value)
    else:
        counter[value] += 1


def _told(one: Question, counter: Counter[Any]) -> dict[str, Any]:
    number = counter["*"]
    if one.kind in WRITTEN:
        return {"number": number}
    if number < SMALLEST:
        return {"number": number, "few": True} if number else {"number": 0}
    codes = [option.code for option in one.options]
    if one.kind in (Kind.SINGLE, Kind.SEVERAL):
        counts = {code: counter[code] for code in codes}
        return {"number": number, "counts": shown(counts, exclusive=one.kind == Kind.SINGLE)}
    if one.kind == Kind.SCALE:
        steps = {str(step): counter[step] for step in one.scale}
        told = shown(steps)
        mean = sum(step * counter[step] for step in one.scale) / number
        return {"number": number, "counts": told, "mean": None if _hides(told) else round(mean, 2)}
    if one.kind in (Kind.MATRIX, Kind.CARDS):
        return {"number": number, "rows": {row.code: _row(codes, row.code, counter) for row in one.rows}}
    if one.kind == Kind.RANKING:
        return {"number": number, "ranks": _ranks(codes, counter, number)}
    return {"number": number, **_measured(one, counter)}


def _row(codes: Sequence[str], row: str, counter: Counter[Any]) -> dict[str, Any]:
    counts = {code: counter[row, code] for code in codes}
    number = sum(counts.values())
    few = 0 < number < SMALLEST
    return {"number": number, "counts": dict.fromkeys(codes) if few else shown(counts)}


def _ranks(codes: Sequence[str], counter: Counter[Any], number: int) -> dict[str, Any]:
    """Of each option: how many ranked it first, and its mean rank, those who left it out placing it last.

    Firsts are shown as counts are; between two options alone, a mean would tell the firsts that are hidden.
    """
    firsts = shown({code: counter[1, code] for code in codes})
    found = {}
    for code in codes:
        ranked = {rank: counter[rank, code] for rank in range(1, len(codes) + 1)}
        left_out = number - sum(ranked.values())
        mean = (sum(rank * count for rank, count in ranked.items()) + len(codes) * left_out) / number
        found[code] = {"first": firsts[code], "mean": None if len(codes) < 3 and _hides(firsts) else round(mean, 2)}
    return found


def _hides(counts: Mapping[str, int | None]) -> bool:
    """Whether a count is hidden, which a mean beside the others could give away."""
    return None in counts.values()


def _measured(one: Question, counter: Counter[Any]) -> dict[str, Any]:
    """Numbers and days in classes of the same width; the median of numbers, which no single answer makes."""
    values = sorted(value for value in counter if value != "*")
    if one.kind == Kind.DATE:
        months = Counter({value: counter[value] for value in values})
        by_month: Counter[str] = Counter()
        for value, count in months.items():
            by_month[value[:7]] += count
        counts = dict(sorted(by_month.items()))
        return {"counts": shown(counts) if len(counts) <= 3 * BINS else {}}
    low, high = float(values[0]), float(values[-1])
    median = _median(counter, values) if counter["*"] >= 2 * SMALLEST else None  # of few, it is what somebody wrote
    if len(values) <= BINS:
        return {"counts": shown({_plain(value): counter[value] for value in values}), "median": median}
    width = (high - low) / BINS
    bins: Counter[int] = Counter()
    for value in values:
        bins[min(int((value - low) / width), BINS - 1)] += counter[value]
    counts = {f"{_plain(low + at * width)}–{_plain(low + (at + 1) * width)}": bins[at] for at in range(BINS)}
    return {"counts": shown(counts), "median": median}


def _median(counter: Counter[Any], values: Sequence[Any]) -> float:
    """Of numbers counted by value; the mean of the two in the middle."""
    number = sum(counter[value] for value in values)
    lower, upper = (number - 1) // 2, number // 2
    passed = 0
    found: list[float] = []
    for value in values:
        passed += counter[value]
        while len(found) < 2 and passed > (lower, upper)[len(found)]:
            found.append(float(value))
    return round(sum(found) / 2, 2)


def _plain(value: float) -> str:
    """Without a tail of decimals."""
    return f"{value:.10g}" if float(value).is_integer() else f"{value:.2f}".rstrip("0").rstrip(".")
