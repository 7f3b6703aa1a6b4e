"""What every page of a vote needs beside its own words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from dreamplus.participation import audience, publishing
from dreamplus.participation.models import Activity
from dreamplus.participation.rules.audience import Act
from polls.queries import Standing
from polls.services.forgetting import objections_end

_NAMES = ("vote", "review", "result", "receipt", "protection", "profiles", "embed")


def context_of(poll: Standing) -> dict[str, Any]:
    """The vote, its addresses in the language being spoken, and who may take part."""
    activity = poll.activity
    return {
        "poll": poll,
        "activity": activity,
        "addresses": {name: address(name, activity.uuid) for name in _NAMES},
        "copies": publishing.copies(activity) if poll.data else [],
        "framed": settings.DREAM_ORIGIN + address("embed", activity.uuid) if poll.data and _is_public(activity) else "",
        "audience": audience.sentence(activity, Act.VOTE),
        "objections_end": objections_end(activity),
        "apart_columns": [_("Ballots"), {"label": _("Number"), "number": True}],
    }


def _is_public(activity: Activity) -> bool:
    return audience.may_read(AnonymousUser(), activity)


def address(name: str, uuid: UUID) -> str:
    """The address of one page of the vote."""
    return reverse(f"polls:{name}", args=[uuid])
