"""What followers of an activity are told: that it opened, that its closing moved, that it is over, its result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dreamplus.core.events import handles
from dreamplus.notifications import kinds as notice_kinds
from dreamplus.notifications import pages as notice_pages
from dreamplus.notifications import subjects
from dreamplus.notifications.kinds import NoticeKind, Words
from dreamplus.notifications.models import Notice
from dreamplus.notifications.rules.calendar import Channel
from dreamplus.notifications.services.noting import tell_followers
from dreamplus.notifications.subjects import Subject, SubjectType
from dreamplus.participation import kinds
from dreamplus.participation.events import (
    ActivityClosed,
    ActivityClosesSoon,
    ActivityOpened,
    ActivitySettled,
    ClosingMoved,
)
from dreamplus.participation.models import Activity
from dreamplus.participation.moments import moment
from dreamplus.participation.pages import ActivityPage

ACTIVITY = "activity"
OPENED, CLOSED, RESULT, MOVED = "activity.opened", "activity.closed", "activity.result", "activity.moved"
SOON = "activity.soon"


def register() -> None:
    """Called once, when the applications are ready."""
    subjects.register(SubjectType(ACTIVITY, gettext_lazy("Activity"), describe))
    subjects.register_page(ActivityPage, lambda page: "" if page.activity.is_private else key_of(page.activity))
    for slug, label, channel, tell in (
        (OPENED, gettext_lazy("Something that I follow opens"), Channel.DAILY, _opened),
        (SOON, gettext_lazy("Something that I follow closes soon"), Channel.DAILY, _soon),
        (MOVED, gettext_lazy("The closing of what I follow is moved"), Channel.DAILY, _moved),
        (CLOSED, gettext_lazy("Something that I follow is over"), Channel.PAGE, _closed),
        (RESULT, gettext_lazy("The result of what I follow is published"), Channel.DAILY, _result),
    ):
        notice_kinds.register(NoticeKind(slug, label, _of_activities(tell), channel))


def key_of(activity: Activity) -> str:
    return subjects.key(ACTIVITY, activity.uuid)


def keys_around(activity: Activity) -> list[str]:
    """The activity itself, and the pages above it: who follows a consultation hears of its activities."""
    keys = {key_of(activity)}
    for page in _pages([activity.uuid]).get(activity.uuid, []):
        keys |= set(notice_pages.keys_above(page))
    return sorted(keys)


def describe(identifiers: Sequence[str]) -> Mapping[str, Subject]:
    """Activities told on a page that everybody may read, in the reader's language where there is one."""
    here = (get_language() or "").split("-")[0]
    wanted = [UUID(one) for one in identifiers if notice_pages.is_key(one)]
    found = {}
    for key, pages in _pages(wanted).items():
        page = next((page for page in pages if page.locale.language_code == here), pages[0])
        if page.url:
            found[str(key)] = Subject(page.title, page.url)
    return found


def _pages(activities: Sequence[UUID]) -> dict[UUID, list[ActivityPage]]:
    """Live public pages by activity, the first made first: three queries for each kind of page."""
    found: dict[UUID, list[ActivityPage]] = {}
    for model in ActivityPage.__subclasses__():
        rows = model._default_manager.live().public().filter(activity__uuid__in=activities)
        for page in rows.select_related("locale", "activity").order_by("pk"):
            found.setdefault(page.activity.uuid, []).append(page)
    return found


def _of_activities(tell: Callable[[Activity], str]) -> notice_kinds.Tell:
    """The words of a notice from its activity, one query for all."""

    def told(notices: Sequence[Notice]) -> Mapping[int, Words]:
        keys = {notice.payload.get("activity") for notice in notices}
        activities = {str(one.uuid): one for one in Activity.objects.filter(uuid__in=keys)}
        return {
            notice.pk: Words(tell(found))
            for notice in notices
            if (found := activities.get(notice.payload.get("activity", "")))
        }

    return told


def _opened(activity: Activity) -> str:
    if activity.closes_at is None:
        return _("It is open.")
    return _("It is open, until %(when)s.") % {"when": moment(activity.closes_at)}


def _soon(activity: Activity) -> str:
    return _("It closes soon: until %(when)s.") % {"when": moment(activity.closes_at)}


def _closed(activity: Activity) -> str:
    return _("It is over.")


def _moved(activity: Activity) -> str:
    return _("The closing was moved: it is now %(when)s.") % {"when": moment(activity.closes_at)}


def _result(activity: Activity) -> str:
    return _("It is over, and the result is published.")


@handles(ActivityOpened)
def tell_opened(event: ActivityOpened, *, record_id: int, at: datetime) -> None:
    _tell(OPENED, event.activity, event.activity, at)


@handles(ActivityClosesSoon)
def tell_soon(event: ActivityClosesSoon, *, record_id: int, at: datetime) -> None:
    _tell(SOON, event.activity, event.activity, at)


@handles(ActivityClosed)
def tell_closed(event: ActivityClosed, *, record_id: int, at: datetime) -> None:
    """What has a result is told with it, by `tell_result`."""
    if not kinds.get(event.kind).has_result:
        _tell(CLOSED, event.activity, event.activity, at)


@handles(ActivitySettled)
def tell_result(event: ActivitySettled, *, record_id: int, at: datetime) -> None:
    if kinds.get(event.kind).has_result:
        _tell(RESULT, event.activity, event.activity, at)


@handles(ClosingMoved)
def tell_moved(event: ClosingMoved, *, record_id: int, at: datetime) -> None:
    _tell(MOVED, event.activity, f"{event.activity}:{record_id}", at)


def _tell(kind: str, uuid: str, key: str, at: datetime) -> None:
    activity = Activity.objects.filter(uuid=uuid).first()
    if activity is not None:
        around, payload = keys_around(activity), {"activity": uuid}
        tell_followers(of=around, kind=kind, key=key, subject=key_of(activity), payload=payload, at=at)
