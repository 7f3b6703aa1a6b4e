"""By which way a person is told, and from which instant on a letter may carry it."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

HOUR = time(7)
"""Of the place's own clock: it stands still when summer time comes and goes."""
MONDAY = 0


class Channel(StrEnum):
    """How a person wants to be told of one kind of thing."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    PAGE = "page"
    NEVER = "never"


def mail_due(channel: Channel, at: datetime, zone: tzinfo) -> datetime | None:
    """From when on a letter may carry what is noted at `at`; None for what stays on the page.

    Daily: the next seven o'clock of `zone`, today's when it is still to come. Weekly: the next Monday's.
    """
    if channel == Channel.AT_ONCE:
        return at
    if channel == Channel.DAILY:
        return next_morning(at, zone)
    if channel == Channel.WEEKLY:
        morning = next_morning(at, zone)
        while morning.astimezone(zone).weekday() != MONDAY:
            morning = next_morning(morning, zone)
        return morning
    return None


def next_morning(at: datetime, zone: tzinfo) -> datetime:
    """The first seven o'clock of `zone` after `at`, in UTC's own offset of `at`."""
    day = at.astimezone(zone).date()
    morning = datetime.combine(day, HOUR, tzinfo=zone)
    if morning <= at:
        morning = datetime.combine(day + timedelta(days=1), HOUR, tzinfo=zone)
    return morning.astimezone(at.tzinfo)
