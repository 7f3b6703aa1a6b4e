"""Two questions crossed, or a question and how people answered: for agents, small groups hidden."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from consultations.surveys import sentences
from consultations.surveys.models import Response
from consultations.surveys.rules.questionnaire import Kind, Question, Questionnaire, told
from dreamplus.participation.enums import Channel
from dreamplus.participation.models import Activity
from dreamplus.participation.rules.disclosure import shown_lines

CHANNEL = "channel"
CROSSED = frozenset({Kind.SINGLE, Kind.SCALE})
"""Each person gives one answer: lines and columns add up."""


@dataclass(frozen=True)
class Line:
    """`cells` None where the line is told by its total alone."""

    label: str
    total: int
    cells: list[int] | None


@dataclass(frozen=True)
class Table:
    columns: list[str]
    lines: list[Line]

    @property
    def hides(self) -> bool:
        return any(line.cells is None for line in self.lines)


def choices(asked: Questionnaire, language: str) -> list[tuple[str, str]]:
    """What may stand in a line or a column."""
    questions = [(one.code, told(one.label, language)) for one in asked if one.kind in CROSSED]
    return [*questions, (CHANNEL, _("How people answered"))] if questions else []


def cross(activity: Activity, asked: Questionnaire, lines: str, columns: str, language: str) -> Table:
    """Of those who answered both, in one query. `lines` and `columns`: of `choices`, not the same."""
    across = _labels(asked, columns, language)
    counted: dict[str, dict[str, int]] = {code: dict.fromkeys(across, 0) for code in _labels(asked, lines, language)}
    rows = Response.objects.filter(activity=activity).order_by().values_list(_column(lines), _column(columns))
    for line, column, number in rows.annotate(Count("pk")):
        if str(line) in counted and str(column) in across:
            counted[str(line)][str(column)] = number
    counted = {line: cells for line, cells in counted.items() if any(cells.values())}
    shown = shown_lines(counted)
    labels = _labels(asked, lines, language)
    told_lines = [
        Line(labels[line], sum(cells.values()), list(cells.values()) if line in shown else None)
        for line, cells in counted.items()
    ]
    return Table(list(across.values()), told_lines)


def _column(code: str) -> str:
    return CHANNEL if code == CHANNEL else f"answers__{code}"


def _labels(asked: Questionnaire, code: str, language: str) -> dict[str, str]:
    """Answers by code, in their order."""
    if code == CHANNEL:
        return {value: str(label) for value, label in Channel.choices}
    question = asked.question(code) or Question(code, Kind.SINGLE, {})
    if question.kind == Kind.SCALE:
        return {str(step): sentences.step(question, step, language) for step in question.scale}
    return {option.code: told(option.label, language) for option in question.options}
