"""What stops a questionnaire from being asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from consultations.surveys.rules.questionnaire import (
    DECIDES,
    OPTIONS_MOST,
    QUESTIONS_MOST,
    ROWS_MOST,
    SCREENS_MOST,
    STEPS,
    WITH_OPTIONS,
    WITH_ROWS,
    Condition,
    Kind,
    Option,
    Question,
    Questionnaire,
)


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
