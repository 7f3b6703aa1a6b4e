"""What is held about people who are helped, and how it goes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from dreamplus.people import personal_data, processings, retention
from dreamplus.people.assisted.models import Accompaniment, WithoutAddress
from dreamplus.people.assisted.services import ending
from dreamplus.people.models import User


def register() -> None:
    """Called once, when the applications are ready."""
    processings.register(
        processings.Processing(
            "assisted",
            _("Taking part with help"),
            _("To let people who have no e-mail address or no screen take part, at a place where they are helped"),
            processings.PUBLIC_MISSION,
            _("People who come to a place where they are helped"),
            processings.OFFICE,
        )
    )
    personal_data.register(
        personal_data.PersonalData(
            "assisted.WithoutAddress",
            _without_address,
            personal_data.goes_with_the_account,
            what=_("That you take part without an e-mail address, and the last day on which you did"),
            why="assisted",
            keep="assisted",
        )
    )
    personal_data.register(
        personal_data.PersonalData(
            "assisted.Accompaniment",
            _under_way,
            _part,
            what=_("That you are being helped at this moment, and where; once it is over, the place and the day alone"),
            why="assisted",
            keep="session",
        )
    )
    personal_data.exempt("assisted.Place", because="a public place: its name, address and hours")
    retention.register(
        retention.Purge("without_address", "assisted", _("People without an e-mail address"), ending.due, ending.purge)
    )


def _without_address(user: User) -> list[dict[str, Any]]:
    return [{"last_day": one.seen_on.isoformat()} for one in WithoutAddress.objects.filter(user=user)]


def _under_way(user: User) -> list[dict[str, Any]]:
    found = Accompaniment.objects.filter(user=user).select_related("place").order_by("pk")
    return [{"place": one.place.name, "since": one.opened_at.isoformat()} for one in found]


def _part(*, user: User, at: datetime) -> None:
    Accompaniment.objects.filter(user=user).update(user=None, session_key="")
