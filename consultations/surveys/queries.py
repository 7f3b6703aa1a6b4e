"""What pages read about a survey. No page counts answers: the worker did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from consultations.surveys import presentation, sentences
from consultations.surveys.models import Attendance, Response
from consultations.surveys.pages import SurveyPage
from consultations.surveys.services.building import questionnaire
from dreamplus.cms import languages
from dreamplus.participation import publishing
from dreamplus.participation.models import Activity
from dreamplus.participation.standing import standing
from dreamplus.people.models import User


def shown_on(page: SurveyPage, at: datetime) -> dict[str, Any]:
    """The context of the page of a survey."""
    activity, language = page.activity, languages.code_of(page)
    asked = questionnaire(activity)
    data = publishing.published(activity, at)
    number = data["number"] if data else numbers([activity]).get(activity.pk, 0)
    return {
        "standing": standing(activity, at),
        "open": activity.is_open(at),
        "questions": len(list(asked)),
        "minutes": minutes(len(list(asked))),
        "promise": sentences.promise(asked.mode),
        "number": number,
        "results": presentation.results(asked, data, language) if data else None,
        "copies": publishing.copies(activity) if data else [],
        "live": bool(data) and activity.settled_at is None,
    }


def minutes(questions: int) -> int:
    """How long it takes to answer, told before one begins: three questions a minute, one minute at least."""
    return max(1, round(questions / 3))


def numbers(activities: Sequence[Activity]) -> dict[int, int]:
    """How many answered each of them, by primary key; one query."""
    rows = Response.objects.filter(activity__in=activities).order_by().values_list("activity")
    return dict(rows.annotate(Count("pk")))


def has_rows(activity: Activity) -> bool:
    return Response.objects.filter(activity=activity).exists()


def own(activity: Activity, person: User) -> Attendance | None:
    """Whether this person answered, and what, where that is kept."""
    rows = Attendance.objects.filter(activity=activity, person=person)
    return rows.select_related("response__receipt").first()


def is_sent(activity: Activity, key: UUID) -> bool:
    """Whether the form of that key was sent by somebody without an account."""
    return Response.objects.filter(activity=activity, pk=key).exists()


def responses(activity: Activity) -> QuerySet[Response]:
    """In the order of their keys, which were drawn by lot."""
    return Response.objects.filter(activity=activity).order_by("uuid")
