"""An agent opens a vote: its page is published and the clock does the rest."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from dreamplus.participation.models import Activity
from dreamplus.participation.services import freeze, schedule, set_dates
from polls.pages import PollPage


@transaction.atomic
def open_poll(*, activity: Activity, by: Any, at: datetime) -> Activity:
    """Publishes its draft pages and schedules it. An opening already past, or none, means now.

    The caller has checked that `by` may publish.
    Raises `NotReady` with what is missing, `DatesRefused`; nothing is published then.
    """
    if activity.scheduled_at is None and activity.closes_at and (activity.opens_at is None or activity.opens_at < at):
        set_dates(activity=activity, opens_at=at, closes_at=activity.closes_at, at=at)
    for page in PollPage.objects.filter(activity=activity, alias_of=None):
        if not page.live or page.has_unpublished_changes:
            revision = page.get_latest_revision() or page.save_revision(user=by)
            revision.publish(user=by, skip_permission_checks=True)
    schedule(activity=activity, at=at)
    if activity.is_open(at):
        freeze(activity=activity, at=at)
    return activity
