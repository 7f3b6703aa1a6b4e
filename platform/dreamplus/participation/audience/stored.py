"""The audience of an activity, as the rule reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import localtime

from dreamplus.participation.rules.audience import Audience

if TYPE_CHECKING:
    from dreamplus.participation.models import Activity


def audience_of(activity: Activity) -> Audience:
    """The audience stored with the activity. Raises `ValueError` for one that was written by hand and cannot be."""
    return Audience.read(activity.audience)


def reference_year(activity: Activity) -> int:
    """The year in which ages are reached: that of the opening, or of the creation while no opening is set."""
    return localtime(activity.opens_at or activity.created_at).year
