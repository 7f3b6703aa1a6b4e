"""What a survey asks: screens of questions, as an agent wrote them and as they are kept in the rules of its activity.

Words are kept by language. Codes are given once and never again: answers hold codes, so that words may be corrected and
translated until the opening.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

SCREENS_MOST, QUESTIONS_MOST, OPTIONS_MOST, ROWS_MOST = 20, 60, 40, 20
LABEL_MOST, HELP_MOST, OPTION_MOST = 300, 600, 200
SHORT_MOST, LONG_MOST = 200, 5_000
STEPS = range(3, 12)
"""How many steps a scale may have; it begins at 1, or at 0 when it has eleven."""

Words = Mapping[str, str]


class Kind(StrEnum):
    """What a question waits for."""

    SHORT = "short"
    LONG = "long"
    SINGLE = "single"
    SEVERAL = "several"
    SCALE = "scale"
    MATRIX = "matrix"
    RANKING = "ranking"
    CARDS = "cards"
    NUMBER = "number"
    DATE = "date"


WRITTEN = frozenset({Kind.SHORT, Kind.LONG})
WITH_OPTIONS = frozenset({Kind.SINGLE, Kind.SEVERAL, Kind.MATRIX, Kind.RANKING, Kind.CARDS})
WITH_ROWS = frozenset({Kind.MATRIX, Kind.CARDS})
"""Each row (a statement, a card) is answered by one of the options (a column, a heap)."""
DECIDES = frozenset({Kind.SINGLE, Kind.SEVERAL, Kind.SCALE})
"""What follows may depend on the answer."""


class Mode(StrEnum):
    """What joins an answer to who gave it."""

    ANONYMOUS = "anonymous"
    CONFIDENTIAL = "confidential"
    NAMED = "named"


@dataclass(frozen=True)
class Option:
    """One answer. `most`: so many people may choose it, then it is full; None for as many as like."""

    code: str
    label: Words
    most: int | None = None


@dataclass(frozen=True)
class Condition:
    """Shown to who gave one of these answers to an earlier question; options by code, steps of a scale as numbers in
    text."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """`least` and `most`: of boxes ticked, or of the number written. `steps`: of a scale, whose ends are named by `low`
    and `high`. `rows`: statements of a matrix, cards to sort."""

    code: str
    kind: Kind
    label: Words
    help: Words = field(default_factory=dict)
    required: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    least: int | None = None
    most: int | None = None
    steps: int = 5
    low: Words = field(default_factory=dict)
    high: Words = field(default_factory=dict)
    only_if: Condition | None = None

    @property
    def scale(self) -> range:
        """Its steps."""
        return range(11) if self.steps == max(STEPS) else range(1, self.steps + 1)

    @property
    def answers(self) -> tuple[str, ...]:
        """The codes that an answer may hold, of a question on which others may depend."""
        if self.kind == Kind.SCALE:
            return tuple(str(step) for step in self.scale)
        return tuple(one.code for one in self.options)


@dataclass(frozen=True)
class Screen:
    """Questions shown together, under a title where there is one."""

    code: str
    title: Words = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    only_if: Condition | None = None


@dataclass(frozen=True)
class Questionnaire:
    """`last`: the highest number that a code was given, so that none is given twice."""

    screens: tuple[Screen, ...] = ()
    mode: Mode = Mode.CONFIDENTIAL
    last: int = 0

    def __iter__(self) -> Iterator[Question]:
        for screen in self.screens:
            yield from screen.questions

    def question(self, code: str) -> Question | None:
        return next((one for one in self if one.code == code), None)

    def before(self, code: str) -> list[Question]:
        """The questions before that question, or before the first of that screen."""
        found: list[Question] = []
        for screen in self.screens:
            if screen.code == code:
                return found
            for one in screen.questions:
                if one.code == code:
                    return found
                found.append(one)
        return found

    # What is kept --------------------------------------------------------------------------------------------------
    def stored(self) -> dict[str, Any]:
        """As it is kept in JSON; what is empty is left out."""
        return {
            "mode": self.mode.value,
            "last": self.last,
            "screens": [
                _without_nothing(
                    {
                        "code": screen.code,
                        "title": dict(screen.title),
                        "questions": [_stored(one) for one in screen.questions],
                        "only_if": _condition(screen.only_if),
                    }
                )
                for screen in self.screens
            ],
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From what `stored` gave; an empty one from nothing."""
        return cls(
            screens=tuple(
                Screen(
                    screen["code"],
                    screen.get("title", {}),
                    tuple(_read(one) for one in screen.get("questions", ())),
                    _read_condition(screen.get("only_if")),
                )
                for screen in stored.get("screens", ())
            ),
            mode=Mode(stored.get("mode", Mode.CONFIDENTIAL)),
            last=int(stored.get("last", 0)),
        )


def told(words: Words, language: str) -> str:
    """In that language where it was written, else in the first one."""
    return words.get(language) or next((text for text in words.values() if text), "")


def untranslated(asked: Questionnaire, language: str) -> int:
    """How many questions, or answers of theirs, have no words in that language and are shown in another one."""
    words = [(one.label, *(part.label for part in (*one.options, *one.rows))) for one in asked]
    return sum(not all(label.get(language) for label in labels) for labels in words)


# What is kept ---------------------------------------------------------------------------------------------------------
def _stored(one: Question) -> dict[str, Any]:
    return _without_nothing(
        {
            "code": one.code,
            "kind": one.kind.value,
            "label": dict(one.label),
            "help": dict(one.help),
            "required": one.required,
            "options": [_option(option) for option in one.options],
            "rows": [_option(row) for row in one.rows],
            "least": one.least,
            "most": one.most,
            "steps": one.steps if one.kind == Kind.SCALE else None,
            "low": dict(one.low),
            "high": dict(one.high),
            "only_if": _condition(one.only_if),
        }
    )


def _read(stored: Mapping[str, Any]) -> Question:
    return Question(
        code=stored["code"],
        kind=Kind(stored["kind"]),
        label=stored.get("label", {}),
        help=stored.get("help", {}),
        required=bool(stored.get("required")),
        options=tuple(_read_option(option) for option in stored.get("options", ())),
        rows=tuple(_read_option(row) for row in stored.get("rows", ())),
        least=stored.get("least"),
        most=stored.get("most"),
        steps=stored.get("steps", 5),
        low=stored.get("low", {}),
        high=stored.get("high", {}),
        only_if=_read_condition(stored.get("only_if")),
    )


def _option(one: Option) -> dict[str, Any]:
    return _without_nothing({"code": one.code, "label": dict(one.label), "most": one.most})


def _read_option(stored: Mapping[str, Any]) -> Option:
    return Option(stored["code"], stored.get("label", {}), stored.get("most"))


def _condition(one: Condition | None) -> dict[str, Any] | None:
    return {"question": one.question, "answers": list(one.answers)} if one else None


def _read_condition(stored: Mapping[str, Any] | None) -> Condition | None:
    return Condition(stored["question"], tuple(stored["answers"])) if stored else None


def _without_nothing(values: dict[str, Any]) -> dict[str, Any]:
    """A limit of nought is something."""
    return {name: value for name, value in values.items() if value or (value == 0 and value is not False)}
