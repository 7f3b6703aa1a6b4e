"""A consultation with a survey of three screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from consultations.pages import ProcessPage
from consultations.services.opening import open_process
from consultations.surveys.models import Response
from consultations.surveys.pages import SurveyPage
from consultations.surveys.rules.questionnaire import Condition, Kind, Mode, Option, Question, Questionnaire, Screen
from consultations.surveys.services.answering import Sent, send_answers
from consultations.surveys.services.building import create_survey
from dreamplus.participation.models import Activity
from dreamplus.participation.rules.audience import ANYONE, Audience
from dreamplus.participation.services import set_audience
from dreamplus.people.models import User

from ..conftest import DAY, NOON


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(f"o{number}", {"fr": label}) for number, label in enumerate(labels, start=1))


def bike() -> Questionnaire:
    """How people come; where those who come by bike leave it; what they think, and a word."""
    how = Question(
        "q1",
        Kind.SINGLE,
        {"fr": "Comment venez-vous ?"},
        options=options("À pied", "À vélo", "En voiture"),
        required=True,
    )
    where = Question("q2", Kind.SEVERAL, {"fr": "Où laissez-vous le vélo ?"}, options=options("Gare", "Place", "École"))
    views = Question(
        "q3",
        Kind.MATRIX,
        {"fr": "Qu’en pensez-vous ?"},
        options=options("Bien", "Mal"),
        rows=(Option("r1", {"fr": "Les pistes"}), Option("r2", {"fr": "Les arceaux"})),
    )
    word = Question("q4", Kind.LONG, {"fr": "Un mot ?"})
    return Questionnaire(
        (
            Screen("s1", {"fr": "Vous"}, (how,)),
            Screen("s2", {"fr": "Votre vélo"}, (where,), only_if=Condition("q1", ("o2",))),
            Screen("s3", {"fr": "Votre avis"}, (views, word)),
        ),
        last=6,
    )


@pytest.fixture
def make_survey(make_process: Callable[..., ProcessPage], agent: User) -> Callable[..., Activity]:
    """Open from noon for ten days; `asked` changes what is asked, `mode` who may be recognised."""

    def make(
        asked: Questionnaire | None = None,
        *,
        mode: Mode = Mode.CONFIDENTIAL,
        anyone: bool = False,
        opened: bool = True,
        title: str = "Le vélo et vous",
    ) -> Activity:
        process = make_process(f"Plan vélo {title}", opened=False, collection=None)
        page = create_survey(
            parent=process,
            title=title,
            summary="Trois minutes.",
            opens_at=NOON,
            closes_at=NOON + 10 * DAY,
            asked=replace(asked or bike(), mode=mode),
            by=agent,
            at=NOON,
        )
        if anyone:
            set_audience(activity=page.activity, audience=Audience(ANYONE), at=NOON)
        if opened:
            open_process(process=process, by=agent, at=NOON)
        return Activity.objects.get(pk=page.activity_id)

    return make


@pytest.fixture
def survey(make_survey: Callable[..., Activity]) -> Activity:
    return make_survey()


@pytest.fixture
def survey_page(survey: Activity) -> SurveyPage:
    return SurveyPage.objects.get(activity=survey)


WALKS: dict[str, Any] = {"q1": "o1", "q4": "Des bancs."}
RIDES: dict[str, Any] = {"q1": "o2", "q2": ["o1", "o3"], "q3": {"r1": "o1", "r2": "o2"}}


@pytest.fixture
def answer(survey: Activity) -> Callable[..., Sent]:
    def make(person: User | None, answers: dict[str, Any] | None = None, **values: Any) -> Sent:
        given: dict[str, Any] = {"activity": survey, "key": uuid4(), "language": "fr", "at": NOON} | values
        return send_answers(person=person, answers=answers or WALKS, **given)

    return make


def kept(activity: Activity) -> list[dict[str, Any]]:
    return list(Response.objects.filter(activity=activity).values_list("answers", flat=True))
