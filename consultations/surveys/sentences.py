"""What is said of a questionnaire and of its answers, in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consultations.surveys.rules.answers import AnswerRefused, Problem
from consultations.surveys.rules.faults import Fault, Faulty
from consultations.surveys.rules.questionnaire import Kind, Mode, Option, Question, Questionnaire, told

KINDS: dict[Kind, tuple[str | Promise, str | Promise]] = {
    Kind.SINGLE: (gettext_lazy("One choice"), gettext_lazy("One answer among several.")),
    Kind.SEVERAL: (gettext_lazy("Several choices"), gettext_lazy("As many boxes as one likes, or up to a number.")),
    Kind.SCALE: (gettext_lazy("Scale"), gettext_lazy("From 1 to 5, from 0 to 10: agreement, satisfaction, score.")),
    Kind.MATRIX: (gettext_lazy("Table"), gettext_lazy("The same answers for several statements.")),
    Kind.RANKING: (gettext_lazy("Order of preference"), gettext_lazy("What comes first, second, third.")),
    Kind.CARDS: (gettext_lazy("Cards to sort"), gettext_lazy("Each card goes into one of your heaps.")),
    Kind.SHORT: (gettext_lazy("A few words"), gettext_lazy("One line of text.")),
    Kind.LONG: (gettext_lazy("Free text"), gettext_lazy("As much as one likes. Read by people, counted by nobody.")),
    Kind.NUMBER: (gettext_lazy("Number"), gettext_lazy("An age, a number of people, an amount.")),
    Kind.DATE: (gettext_lazy("Day"), gettext_lazy("A day of the calendar.")),
}
MODES: dict[Mode, tuple[str | Promise, str | Promise]] = {
    Mode.CONFIDENTIAL: (
        gettext_lazy("Confidential"),
        gettext_lazy(
            "Each person answers once and may correct it until the closing. No name is shown, to agents neither."
        ),
    ),
    Mode.ANONYMOUS: (
        gettext_lazy("Anonymous"),
        gettext_lazy("Each person answers once; nothing joins the answer to the person, who can no longer correct it."),
    ),
    Mode.NAMED: (
        gettext_lazy("With the name"),
        gettext_lazy("Agents read who answered what, for instance to call people back. Nobody else does."),
    ),
}


def promise(mode: Mode) -> str:
    """What is said of `mode` to who answers, before they begin."""
    return {
        Mode.ANONYMOUS: _("Your answers are anonymous: we note that you answered, never what."),
        Mode.CONFIDENTIAL: _(
            "Your answers are confidential: neither agents nor the public read your name beside them. You may correct "
            "them until the closing."
        ),
        Mode.NAMED: _("The agents in charge read your name beside your answers. The public never does."),
    }[mode]


def problem(refusal: AnswerRefused, one: Question | None = None) -> str:
    """Why an answer cannot be taken, and what to do."""
    number = refusal.number
    match refusal.problem:
        case Problem.MISSING:
            return _("This question needs an answer.")
        case Problem.INCOMPLETE:
            return _("Answer on each line.")
        case Problem.TOO_LONG:
            return ngettext(
                "%(number)d character too many. Nothing is lost: shorten it.",
                "%(number)d characters too many. Nothing is lost: shorten it.",
                number,
            ) % {"number": number}
        case Problem.TOO_FEW:
            return ngettext("Choose at least %(number)d.", "Choose at least %(number)d.", number) % {"number": number}
        case Problem.TOO_MANY:
            return ngettext("Choose %(number)d at most.", "Choose %(number)d at most.", number) % {"number": number}
        case Problem.NOT_A_NUMBER:
            return _("Write a number, in digits.")
        case Problem.TOO_SMALL:
            return _("Write %(number)s or more.") % {"number": number_format(number)}
        case Problem.TOO_GREAT:
            return _("Write %(number)s or less.") % {"number": number_format(number)}
        case Problem.NOT_A_DAY:
            return _("Write a day: 17/12/2026.")
        case Problem.TWICE:
            return _("Two have the same rank. Give each rank once.")
        case Problem.FULL:
            return _("What you chose is full by now. Choose something else.")
    return _("Choose among the answers of the question.")


def fault(one: Faulty, asked: Questionnaire, language: str) -> str:
    """What is wrong with a questionnaire, and where."""
    question = asked.question(one.code)
    name = told(question.label, language) if question else ""
    said = {
        Fault.NO_QUESTION: _("Write at least one question."),
        Fault.NO_LABEL: _("A question has no words."),
        Fault.FEW_OPTIONS: _("“%(name)s” needs two answers at least."),
        Fault.NO_ROWS: _("“%(name)s” needs lines to answer, one at least."),
        Fault.LIMITS: _("“%(name)s”: its limits cannot be met together."),
        Fault.TOO_MANY: _("That is too much: sixty questions, twenty screens, forty answers at most."),
        Fault.SAME_TWICE: _("“%(name)s” has the same answer twice."),
        Fault.CONDITION: _("“%(name)s” depends on an answer that no question before it has."),
        Fault.EMPTY_SCREEN: _("A screen has no question: remove it, or move a question there."),
    }[one.fault]
    return said % {"name": name} if "%(name)s" in said else said


def answer(one: Question, value: Any, language: str) -> list[str]:
    """An answer as people read it, a line each; none without an answer."""
    if value is None:
        return []
    labels = {option.code: told(option.label, language) for option in one.options}
    match one.kind:
        case Kind.SINGLE:
            return [labels.get(value, "")]
        case Kind.SEVERAL:
            return [labels.get(code, "") for code in value]
        case Kind.RANKING:
            return [f"{rank}. {labels.get(code, '')}" for rank, code in enumerate(value, start=1)]
        case Kind.MATRIX | Kind.CARDS:
            return [_row(row, value, labels, language) for row in one.rows if row.code in value]
        case Kind.DATE:
            return [date_format(date.fromisoformat(value))]
        case Kind.NUMBER:
            return [number_format(value)]
        case Kind.SCALE:
            return [step(one, int(value), language)]
    return str(value).splitlines()


def step(one: Question, at: int, language: str) -> str:
    """A step of a scale, its end named."""
    name = {one.scale[0]: one.low, one.scale[-1]: one.high}.get(at)
    words = told(name, language) if name else ""
    return f"{at} – {words}" if words else str(at)


def _row(row: Option, value: Mapping[str, str], labels: Mapping[str, str], language: str) -> str:
    return _("%(line)s: %(answer)s") % {"line": told(row.label, language), "answer": labels.get(value[row.code], "")}
