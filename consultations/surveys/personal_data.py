"""What surveys hold about a person: answers that their contribution joins to them, what is being answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from consultations.surveys.models import Attendance, Draft, Response
from consultations.surveys.rules.questionnaire import WRITTEN
from consultations.surveys.services.building import questionnaire
from dreamplus.people import personal_data
from dreamplus.people.models import User


def register() -> None:
    """Called once, when the applications are ready."""
    for model, export, erase, withdraw, what, keep in (
        ("surveys.Response", _responses, _keep_counted, _take_words, _("Your answers to surveys"), "public_record"),
        (
            "surveys.Attendance",
            _attendances,
            personal_data.goes_with_the_account,
            None,
            _("The surveys you answered"),
            "public_record",
        ),
        ("surveys.Draft", _drafts, _forget_drafts, None, _("What you are answering"), "draft"),
    ):
        personal_data.register(
            personal_data.PersonalData(
                model, export, erase, what=what, why="participation", keep=keep, withdraw=withdraw
            )
        )
    personal_data.exempt("surveys.SurveyResult", because="counts of five people at least, and no words of anybody")


def _responses(user: User) -> list[dict[str, Any]]:
    found = Response.objects.filter(contribution__author=user).select_related("activity").order_by("day", "uuid")
    return [{"survey": one.activity.title, "day": one.day.isoformat(), "answers": one.answers} for one in found]


def _attendances(user: User) -> list[dict[str, Any]]:
    found = Attendance.objects.filter(person=user).select_related("activity").order_by("pk")
    return [{"survey": one.activity.title} for one in found]


def _drafts(user: User) -> list[dict[str, Any]]:
    found = Draft.objects.filter(person=user).select_related("activity").order_by("pk")
    return [{"survey": one.activity.title, "answers": one.answers, "saved": one.saved_at.isoformat()} for one in found]


def _keep_counted(*, user: User, at: datetime) -> None:
    """What was counted stays; its contribution, kept by `participation`, loses its author."""


def _take_words(*, user: User, at: datetime) -> None:
    """Boxes ticked stay counted; what the person wrote goes."""
    for one in Response.objects.filter(contribution__author=user).select_related("activity"):
        written = {question.code for question in questionnaire(one.activity) if question.kind in WRITTEN}
        kept = {code: value for code, value in one.answers.items() if code not in written}
        if kept != one.answers:
            one.answers = kept
            one.save(update_fields=["answers"])


def _forget_drafts(*, user: User, at: datetime) -> None:
    Draft.objects.filter(person=user).delete()
