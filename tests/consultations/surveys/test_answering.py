"""Answers are sent once by each person, corrected or withdrawn where they can be, counted at the closing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail

from consultations.surveys.errors import AnsweredAlready, AnswersRefused, SurveyRefused
from consultations.surveys.models import Attendance, Response, SurveyResult
from consultations.surveys.rules.answers import Problem
from consultations.surveys.rules.questionnaire import Kind, Mode, Option, Question, Questionnaire, Screen
from consultations.surveys.services import counting
from consultations.surveys.services.answering import Sent, send_answers, withdraw_answers
from consultations.surveys.services.building import change
from consultations.surveys.services.entering import enter_sheet, take_sheet_back
from dreamplus.core.models import AccessLog
from dreamplus.core.tasks.testing import run_all
from dreamplus.participation import publishing
from dreamplus.participation.enums import Channel, Visibility
from dreamplus.participation.errors import NotOpen, RulesFrozen
from dreamplus.participation.models import Activity, Contribution, Receipt
from dreamplus.participation.services import settle_due
from dreamplus.people.models import User
from dreamplus.people.testing import make_person

from ..conftest import DAY, NOON
from .conftest import RIDES, WALKS, kept

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
Answer = Callable[..., Sent]
MakeSurvey = Callable[..., Activity]


def test_answers_are_kept_with_a_receipt(survey: Activity, answer: Answer, marie: User) -> None:
    sent = answer(marie, RIDES)
    assert sent.new
    assert kept(survey) == [RIDES]
    response = Response.objects.get()
    assert response.contribution is not None
    assert (response.contribution.author, response.channel, response.day) == (marie, "web", NOON.date())
    assert (sent.receipt.person, sent.receipt.contribution) == (marie, response.contribution)
    run_all()
    assert [letter.to for letter in mail.outbox] == [[marie.email]]


def test_one_person_answers_once_and_corrects(survey: Activity, answer: Answer, marie: User) -> None:
    first = answer(marie, RIDES)
    again = answer(marie, WALKS)
    assert (again.new, again.receipt, kept(survey)) == (False, first.receipt, [WALKS])
    assert Contribution.objects.count() == Receipt.objects.count() == 1


def test_of_an_anonymous_survey_nothing_joins_the_answer_to_the_person(make_survey: MakeSurvey, marie: User) -> None:
    survey = make_survey(mode=Mode.ANONYMOUS)
    sent = send(survey, marie)
    response, seat = Response.objects.get(), Attendance.objects.get()
    assert (response.contribution, response.receipt, seat.response, seat.person) == (None, None, None, marie)
    assert sent.receipt.person == marie
    with pytest.raises(AnsweredAlready):
        send(survey, marie, RIDES)
    assert kept(survey) == [WALKS]
    with pytest.raises(SurveyRefused):
        withdraw_answers(activity=survey, person=marie, at=NOON)
    settle_due(NOON + 11 * DAY)
    assert not Attendance.objects.exists()
    assert Receipt.objects.get().person is None
    assert kept(survey) == [WALKS]


def send(survey: Activity, person: User | None, answers: dict[str, Any] | None = None, **values: Any) -> Sent:
    given: dict[str, Any] = {"key": uuid4(), "language": "fr", "at": NOON} | values
    return send_answers(activity=survey, person=person, answers=answers or WALKS, **given)


def test_without_an_account_the_same_form_is_one_answer(make_survey: MakeSurvey) -> None:
    survey, key = make_survey(anyone=True), uuid4()
    first, second = send(survey, None, key=key), send(survey, None, key=key)
    assert (first.new, second.new, first.receipt) == (True, False, second.receipt)
    send(survey, None, RIDES)
    assert len(kept(survey)) == 2
    assert not Attendance.objects.exists()


def test_who_is_not_of_the_audience_is_told_and_keeps_nothing(survey: Activity) -> None:
    with pytest.raises(SurveyRefused, match="e-mail"):
        send(survey, None)
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("answers", "problems"),
    [
        ({"q4": "Un mot"}, {"q1": Problem.MISSING}),
        ({"q1": "o9", "q4": "x" * 5_001}, {"q1": Problem.UNKNOWN, "q4": Problem.TOO_LONG}),
        ({"q1": "o2", "q2": ["o1", "zz"]}, {"q2": Problem.UNKNOWN}),
    ],
)
def test_what_cannot_be_taken_is_told_all_at_once(
    survey: Activity, marie: User, answers: dict[str, Any], problems: dict[str, Problem]
) -> None:
    with pytest.raises(AnswersRefused) as refused:
        send(survey, marie, answers)
    assert {one.question: one.problem for one in refused.value.refused} == problems
    assert not Response.objects.exists()
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("days", [-1, 10, 12])
def test_outside_its_dates_nothing_is_sent(survey: Activity, marie: User, days: int) -> None:
    with pytest.raises(NotOpen):
        send(survey, marie, at=NOON + days * DAY)
    assert not Response.objects.exists()


def test_withdrawn_answers_are_gone_and_may_be_given_again(survey: Activity, answer: Answer, marie: User) -> None:
    answer(marie)
    withdraw_answers(activity=survey, person=marie, at=NOON)
    assert not Response.objects.exists()
    assert not Attendance.objects.exists()
    assert answer(marie, RIDES).new
    with pytest.raises(NotOpen):
        withdraw_answers(activity=survey, person=marie, at=NOON + 10 * DAY)


def test_places_are_limited_and_ones_own_is_not_taken_twice(make_survey: MakeSurvey, marie: User, karim: User) -> None:
    days = (Option("o1", {"fr": "Lundi"}, most=1), Option("o2", {"fr": "Mardi"}))
    question = Question("q1", Kind.SINGLE, {"fr": "Quel jour ?"}, options=days)
    survey = make_survey(Questionnaire((Screen("s1", questions=(question,)),), last=2))
    send(survey, marie, {"q1": "o1"})
    assert not send(survey, marie, {"q1": "o1"}).new
    with pytest.raises(AnswersRefused) as refused:
        send(survey, karim, {"q1": "o1"})
    assert [one.problem for one in refused.value.refused] == [Problem.FULL]
    send(survey, karim, {"q1": "o2"})
    assert sorted(one["q1"] for one in kept(survey)) == ["o1", "o2"]


def test_what_is_asked_changes_no_more_once_it_is_open(survey: Activity, marie: User) -> None:
    settle_due(NOON)
    survey.refresh_from_db()
    before = survey.rules_hash
    with pytest.raises(RulesFrozen):
        change(activity=survey, to=lambda asked: replace(asked, screens=()), at=NOON)
    survey.refresh_from_db()
    assert (survey.rules_hash, bool(before)) == (before, True)


# Paper ----------------------------------------------------------------------------------------------------------------
def enter(
    survey: Activity, agent: User, sheet: str = "12", answers: dict[str, Any] | None = None, **values: Any
) -> Response:
    given: dict[str, Any] = {"channel": Channel.PAPER, "language": "fr", "by": agent, "at": NOON} | values
    return enter_sheet(activity=survey, sheet=sheet, answers=answers or WALKS, **given)


def test_a_sheet_is_entered_once_and_leaves_who_entered_it_in_the_log_alone(survey: Activity, agent: User) -> None:
    enter(survey, agent, " 12 ", {"q4": "Sans la première question"})
    with pytest.raises(SurveyRefused, match="12"):
        enter(survey, agent, "12")
    response = Response.objects.get()
    assert (response.sheet, response.channel, response.contribution) == ("12", "paper", None)
    assert AccessLog.objects.filter(purpose="surveys.enter", actor_id=agent.pk).count() == 1
    assert take_sheet_back(activity=survey, sheet="12", by=agent, at=NOON)
    assert not take_sheet_back(activity=survey, sheet="12", by=agent, at=NOON)
    assert not Response.objects.exists()


def test_what_was_given_on_a_screen_is_never_taken_back_as_a_sheet(
    survey: Activity, answer: Answer, marie: User, agent: User
) -> None:
    answer(marie)
    assert not take_sheet_back(activity=survey, sheet="", by=agent, at=NOON)
    assert Response.objects.count() == 1


@pytest.mark.parametrize(("sheet", "answers"), [(" ", WALKS), ("13", {"q9": "rien"}), ("14", {"q1": "o9"})])
def test_a_sheet_that_cannot_be_entered_changes_nothing(
    survey: Activity, agent: User, sheet: str, answers: dict[str, Any]
) -> None:
    with pytest.raises(SurveyRefused):
        enter(survey, agent, sheet, answers)
    assert not Response.objects.exists()


def test_sheets_are_entered_until_the_result_is_counted(survey: Activity, agent: User) -> None:
    after = NOON + 10 * DAY
    enter(survey, agent, "1", at=after)
    settle_due(after)
    with pytest.raises(NotOpen):
        enter(survey, agent, "2", at=after)
    with pytest.raises(NotOpen):
        take_sheet_back(activity=survey, sheet="1", by=agent, at=after)


# Counting -------------------------------------------------------------------------------------------------------------
def test_at_the_closing_every_channel_is_counted_together(survey: Activity, answer: Answer, agent: User) -> None:
    for _number in range(6):
        answer(make_person(), RIDES)
    for number in range(5):
        enter(survey, agent, str(number))
    assert publishing.published(survey, NOON) is None, "sealed while it is open"
    settle_due(NOON + 10 * DAY)
    survey.refresh_from_db()
    data = publishing.published(survey, NOON + 10 * DAY)
    assert data is not None
    assert (data["number"], data["channels"]) == (11, {"paper": 5, "web": 6})
    assert data["questions"]["q1"] == {"number": 11, "counts": {"o1": 5, "o2": 6, "o3": 0}}
    assert data["questions"]["q4"] == {"number": 5}


def test_a_sheet_entered_between_the_count_and_the_settling_is_counted(survey: Activity, agent: User) -> None:
    counting.prepare(survey)
    enter(survey, agent, "1")
    counting.settle(survey, NOON)
    assert SurveyResult.objects.get().data["number"] == 1


def test_live_results_are_counted_when_answers_came(make_survey: MakeSurvey, marie: User) -> None:
    survey = make_survey(opened=False)
    Activity.objects.filter(pk=survey.pk).update(results_visibility=Visibility.LIVE, scheduled_at=NOON)
    survey.refresh_from_db()
    assert counting.count_live(NOON) == 0
    send(survey, marie)
    assert counting.count_live(NOON) == 1
    assert counting.count_live(NOON) == 0
    told = publishing.published(survey, NOON)
    assert told is not None
    assert told["number"] == 1


def test_a_chunk_at_a_time_counts_the_same(survey: Activity, answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    for answers in (RIDES, WALKS) * 6:
        answer(make_person(), answers)
    whole = counting.count(survey, at=NOON).data
    monkeypatch.setattr(counting, "CHUNK", 5)
    assert counting.count(survey, at=NOON).data == whole
