"""What polls hold about a person: that they took part. An export never holds a choice; a ballot names nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dreamplus.people import personal_data
from dreamplus.people.models import User
from polls.models import Attendance, Proxy


def register() -> None:
    """Called once, when the applications are ready."""
    for model, export, erase, what in (
        ("polls.Attendance", _attendance, _leave, _("That you took part in a vote, never what you chose")),
        ("polls.Proxy", _proxies, _nothing, _("Who votes for whom by proxy")),
    ):
        personal_data.register(
            personal_data.PersonalData(model, export, erase, what=what, why="vote", keep="attendance")
        )
    personal_data.exempt("polls.Ballot", because="a choice under a code; the key that joins them is in no database")
    personal_data.exempt(
        "polls.PollOption",
        "polls.FurtherQuestion",
        "polls.PollResult",
        "polls.RunningCount",
        because="questions, options and totals, which name nobody",
    )


def _attendance(user: User) -> list[dict[str, Any]]:
    found = Attendance.objects.filter(voter=user).select_related("activity").order_by("day", "pk")
    return [
        {
            "vote": one.activity.title,
            "day": one.day.isoformat(),
            "channel": one.channel,
            "receipt": one.receipt_ref,
        }
        for one in found
    ]


def _leave(*, user: User, at: datetime) -> None:
    """The seat stays counted, without the person; their ballot can then be found by nobody."""
    Attendance.objects.filter(voter=user).update(voter=None)


def _proxies(user: User) -> list[dict[str, Any]]:
    mine = Q(giver__user=user) | Q(holder__user=user)
    found = Proxy.objects.filter(mine).select_related("activity", "giver").order_by("day", "pk")
    return [
        {
            "vote": one.activity.title,
            "day": one.day.isoformat(),
            "part": "giver" if one.giver.user_id == user.pk else "holder",
        }
        for one in found
    ]


def _nothing(*, user: User, at: datetime) -> None:
    """A proxy joins two lines of a list, which stay without the account; it goes with the attendance."""
