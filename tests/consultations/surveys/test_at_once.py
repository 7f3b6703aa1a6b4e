"""What many do with a survey at the same instant."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from consultations.surveys.errors import AnswersRefused, SurveyRefused
from consultations.surveys.models import Attendance, Response
from consultations.surveys.rules.questionnaire import Kind, Mode, Option, Question, Questionnaire, Screen
from consultations.surveys.services.answering import send_answers
from consultations.surveys.services.entering import enter_sheet
from dreamplus.participation.enums import Channel
from dreamplus.participation.models import Activity, Receipt
from dreamplus.people.models import User
from dreamplus.people.testing import make_person

from ..conftest import NOON
from ..proposals.test_at_once import at_once
from .conftest import WALKS

pytestmark = pytest.mark.database_promise


@pytest.fixture
def real(own_database: Any, request: pytest.FixtureRequest) -> Any:
    """`make_survey` in a database of its own, where commits are real."""
    return request.getfixturevalue("make_survey")


def sending(survey: Activity, person: User | None, answers: dict[str, Any], **values: Any) -> Any:
    given: dict[str, Any] = {"key": uuid4(), "language": "fr", "at": NOON} | values
    return lambda: send_answers(activity=survey, person=person, answers=answers, **given)


@pytest.mark.parametrize("mode", [Mode.CONFIDENTIAL, Mode.ANONYMOUS])
def test_one_person_who_sends_sixteen_times_at_once_answers_once(real: Any, mode: Mode) -> None:
    survey, marie = real(mode=mode), make_person()
    errors = at_once([sending(survey, marie, WALKS) for _time in range(16)])
    assert {type(error).__name__ for error in errors} <= {"AnsweredAlready"}
    assert (Response.objects.count(), Attendance.objects.count(), Receipt.objects.count()) == (1, 1, 1)


def test_one_form_without_an_account_sent_sixteen_times_at_once_is_one_answer(real: Any) -> None:
    survey, key = real(anyone=True), uuid4()
    assert at_once([sending(survey, None, WALKS, key=key) for _time in range(16)]) == []
    assert (Response.objects.count(), Receipt.objects.count()) == (1, 1)


def test_the_last_place_is_given_once(real: Any) -> None:
    days = (Option("o1", {"fr": "Lundi"}, most=1), Option("o2", {"fr": "Mardi"}))
    question = Question("q1", Kind.SINGLE, {"fr": "Quel jour ?"}, options=days)
    survey = real(Questionnaire((Screen("s1", questions=(question,)),), last=2))
    errors = at_once([sending(survey, make_person(), {"q1": "o1"}) for _person in range(12)])
    assert [type(error) for error in errors] == [AnswersRefused] * 11
    assert Response.objects.filter(answers__q1="o1").count() == 1


def test_a_sheet_that_two_agents_enter_at_once_is_entered_once(real: Any, request: pytest.FixtureRequest) -> None:
    survey, agent = real(), request.getfixturevalue("agent")
    given: dict[str, Any] = {"sheet": "12", "answers": WALKS, "channel": Channel.PAPER, "language": "fr", "at": NOON}
    errors = at_once([lambda: enter_sheet(activity=survey, by=agent, **given)] * 8)
    assert [type(error) for error in errors] == [SurveyRefused] * 7
    assert Response.objects.count() == 1
