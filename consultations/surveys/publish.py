"""The public result of a survey: what was asked and what the answers say together, never an answer, never a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from consultations.surveys.models import SurveyResult
from consultations.surveys.rules.questionnaire import Question, Questionnaire, told
from consultations.surveys.services.building import RULE
from dreamplus.participation.models import Activity

COLUMNS = ("question", "label", "line", "answer", "answer_label", "number")


def result(activity: Activity) -> dict[str, Any] | None:
    """What was counted last, with the words of what was asked; None before the first count. `publishing` has looked at
    the seal."""
    data = SurveyResult.objects.filter(activity=activity).values_list("data", flat=True).first()
    if data is None:
        return None
    asked = activity.rules.get(RULE, {})
    return {"type": "survey-result", "activity": str(activity.uuid), "questionnaire": asked, **data}


def rows(found: Mapping[str, Any], language: str) -> Iterable[list[Any]]:
    """A line for each count: of a question, of each of its answers; an empty number is one that is not shown."""
    yield ["", "", "", "", "", found["number"]]
    for channel, number in found["channels"].items():
        yield ["", "", "channel", channel, "", number]
    for one in Questionnaire.read(found["questionnaire"]):
        yield from _of(one, found["questions"].get(one.code, {}), language)


def _of(one: Question, data: Mapping[str, Any], language: str) -> Iterable[list[Any]]:
    label = told(one.label, language)
    labels = {option.code: told(option.label, language) for option in one.options}
    yield [one.code, label, "", "", "", data.get("number", 0)]
    for code, number in data.get("counts", {}).items():
        yield [one.code, label, "", code, labels.get(code, code), number]
    for row, counted in data.get("rows", {}).items():
        for code, number in counted["counts"].items():
            yield [one.code, label, row, code, labels.get(code, code), number]
    for code, ranked in data.get("ranks", {}).items():
        yield [one.code, label, "first", code, labels.get(code, code), ranked["first"]]
        yield [one.code, label, "mean rank", code, labels.get(code, code), ranked["mean"]]
    for name in ("mean", "median"):
        if data.get(name) is not None:
            yield [one.code, label, name, "", "", data[name]]
