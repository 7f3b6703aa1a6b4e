"""What was answered on paper or at a meeting, entered by an agent, a sheet at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from consultations.surveys.errors import AnswersRefused, SurveyRefused
from consultations.surveys.models import Response
from consultations.surveys.rules.answers import checked, full, has_limits
from consultations.surveys.rules.changing import on_paper
from consultations.surveys.services.answering import counts
from consultations.surveys.services.building import questionnaire
from dreamplus.core import access
from dreamplus.participation.enums import Channel, State
from dreamplus.participation.errors import NotOpen
from dreamplus.participation.models import Activity
from dreamplus.people.models import User

CHANNELS = (Channel.PAPER, Channel.MEETING)


@transaction.atomic
def enter_sheet(
    *,
    activity: Activity,
    sheet: str,
    answers: Mapping[str, Any],
    channel: Channel,
    language: str,
    by: User,
    at: datetime,
) -> Response:
    """From the opening until the result is settled. `sheet`: the number written on the paper, once in a survey.

    Questions left blank are no fault on paper: nobody can be asked again. Raises `AnswersRefused`, `SurveyRefused`,
    `NotOpen`.
    """
    sheet = " ".join(sheet.split())[:40]
    if not sheet:
        raise SurveyRefused(_("Write the number of the sheet: it tells whether it was entered already."))
    current = Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
    if current.state(at) not in (State.OPEN, State.CLOSED):
        raise NotOpen(_("Sheets are entered from the opening until the result is counted."))
    asked = questionnaire(current)
    lenient = replace(asked, screens=tuple(on_paper(one) for one in asked.screens))
    kept, refused = checked(lenient, answers)
    if not refused and has_limits(asked):
        refused = full(asked, kept, counts(current, asked))
    if refused:
        raise AnswersRefused(refused, _("Some answers are still to be put right."))
    if not kept:
        raise SurveyRefused(_("The sheet is blank: there is nothing to enter."))
    if Response.objects.filter(activity=current, sheet=sheet).exists():
        raise SurveyRefused(_("Sheet “%(sheet)s” was entered already.") % {"sheet": sheet})
    response = Response.objects.create(
        activity=current, answers=kept, channel=channel, language=language, day=localdate(at), sheet=sheet
    )
    access.log(actor=by, purpose="surveys.enter", subject=f"surveys.Sheet:{current.pk}/{sheet}", at=at)
    return response


@transaction.atomic
def take_sheet_back(*, activity: Activity, sheet: str, by: User, at: datetime) -> bool:
    """Entered by mistake: out again, until the result is settled; False for a number that was not entered. Raises
    `NotOpen`."""
    current = Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
    if current.state(at) not in (State.OPEN, State.CLOSED):
        raise NotOpen(_("The result is counted: sheets can no longer be taken out."))
    found = Response.objects.filter(activity=current, sheet=sheet).exclude(sheet="").first()
    if found is not None:
        access.log(actor=by, purpose="surveys.take_back", subject=f"surveys.Sheet:{current.pk}/{sheet}", at=at)
        found.delete()
    return found is not None
