"""`{{ activity.closes_at|moment }}`, `{{ activity.closes_at|left }}`, `{{ proposal.edited_at|in_words }}`."""

from __future__ import annotations

from datetime import datetime

from django import template

from dreamplus.core import clock
from dreamplus.participation import moments, standing

register = template.Library()


@register.filter
def moment(at: datetime | None) -> str:
    """The day and the hour in words."""
    return moments.moment(at)


@register.filter
def left(until: datetime | None) -> str:
    """How long is left."""
    return moments.left(until, clock.now())


@register.filter
def in_words(when: datetime | None, precision: str = "day") -> str:
    """A day in words, with its year when it is not this one; with "hour", its hour too. Nothing for no date."""
    if when is None:
        return ""
    return moments.moment(when) if precision == "hour" else standing.day(when, clock.now())
