"""An agent opens a vote: its page is published and the clock does the rest."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from dreamplus.participation.models import Activity
from dreamplus.participation.services import freeze, schedule, set_dates
from polls import levels
from polls.pages import PollPage
from polls.rules import RulesRefused


@transaction.atomic
def open_poll(*, activity: Activity, by: Any, at: datetime) -> Activity:
    """Publishes its draft pages and schedules it. An opening already past, or none, means now.

    The caller has checked that `by` may publish.
    Raises `NotReady` with what is missing, `DatesRefused`; nothing is published then.
    """
    past = activity.opens_at is None or activity.opens_at < at
    if activity.scheduled_at is None and activity.closes_at and past and not levels.is_fixed(activity):
        set_dates(activity=activity, opens_at=at, closes_at=activity.closes_at, at=at)
    for page in PollPage.objects.filter(activity=activity, alias_of=None):
        if not page.live or page.has_unpublished_changes:
            revision = page.get_latest_revision() or page.save_revision(user=by)
            revision.publish(user=by, skip_permission_checks=True)
    schedule(activity=activity, at=at)
    if activity.is_open(at):
        freeze(activity=activity, at=at)
    return activity


def freeze_opened(*, uuid: UUID, at: datetime) -> Activity | None:
    """A vote that has opened and that the minute tick has not reached: whoever votes first has its rules frozen.

    None when there is no such vote, it is not open, or its rules are not complete.
    """
    activity = Activity.objects.filter(uuid=uuid, kind="poll").first()
    if activity is None or not activity.is_open(at):
        return None
    try:
        return freeze(activity=activity, at=at)
    except RulesRefused:
        return None
