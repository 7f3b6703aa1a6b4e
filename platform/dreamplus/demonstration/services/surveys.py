"""Surveys of the demonstration, answered on a screen and on paper by the services everybody uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from wagtail.models import Page

from consultations.surveys.pages import SurveyPage
from consultations.surveys.rules.answers import checked
from consultations.surveys.rules.questionnaire import (
    Condition,
    Kind,
    Mode,
    Option,
    Question,
    Questionnaire,
    Screen,
)
from consultations.surveys.services.answering import send_answers
from consultations.surveys.services.building import create_survey
from consultations.surveys.services.entering import enter_sheet
from dreamplus.demonstration.content.shapes import QuestionWords, SurveyWords
from dreamplus.participation.enums import Channel
from dreamplus.participation.models import Receipt
from dreamplus.participation.services import freeze, schedule
from dreamplus.people.models import User

STRIDE = 7
"""So that no two questions are answered in step."""


def make_survey(
    process: Page, words: SurveyWords, *, voters: Sequence[User], agent: User, closes_at: datetime, at: datetime
) -> None:
    """From its opening to now."""
    opening = at + timedelta(hours=words.opens_in)
    asked = questionnaire(words)
    page = create_survey(
        parent=Page.objects.get(pk=process.pk),
        title=words.words.title,
        summary=words.words.summary,
        opens_at=opening,
        closes_at=closes_at,
        asked=asked,
        by=agent,
        at=opening,
    )
    SurveyPage.objects.filter(pk=page.pk).update(slug=words.slug, url_path=f"{process.url_path}{words.slug}/")
    page.refresh_from_db()
    page.save_revision().publish()
    activity = page.activity
    schedule(activity=activity, at=opening)
    freeze(activity=activity, at=opening)
    ends = min(at, closes_at)
    for number, answers in enumerate(_answers(words, asked, words.people + words.sheets)):
        given: dict[str, Any] = {"activity": activity, "answers": answers, "language": "fr"}
        moment = opening + (ends - opening) * ((number + 1) / (words.people + words.sheets + 2))
        if number < words.people:
            send_answers(**given, person=voters[number], key=uuid4(), at=moment)
        else:
            sheet = str(number - words.people + 1)
            enter_sheet(**given, sheet=sheet, channel=Channel.PAPER, by=agent, at=moment)
    # Neighbours without a name have no mailbox to flood.
    Receipt.objects.filter(activity=activity).update(person=None)


def questionnaire(words: SurveyWords) -> Questionnaire:
    """What is asked, as the rules keep it."""
    number, screens = 0, []
    for at, (title, questions) in enumerate(words.screens, start=1):
        made = []
        for one in questions:
            number += 1
            made.append(_question(f"q{number}", one))
        screens.append(Screen(f"s{at}", _words(title), tuple(made)))
    return Questionnaire(tuple(screens), Mode(words.mode), last=number + len(screens))


def _question(code: str, one: QuestionWords) -> Question:
    low, high = one.ends
    return Question(
        code,
        Kind(one.kind),
        _words(one.label),
        required=one.required,
        options=_listed("o", one.options),
        rows=_listed("r", one.rows),
        steps=one.steps,
        low=_words(low),
        high=_words(high),
        only_if=Condition(f"q{one.only_if[0]}", (f"o{one.only_if[1]}",)) if one.only_if else None,
    )


def _listed(letter: str, labels: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(f"{letter}{number}", _words(label)) for number, label in enumerate(labels, start=1))


def _words(text: str) -> dict[str, str]:
    return {"fr": text} if text else {}


def _answers(words: SurveyWords, asked: Questionnaire, people: int) -> Iterator[dict[str, Any]]:
    """Of each of them; what their path does not ask is dropped."""
    told = [one for _title, questions in words.screens for one in questions]
    for number in range(people):
        given = {
            one.code: _answer(said, number, place) for place, (one, said) in enumerate(zip(asked, told, strict=True))
        }
        yield checked(asked, given)[0]


def _answer(one: QuestionWords, number: int, place: int) -> Any:
    codes = [f"o{at}" for at in range(1, len(one.options) + 1)]
    turn = number * STRIDE + 3 * place
    match Kind(one.kind):
        case Kind.LONG | Kind.SHORT:
            return one.texts[number] if number < len(one.texts) else None
        case Kind.SCALE:
            return _picked(one.weights, turn) + (0 if one.steps == 11 else 1)
        case Kind.SEVERAL:
            return [code for at, code in enumerate(codes) if (turn + 5 * at) % 11 < one.weights[at]]
        case Kind.MATRIX:
            rows = enumerate(one.rows, start=1)
            return {f"r{row}": codes[_picked(one.weights, turn + 2 * row)] for row, _label in rows}
        case Kind.RANKING:
            first = _picked(one.weights, turn)
            return [*codes[first:], *codes[:first]][:3]
    return codes[_picked(one.weights, turn)]


def _picked(weights: Sequence[int], turn: int) -> int:
    """The option whose share of the weights `turn` falls in."""
    left = turn % sum(weights)
    for place, weight in enumerate(weights):
        if left < weight:
            return place
        left -= weight
    raise AssertionError("weights add up to their sum")
