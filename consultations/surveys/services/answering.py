"""Answers are sent: once by each person, checked against what was asked, with a receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from consultations.surveys import sentences
from consultations.surveys.errors import AnsweredAlready, AnswersRefused, SurveyRefused
from consultations.surveys.models import Attendance, Response
from consultations.surveys.rules.answers import Answers, checked, full, has_limits
from consultations.surveys.rules.questionnaire import Mode, Questionnaire
from consultations.surveys.services.building import questionnaire
from dreamplus.participation import audience
from dreamplus.participation.errors import NotOpen
from dreamplus.participation.models import Activity, Receipt
from dreamplus.participation.rules.audience import Act
from dreamplus.participation.services.contributions import create_contribution, withdraw_contribution
from dreamplus.participation.services.receipts import issue_receipt
from dreamplus.participation.through import ON_LINE, Through
from dreamplus.people.models import User

RECEIPT_KIND = "survey"


@dataclass(frozen=True)
class Sent:
    """`new` is False for what was sent before under the same key, or corrects what was sent."""

    response: Response
    receipt: Receipt
    new: bool


def send_answers(
    *,
    activity: Activity,
    person: User | None,
    answers: Mapping[str, Any],
    key: UUID,
    language: str,
    at: datetime,
    through: Through = ON_LINE,
) -> Sent:
    """Keeps the answers, or those that correct them where the survey is not anonymous.

    `key`: of the form; the same one twice is once. Raises `AnswersRefused` with each answer that cannot be taken,
    `AnsweredAlready`, `SurveyRefused` for who is not of the audience, `NotOpen`, `MayNotWrite`.
    """
    refusal = audience.check(person or AnonymousUser(), activity, Act.CONTRIBUTE)
    if refusal is not None:
        raise SurveyRefused(refusal.sentence)
    asked = questionnaire(activity)
    kept = _taken(asked, answers)
    try:
        return _send(activity, asked, person, kept, key, language, at, through)
    except IntegrityError:  # the same form, sent at this very moment by another request
        return _send(activity, asked, person, kept, key, language, at, through)


def _taken(asked: Questionnaire, answers: Mapping[str, Any]) -> Answers:
    kept, refused = checked(asked, answers)
    if refused:
        raise AnswersRefused(refused, _("Some answers are still to be put right."))
    if not kept:
        raise SurveyRefused(_("Answer one question at least."))
    return kept


@transaction.atomic
def _send(
    activity: Activity,
    asked: Questionnaire,
    person: User | None,
    kept: Answers,
    key: UUID,
    language: str,
    at: datetime,
    through: Through,
) -> Sent:
    current = Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
    if not current.is_open(at):
        raise NotOpen(_("This survey is closed: nothing can be sent any more."))
    before = _before(current, asked, person, key)
    own = before.answers if before else {}
    if has_limits(asked) and (refused := full(asked, _changed(kept, own), counts(current, asked))):
        raise AnswersRefused(refused, sentences.problem(refused[0]))
    if before is not None:
        return _corrected(before, kept, language, person)
    joined = person is None or asked.mode != Mode.ANONYMOUS
    contribution = None
    if person is not None and joined:
        contribution = create_contribution(activity=current, author=person, at=at, through=through)
    receipt = issue_receipt(activity=current, kind=RECEIPT_KIND, at=at, person=person, contribution=contribution)
    response = Response.objects.create(
        uuid=uuid4() if person is not None else key,
        activity=current,
        contribution=contribution,
        receipt=receipt if joined else None,
        answers=kept,
        channel=through.channel,
        language=language,
        day=localdate(at),
    )
    if person is not None:
        Attendance.objects.create(activity=current, person=person, response=response if joined else None)
    return Sent(response, receipt, new=True)


def _before(activity: Activity, asked: Questionnaire, person: User | None, key: UUID) -> Response | None:
    """What this person sent before, or this very form. Raises `AnsweredAlready` where it can no longer be told."""
    if person is None:
        return Response.objects.filter(pk=key, activity=activity).first()
    seat = Attendance.objects.filter(activity=activity, person=person).select_related("response__receipt").first()
    if seat is None:
        return None
    if seat.response is None:
        raise AnsweredAlready(
            _("You have answered already. The survey is anonymous: your answers can no longer be told from the others.")
        )
    return seat.response


def _corrected(response: Response, kept: Answers, language: str, person: User | None) -> Sent:
    if person is not None and response.answers != kept:
        response.answers, response.language = kept, language
        response.save(update_fields=["answers", "language"])
    assert response.receipt is not None  # noqa: S101 - only an answer that nothing joins to its person has none
    return Sent(response, response.receipt, new=False)


def _changed(kept: Answers, own: Mapping[str, Any]) -> Answers:
    """What is chosen now and was not before: one's own answer takes no place twice."""
    return {code: value for code, value in kept.items() if value != own.get(code)}


def counts(activity: Activity, asked: Questionnaire) -> dict[str, dict[str, int]]:
    """How often the options that can be full were chosen, by question: a query for each question that has some."""
    found: dict[str, dict[str, int]] = {}
    for one in asked:
        if any(option.most is not None for option in one.options):
            rows = Response.objects.filter(activity=activity).order_by().values_list(f"answers__{one.code}")
            found[one.code] = {code: number for code, number in rows.annotate(Count("pk")) if code}
    return found


@transaction.atomic
def withdraw_answers(*, activity: Activity, person: User, at: datetime) -> None:
    """Takes back what this person sent, until the closing. Raises `SurveyRefused` where nothing tells it apart."""
    current = Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
    if not current.is_open(at):
        raise NotOpen(_("This survey is closed: what was sent has been counted."))
    seat = Attendance.objects.filter(activity=current, person=person).select_related("response__contribution").first()
    if seat is None or seat.response is None:
        raise SurveyRefused(_("There is no answer of yours that can be told from the others."))
    response, contribution = seat.response, seat.response.contribution
    seat.delete()
    response.delete()
    if contribution is not None:
        withdraw_contribution(contribution=contribution, by=person, at=at)
