"""What is held about those who read boxes of paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from dreamplus.participation.paper.models import Count, Entry
from dreamplus.people import personal_data, processings
from dreamplus.people.models import User


def register() -> None:
    """Called once, when the applications are ready."""
    processings.register(
        processings.Processing(
            "paper",
            _("Counting ballots on paper"),
            _("To have each box read by two people who answer for what they found"),
            processings.PUBLIC_MISSION,
            _("Agents, elected officials and scrutineers who read boxes"),
            processings.OFFICE,
        )
    )
    personal_data.register(
        personal_data.PersonalData(
            "paper.Entry",
            _read,
            _leave,
            what=_("That you read the ballots of a box of paper, and what you found in it"),
            why="paper",
            keep="public_record",
        )
    )
    personal_data.register(
        personal_data.PersonalData(
            "paper.Count",
            _ended,
            _leave_count,
            what=_("That you ended the count of a vote on paper"),
            why="paper",
            keep="public_record",
        )
    )


def _read(user: User) -> list[dict[str, Any]]:
    found = Entry.objects.filter(person=user).select_related("activity").order_by("pk")
    return [{"activity": one.activity.title, "station": one.station, "on": one.began_at.isoformat()} for one in found]


def _ended(user: User) -> list[dict[str, Any]]:
    found = Count.objects.filter(ended_by=user).select_related("activity").order_by("pk")
    return [{"activity": one.activity.title, "on": one.ended_at.isoformat()} for one in found]


def _leave(*, user: User, at: datetime) -> None:
    """The reading stays: it is part of the count. The minutes then name nobody."""
    Entry.objects.filter(person=user).update(person=None)


def _leave_count(*, user: User, at: datetime) -> None:
    Count.objects.filter(ended_by=user).update(ended_by=None)
