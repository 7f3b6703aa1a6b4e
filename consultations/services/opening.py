"""A consultation opens: every page is published, every activity is handed to the clock, or nothing is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from wagtail.models import Page

from consultations.law import missing
from consultations.pages import ProcessPage
from consultations.queries.activities import activity_of, activity_pages, under
from consultations.services import validation
from dreamplus.participation.errors import NotReady
from dreamplus.participation.models import Activity
from dreamplus.participation.services import schedule, set_dates
from dreamplus.people.models import User


@transaction.atomic
def open_process(*, process: ProcessPage, by: User, at: datetime) -> ProcessPage:
    """Publishes the page and its steps, and schedules their activities. An opening already past means now.

    Raises `NotReady` with every missing thing, `DatesRefused`; nothing is published then.
    """
    if told := [*missing(process, at), *validation.unmet(process)]:
        raise NotReady(told)
    rows = activity_pages(under([process.path]), drafts=True)
    branch = Q(path=process.path) | Q(path__in=[row[1] for row in rows])
    for page in Page.objects.filter(branch, alias_of=None).order_by("path").specific():
        if not page.live or page.has_unpublished_changes:
            revision = page.get_latest_revision() or page.save_revision(user=by)
            revision.publish(user=by, skip_permission_checks=True)  # the door asked for MANAGE_ACTIVITIES
    # After the pages: a vote is ready once its page is published. A refusal undoes the publishing.
    problems: list[str] = []
    keys = [activity_of(row).pk for row in rows]
    for activity in Activity.objects.filter(pk__in=keys, scheduled_at=None).order_by("pk"):
        problems += _schedule(activity, at)
    if problems:
        raise NotReady(problems)
    process.refresh_from_db()
    return process


def _schedule(activity: Activity, at: datetime) -> list[str]:
    if activity.closes_at and (activity.opens_at is None or activity.opens_at < at < activity.closes_at):
        set_dates(activity=activity, opens_at=at, closes_at=activity.closes_at, at=at)
    try:
        schedule(activity=activity, at=at)
    except NotReady as refused:
        return [f"{activity.title}: {sentence}" for sentence in refused.missing]
    return []
