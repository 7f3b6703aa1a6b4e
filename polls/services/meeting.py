"""Votes at a meeting: questions under one page, opened one at a time, for some minutes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from dreamplus.participation.enums import State
from dreamplus.participation.errors import NotOpen
from dreamplus.participation.models import Activity
from dreamplus.participation.services import close_early, set_dates
from polls import levels
from polls.meeting import LONGEST, questions_under, was_asked
from polls.services.opening import open_poll


@transaction.atomic
def open_for(*, page: Page, activity: Activity, minutes: int, by: Any, at: datetime) -> Activity:
    """Opens a question of the meeting now, for so many minutes. The caller has checked that `by` may publish.

    Raises `NotOpen` while another question of this meeting is open, or for a vote that is secret or has opened already;
    `NotReady`, `DatesRefused` as opening does.
    """
    if not timedelta(0) < timedelta(minutes=minutes) <= LONGEST:
        raise ValueError(f"at most {LONGEST}")
    rows = [one.pk for one in questions_under(page, at)]
    locked = {one.pk: one for one in Activity.objects.select_for_update().filter(pk__in=rows).order_by("pk")}
    if any(was_asked(one) and one.is_open(at) for one in locked.values()):
        raise NotOpen(_("Another question is open: close it first."))
    asked = locked.get(activity.pk)
    if asked is None or asked.state(at) != State.DRAFT:
        raise NotOpen(_("This question has been asked already: write a new vote to ask it again."))
    if levels.of(asked) is not None:
        raise NotOpen(_("A secret vote is prepared on its own page, not at a meeting."))
    set_dates(activity=asked, opens_at=at, closes_at=at + timedelta(minutes=minutes), at=at)
    return open_poll(activity=asked, by=by, at=at)


def close_now(*, activity: Activity, by: Any, at: datetime) -> Activity:
    """Before its minutes are over; the result follows at once. Raises `NotOpen`, also for what was opened elsewhere."""
    from polls.tasks import settle_soon

    if not was_asked(activity):
        raise NotOpen(_("Only a question of the meeting is closed here."))
    with transaction.atomic():
        closed = close_early(activity=activity, reason=_("Closed at the meeting."), by=by, at=at)
        settle_soon.enqueue()
    return closed
