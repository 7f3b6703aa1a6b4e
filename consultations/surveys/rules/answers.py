"""What somebody answers, by code of question, and what may not be kept as an answer.

An answer is: a text; the code of an option; the list of the codes ticked; a step or a number; a day as ISO writes it;
or, where rows are answered, a mapping of their codes to codes of options. A ranking lists codes, the first preferred
one first. What was not answered is not there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from consultations.surveys.rules.questionnaire import (
    LONG_MOST,
    SHORT_MOST,
    Condition,
    Kind,
    Question,
    Questionnaire,
    Screen,
)

Answers = dict[str, Any]
GREATEST = 10**12
"""Nobody means a greater number, and files of other programs still hold it exactly."""


class Problem(StrEnum):
    """Why an answer cannot be taken."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    TOO_LONG = "too_long"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    NOT_A_NUMBER = "not_a_number"
    TOO_SMALL = "too_small"
    TOO_GREAT = "too_great"
    NOT_A_DAY = "not_a_day"
    INCOMPLETE = "incomplete"
    TWICE = "twice"
    FULL = "full"


@dataclass(eq=False)
class AnswerRefused(Exception):
    """`question`: its code. `number`: by how much, or the limit."""

    question: str
    problem: Problem
    number: int = 0


def path(asked: Questionnaire, answers: Mapping[str, Any]) -> list[Screen]:
    """The screens that these answers lead through, with the questions that they leave."""
    found = []
    said: dict[str, Any] = {}
    for screen in asked.screens:
        if not _holds(screen.only_if, said):
            continue
        shown = []
        for one in screen.questions:
            if _holds(one.only_if, said):
                shown.append(one)
                if one.code in answers:
                    said[one.code] = answers[one.code]
        if shown:
            found.append(Screen(screen.code, screen.title, tuple(shown), screen.only_if))
    return found


def checked(asked: Questionnaire, answers: Mapping[str, Any]) -> tuple[Answers, list[AnswerRefused]]:
    """The answers to what was asked on their path, and why some cannot be taken; what is off the path is dropped."""
    kept: Answers = {}
    refused = []
    for screen in path(asked, answers):
        for one in screen.questions:
            try:
                value = taken(one, answers.get(one.code))
            except AnswerRefused as refusal:
                refused.append(refusal)
            else:
                if value is not None:
                    kept[one.code] = value
    return kept, refused


def taken(one: Question, given: Any) -> Any:
    """The answer as it is kept, None for none. Raises `AnswerRefused`."""
    value = _READ[one.kind](one, given)
    if value is None and one.required:
        raise AnswerRefused(one.code, Problem.MISSING)
    return value


def full(
    asked: Questionnaire, answers: Mapping[str, Any], counts: Mapping[str, Mapping[str, int]]
) -> list[AnswerRefused]:
    """The options that so many have chosen already; only of one choice. `counts`: by question, by option."""
    return [
        AnswerRefused(one.code, Problem.FULL)
        for one in asked
        if one.kind == Kind.SINGLE and is_full(one, answers.get(one.code, ""), counts)
    ]


def is_full(one: Question, code: str, counts: Mapping[str, Mapping[str, int]]) -> bool:
    most = next((option.most for option in one.options if option.code == code), None)
    return most is not None and counts.get(one.code, {}).get(code, 0) >= most


def has_limits(asked: Questionnaire) -> bool:
    """Whether some option can be full."""
    return any(option.most is not None for one in asked for option in one.options)


def _holds(condition: Condition | None, said: Mapping[str, Any]) -> bool:
    if condition is None:
        return True
    given = said.get(condition.question)
    codes = given if isinstance(given, list) else [str(given)]
    return not set(condition.answers).isdisjoint(codes)


# Each kind ------------------------------------------------------------------------------------------------------------
def _text(one: Question, given: Any) -> str | None:
    most = SHORT_MOST if one.kind == Kind.SHORT else LONG_MOST
    text = clean(str(given or ""), lines=one.kind == Kind.LONG)
    if len(text) > most:
        raise AnswerRefused(one.code, Problem.TOO_LONG, len(text) - most)
    return text or None


def clean(text: str, *, lines: bool) -> str:
    """Without invisible marks, spaces at the ends and endless blank lines; on one line but for `lines`."""
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not lines:
        return re.sub(r"\s+", " ", text).strip()
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _option(one: Question, given: Any) -> str | None:
    if given in (None, ""):
        return None
    return _known(one, given)


def _options(one: Question, given: Any) -> list[str] | None:
    codes = [_known(one, code) for code in _listed(given)]
    chosen = [option.code for option in one.options if option.code in codes]
    if not chosen:
        return None
    if one.least is not None and len(chosen) < one.least:
        raise AnswerRefused(one.code, Problem.TOO_FEW, one.least)
    if one.most is not None and len(chosen) > one.most:
        raise AnswerRefused(one.code, Problem.TOO_MANY, one.most)
    return chosen


def _step(one: Question, given: Any) -> int | None:
    if given in (None, ""):
        return None
    if str(given) not in one.answers:
        raise AnswerRefused(one.code, Problem.UNKNOWN)
    return int(given)


def _rows(one: Question, given: Any) -> dict[str, str] | None:
    said = given if isinstance(given, Mapping) else {}
    found = {row.code: _known(one, said[row.code]) for row in one.rows if said.get(row.code) not in (None, "")}
    if one.required and found and len(found) < len(one.rows):
        raise AnswerRefused(one.code, Problem.INCOMPLETE)
    return found or None


def _ranking(one: Question, given: Any) -> list[str] | None:
    codes = [_known(one, code) for code in _listed(given)]
    if len(set(codes)) < len(codes):
        raise AnswerRefused(one.code, Problem.TWICE)
    return codes or None


def _number(one: Question, given: Any) -> int | float | None:
    if given in (None, ""):
        return None
    try:
        value = float(str(given).replace(",", ".").replace("\u202f", "").replace("\u00a0", "").replace(" ", ""))
    except ValueError:
        raise AnswerRefused(one.code, Problem.NOT_A_NUMBER) from None
    if not math.isfinite(value) or abs(value) > GREATEST:
        raise AnswerRefused(one.code, Problem.NOT_A_NUMBER)
    if one.least is not None and value < one.least:
        raise AnswerRefused(one.code, Problem.TOO_SMALL, one.least)
    if one.most is not None and value > one.most:
        raise AnswerRefused(one.code, Problem.TOO_GREAT, one.most)
    return int(value) if value.is_integer() else value


def _day(one: Question, given: Any) -> str | None:
    if given in (None, ""):
        return None
    text = str(given).strip()
    french = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text)
    try:
        day = date(*map(int, reversed(french.groups()))) if french else date.fromisoformat(text)
    except ValueError:
        raise AnswerRefused(one.code, Problem.NOT_A_DAY) from None
    return day.isoformat()


def _known(one: Question, code: Any) -> str:
    if not isinstance(code, str) or code not in {option.code for option in one.options}:
        raise AnswerRefused(one.code, Problem.UNKNOWN)
    return code


def _listed(given: Any) -> Iterable[Any]:
    return given if isinstance(given, list | tuple) else [] if given in (None, "") else [given]


_READ = {
    Kind.SHORT: _text,
    Kind.LONG: _text,
    Kind.SINGLE: _option,
    Kind.SEVERAL: _options,
    Kind.SCALE: _step,
    Kind.MATRIX: _rows,
    Kind.CARDS: _rows,
    Kind.RANKING: _ranking,
    Kind.NUMBER: _number,
    Kind.DATE: _day,
}
