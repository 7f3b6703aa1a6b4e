"""`{{ activity.closes_at|moment }}` and `{{ activity.closes_at|left }}`."""

from __future__ import annotations

from datetime import datetime

from django import template

from dreamplus.core import clock
from dreamplus.participation import moments

register = template.Library()


@register.filter
def moment(at: datetime | None) -> str:
    """The day and the hour in words."""
    return moments.moment(at)


@register.filter
def left(until: datetime | None) -> str:
    """How long is left."""
    return moments.left(until, clock.now())
