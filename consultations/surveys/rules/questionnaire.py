"""What a survey asks: screens of questions, as an agent wrote them and as they are kept in the rules of its activity.

Words are kept by language. Codes are given once and never again: answers hold codes, so that words may be corrected and
translated until the opening.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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


class Fault(StrEnum):
    """What stops a questionnaire from being asked."""

    NO_QUESTION = "no_question"
    NO_LABEL = "no_label"
    FEW_OPTIONS = "few_options"
    NO_ROWS = "no_rows"
    LIMITS = "limits"
    TOO_MANY = "too_many"
    SAME_TWICE = "same_twice"
    CONDITION = "condition"
    EMPTY_SCREEN = "empty_screen"


@dataclass(frozen=True)
class Faulty:
    """A fault, and the question or screen that has it; the questionnaire's own have none."""

    fault: Fault
    code: str = ""


def faults(asked: Questionnaire) -> list[Faulty]:
    """Everything that is wrong, in the order in which a person meets it."""
    questions = list(asked)
    found = [] if questions else [Faulty(Fault.NO_QUESTION)]
    if len(questions) > QUESTIONS_MOST or len(asked.screens) > SCREENS_MOST:
        found.append(Faulty(Fault.TOO_MANY))
    for screen in asked.screens:
        if not screen.questions and questions:
            found.append(Faulty(Fault.EMPTY_SCREEN, screen.code))
        if screen.only_if and not _can_decide(screen.only_if, asked.before(screen.code)):
            found.append(Faulty(Fault.CONDITION, screen.code))
        for one in screen.questions:
            found += [Faulty(fault, one.code) for fault in question_faults(one)]
            if one.only_if and not _can_decide(one.only_if, asked.before(one.code)):
                found.append(Faulty(Fault.CONDITION, one.code))
    return found


def question_faults(one: Question) -> list[Fault]:
    """What is wrong with one question by itself."""
    found = []
    if not any(text.strip() for text in one.label.values()):
        found.append(Fault.NO_LABEL)
    if one.kind in WITH_OPTIONS and len(one.options) < 2:
        found.append(Fault.FEW_OPTIONS)
    if one.kind in WITH_ROWS and not one.rows:
        found.append(Fault.NO_ROWS)
    if len(one.options) > OPTIONS_MOST or len(one.rows) > ROWS_MOST:
        found.append(Fault.TOO_MANY)
    if any(_same_twice(list(listed)) for listed in (one.options, one.rows)):
        found.append(Fault.SAME_TWICE)
    if not _fits(one):
        found.append(Fault.LIMITS)
    return found


def _fits(one: Question) -> bool:
    """Whether its limits can be met."""
    if one.least is not None and one.most is not None and one.least > one.most:
        return False
    if one.kind == Kind.SEVERAL:
        return all(limit is None or 0 < limit <= len(one.options) for limit in (one.least, one.most))
    return one.kind != Kind.SCALE or one.steps in STEPS


def _same_twice(options: Sequence[Option]) -> bool:
    labels = [tuple(sorted(one.label.items())) for one in options]
    return len(set(labels)) < len(labels)


def _can_decide(condition: Condition, earlier: Sequence[Question]) -> bool:
    """Whether it is about an earlier question that leaves a choice, and about answers that it has."""
    asked = next((one for one in earlier if one.code == condition.question), None)
    return (
        asked is not None
        and asked.kind in DECIDES
        and bool(condition.answers)
        and set(condition.answers) <= set(asked.answers)
    )


# Changing it ---------------------------------------------------------------------------------------------------------
def with_question(asked: Questionnaire, question: Question, screen: str = "") -> Questionnaire:
    """With that question in the place of the one of its code, else at the end of `screen`, by default the last one."""
    if asked.question(question.code):
        return _mapped(asked, lambda one: question if one.code == question.code else one)
    given = int(question.code[1:]) if question.code[1:].isdecimal() else 0
    asked = replace(asked, last=max(asked.last, given))
    if not asked.screens:
        asked = with_screen(asked)
    wanted = screen if any(one.code == screen for one in asked.screens) else asked.screens[-1].code
    screens = tuple(
        replace(one, questions=(*one.questions, question)) if one.code == wanted else one for one in asked.screens
    )
    return replace(asked, screens=screens)


def with_mode(asked: Questionnaire, mode: Mode) -> Questionnaire:
    return replace(asked, mode=mode)


def on_paper(screen: Screen) -> Screen:
    """The same questions, none of them required: on paper nobody can be asked again. Their conditions are for people to
    read."""
    return replace(screen, questions=tuple(replace(one, required=False) for one in screen.questions))


def with_screen(asked: Questionnaire) -> Questionnaire:
    """With an empty screen at the end."""
    number = asked.last + 1
    return replace(asked, screens=(*asked.screens, Screen(f"s{number}")), last=number)


def without(asked: Questionnaire, code: str) -> Questionnaire:
    """Without that question, or without that screen, whose questions join the one before it (the first stays)."""
    screens: list[Screen] = []
    for screen in asked.screens:
        if screen.code == code and screens:
            before = screens[-1]
            screens[-1] = replace(before, questions=before.questions + screen.questions)
        else:
            screens.append(replace(screen, questions=tuple(one for one in screen.questions if one.code != code)))
    return replace(asked, screens=tuple(screens))


def moved(asked: Questionnaire, code: str, by: int) -> Questionnaire:
    """That question one place earlier (`by` -1) or later (1), through the screens; the same one at the ends."""
    for at, screen in enumerate(asked.screens):
        codes = [one.code for one in screen.questions]
        if code not in codes:
            continue
        place = codes.index(code)
        if 0 <= place + by < len(codes):
            questions = list(screen.questions)
            questions[place], questions[place + by] = questions[place + by], questions[place]
            return _with_screens(asked, {at: tuple(questions)})
        if 0 <= at + by < len(asked.screens):
            other = asked.screens[at + by].questions
            kept = tuple(one for one in screen.questions if one.code != code)
            mine = screen.questions[place]
            return _with_screens(asked, {at: kept, at + by: (*other, mine) if by < 0 else (mine, *other)})
    return asked


def _with_screens(asked: Questionnaire, questions: Mapping[int, tuple[Question, ...]]) -> Questionnaire:
    screens = [
        replace(screen, questions=questions.get(at, screen.questions)) for at, screen in enumerate(asked.screens)
    ]
    return replace(asked, screens=tuple(screens))


def _mapped(asked: Questionnaire, change: Any) -> Questionnaire:
    screens = [replace(one, questions=tuple(map(change, one.questions))) for one in asked.screens]
    return replace(asked, screens=tuple(screens))


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
