"""Results as a page draws them: a chart and its table for each question, and what is not shown said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.surveys import sentences
from consultations.surveys.rules.questionnaire import WRITTEN, Kind, Question, Questionnaire, told
from consultations.surveys.rules.results import SMALLEST
from dreamplus.participation.enums import Channel
from dreamplus.theming.charts import Bar


@dataclass(frozen=True)
class Drawn:
    """One chart. `whole`: of which the bars are shares. `note`: what is not shown."""

    title: str
    rows: list[Bar]
    whole: int
    note: str = ""


@dataclass(frozen=True)
class QuestionResult:
    """What was answered to one question: charts, and sentences beside them."""

    label: str
    number: int
    charts: list[Drawn] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def results(asked: Questionnaire, data: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Of every question, and how people answered."""
    questions = data.get("questions", {})
    return {
        "number": data.get("number", 0),
        "channels": [
            {"label": Channel(name).label, "number": number} for name, number in data.get("channels", {}).items()
        ],
        "questions": [_question(one, questions.get(one.code, {}), language) for one in asked],
        "smallest": SMALLEST,
    }


def _question(one: Question, data: Mapping[str, Any], language: str) -> QuestionResult:
    label, number = told(one.label, language), data.get("number", 0)
    if not number:
        return QuestionResult(label, 0, notes=[_("Nobody answered this question.")])
    if one.kind in WRITTEN:
        sentence = ngettext("%(number)d text, read by the agents.", "%(number)d texts, read by the agents.", number)
        return QuestionResult(label, number, notes=[sentence % {"number": number}])
    if data.get("few"):
        return QuestionResult(label, number, notes=[_("Too few answers to be shown without naming anybody.")])
    labels = {option.code: told(option.label, language) for option in one.options}
    match one.kind:
        case Kind.MATRIX | Kind.CARDS:
            rows = {row.code: told(row.label, language) for row in one.rows}
            charts = [_chart(rows[code], row["counts"], row["number"], labels) for code, row in data["rows"].items()]
            return QuestionResult(label, number, charts)
        case Kind.RANKING:
            return _ranking(label, number, data["ranks"], labels)
        case Kind.SCALE:
            labels = {str(step): sentences.step(one, step, language) for step in one.scale}
        case Kind.DATE:
            labels = {month: _month(month) for month in data["counts"]}
    notes = [
        sentence % {"value": number_format(value, 1 if name == "mean" else None)}
        for name, sentence in (("mean", _("Mean: %(value)s")), ("median", _("Half answered %(value)s or less.")))
        if (value := data.get(name)) is not None
    ]
    return QuestionResult(label, number, [_chart(label, data["counts"], number, labels)], notes)


def _chart(title: str, counts: Mapping[str, int | None], number: int, labels: Mapping[str, str]) -> Drawn:
    """What is not shown is named under the chart: a bar of nothing would say that nobody chose it."""
    rows = [Bar(labels.get(code, code), count) for code, count in counts.items() if count is not None]
    hidden = [labels.get(code, code) for code, count in counts.items() if count is None]
    told = _("Not shown, so that few people are not recognised: %(answers)s.") % {"answers": ", ".join(hidden)}
    return Drawn(title, rows, number, told if hidden else "")


def _ranking(label: str, number: int, ranks: Mapping[str, Any], labels: Mapping[str, str]) -> QuestionResult:
    """By mean rank, the best first; a bar for how many ranked it first."""
    order = sorted(ranks, key=lambda code: (ranks[code]["mean"] is None, ranks[code]["mean"] or 0))
    chart = _chart(_("Ranked first"), {code: ranks[code]["first"] for code in order}, number, labels)
    means = [
        _("%(option)s: mean rank %(value)s") % {"option": labels[code], "value": number_format(ranks[code]["mean"], 1)}
        for code in order
        if ranks[code]["mean"] is not None
    ]
    return QuestionResult(label, number, [chart], means)


def _month(month: str) -> str:
    return date_format(date.fromisoformat(f"{month}-01"), "F Y")
