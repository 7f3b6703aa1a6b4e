"""The count at closing, in the transaction that settles the activity."""

from __future__ import annotations

from datetime import datetime

from dreamplus.participation.models import Activity
from polls.models import Attendance, Ballot, PollResult
from polls.publish import build


def settle(activity: Activity, at: datetime) -> None:
    """Counts the box once and keeps the result; forms already obeyed are forgotten. `activity` is locked."""
    PollResult.objects.get_or_create(
        activity=activity, defaults={"data": build(activity, provisional=False), "settled_at": at}
    )
    Attendance.objects.filter(activity=activity).exclude(used_keys="").update(used_keys="")


def has_rows(activity: Activity) -> bool:
    """Whether somebody voted."""
    return Ballot.objects.filter(activity=activity).exists() or Attendance.objects.filter(activity=activity).exists()
