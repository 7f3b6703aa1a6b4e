"""What dates bring, done by the worker's minute tick: once for each activity and transition, dated by the rule."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from dreamplus.core import events
from dreamplus.participation import kinds
from dreamplus.participation.enums import State, Transition
from dreamplus.participation.events import ActivityClosed, ActivityClosesSoon, ActivityOpened, ActivitySettled
from dreamplus.participation.models import Activity, ActivityTransition
from dreamplus.participation.services.activities import freeze

logger = logging.getLogger(__name__)
SOON_BEFORE, SHORTEST = timedelta(days=2), timedelta(days=4)
"""People are told so long before the closing, of what is open for `SHORTEST` at least."""


def settle_due(at: datetime, limit: int = 200) -> int:
    """Opens, closes and settles what is due at `at`; returns how many transitions were made.

    Each activity has its own short transaction: one that fails is logged, left for the next tick, and stops no other.
    """
    made = 0
    for activity in _due(at)[:limit]:
        for step in (_open, _remind, _close, _settle):
            try:
                made += step(activity, at)
            except Exception:
                logger.exception("activity %s could not be settled; it will be tried again", activity.uuid)
                break
    return made


def _due(at: datetime) -> QuerySet[Activity]:
    opened = ActivityTransition.objects.filter(activity=OuterRef("pk"), name=Transition.OPENED)
    scheduled = Activity.objects.filter(scheduled_at__isnull=False, opens_at__lte=at, settled_at=None)
    reminded = ActivityTransition.objects.filter(activity=OuterRef("pk"), name=Transition.SOON)
    soon = Q(closes_at__lte=at + SOON_BEFORE, closes_at__gte=F("opens_at") + SHORTEST) & ~Exists(reminded)
    return scheduled.filter(~Exists(opened) | soon | Q(closes_at__lte=at)).order_by("opens_at", "pk")


@transaction.atomic
def _open(activity: Activity, at: datetime) -> int:
    freeze(activity=activity, at=at)
    assert activity.opens_at is not None  # noqa: S101 - a scheduled activity has an opening, by constraint
    if not _first_time(activity, Transition.OPENED, activity.opens_at):
        return 0
    events.record(ActivityOpened(activity=str(activity.uuid), kind=activity.kind), at=activity.opens_at)
    return 1


@transaction.atomic
def _remind(activity: Activity, at: datetime) -> int:
    """Two days before the closing, unless it was moved there meanwhile: nobody is told to hurry for what is over."""
    if activity.closes_at is None or activity.opens_at is None or activity.state(at) != State.OPEN:
        return 0
    if at < activity.closes_at - SOON_BEFORE or activity.closes_at - activity.opens_at < SHORTEST:
        return 0
    if not _first_time(activity, Transition.SOON, activity.closes_at - SOON_BEFORE):
        return 0
    events.record(ActivityClosesSoon(activity=str(activity.uuid), kind=activity.kind), at=at)
    return 1


@transaction.atomic
def _close(activity: Activity, at: datetime) -> int:
    if activity.closes_at is None or activity.state(at) not in (State.CLOSED, State.SETTLED):
        return 0
    if not _first_time(activity, Transition.CLOSED, activity.closes_at):
        return 0
    events.record(ActivityClosed(activity=str(activity.uuid), kind=activity.kind), at=activity.closes_at)
    return 1


def _settle(activity: Activity, at: datetime) -> int:
    kind = kinds.get(activity.kind)
    if activity.state(at) != State.CLOSED or (kind.waits and kind.waits(activity)):
        return 0
    if kind.prepare:
        kind.prepare(activity)
    return _settle_at_once(activity, at)


@transaction.atomic
def _settle_at_once(activity: Activity, at: datetime) -> int:
    # FOR UPDATE waits for the votes under way: each holds a key share on this row until it is on disk.
    activity.refresh_from_db(from_queryset=Activity.objects.select_for_update())
    if activity.state(at) != State.CLOSED or activity.closes_at is None:
        return 0
    kind = kinds.get(activity.kind)
    if kind.waits and kind.waits(activity):
        return 0
    if not _first_time(activity, Transition.SETTLED, activity.closes_at):
        return 0
    kind.settle(activity, activity.closes_at)
    activity.settled_at = at
    activity.save(update_fields=["settled_at"])
    events.record(ActivitySettled(activity=str(activity.uuid), kind=activity.kind), at=activity.closes_at)
    return 1


def _first_time(activity: Activity, name: Transition, rule: datetime) -> bool:
    """Writes the row that says it is done; False when it was done before (the row is locked by the caller)."""
    _row, created = ActivityTransition.objects.get_or_create(activity=activity, name=name, defaults={"at": rule})
    return created
