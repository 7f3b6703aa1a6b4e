"""What the answers say together: counted by the worker, never while somebody waits for a page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from consultations.surveys.models import Attendance, Response, SurveyResult
from consultations.surveys.pages import KIND
from consultations.surveys.rules.questionnaire import Mode
from consultations.surveys.rules.results import tally
from consultations.surveys.services.building import questionnaire
from dreamplus.core import clock
from dreamplus.participation.enums import Visibility
from dreamplus.participation.models import Activity, Receipt

CHUNK = 2_000


def count(activity: Activity, *, at: datetime) -> SurveyResult:
    """Counts every answer and keeps what they say together; the memory of one chunk."""
    data = tally(questionnaire(activity), _answers(activity))
    result, _new = SurveyResult.objects.update_or_create(activity=activity, defaults={"data": data, "counted_at": at})
    return result


def _answers(activity: Activity) -> Iterator[tuple[dict[str, Any], str]]:
    rows = Response.objects.filter(activity=activity).values_list("answers", "channel")
    return rows.iterator(chunk_size=CHUNK)


def prepare(activity: Activity) -> None:
    """Before the transaction that settles: the long part."""
    count(activity, at=clock.now())


def settle(activity: Activity, at: datetime) -> None:
    """On the locked row: takes over what `prepare` counted, counts again when a sheet came meanwhile. From then on
    nothing says who answered an anonymous survey."""
    result = SurveyResult.objects.filter(activity=activity).first()
    if result is None or result.data.get("number") != Response.objects.filter(activity=activity).count():
        count(activity, at=at)
    if questionnaire(activity).mode == Mode.ANONYMOUS:
        Attendance.objects.filter(activity=activity).delete()
        Receipt.objects.filter(activity=activity).update(person=None)


def count_live(at: datetime) -> int:
    """Counts again the open surveys whose results are shown while they are open, where answers came; returns how
    many. One at a time, each in its own transaction."""
    done = 0
    opened = Activity.objects.filter(kind=KIND, scheduled_at__isnull=False, opens_at__lte=at, settled_at=None)
    for activity in opened.filter(results_visibility=Visibility.LIVE):
        known = SurveyResult.objects.filter(activity=activity).values_list("data", flat=True).first()
        if (known or {}).get("number", 0) != Response.objects.filter(activity=activity).count():
            with transaction.atomic():
                count(activity, at=at)
            done += 1
    return done
