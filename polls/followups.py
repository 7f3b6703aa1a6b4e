"""What became of a vote, told from its receipt. The receipt leads to the result, never to a ballot."""

from __future__ import annotations

from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dreamplus.core import clock
from dreamplus.participation.enums import State
from dreamplus.participation.followup import Step
from dreamplus.participation.models import Receipt
from dreamplus.participation.moments import moment
from polls.models import Attendance


def morning_of(day: date) -> datetime:
    """The receipt of a vote holds a day, no hour."""
    return timezone.make_aware(datetime.combine(day, time()))


def find(reference: str) -> Receipt | None:
    """The receipt of a vote lies in its attendance until objections end."""
    seat = Attendance.objects.select_related("activity").filter(receipt_ref=reference).first()
    if seat is None:
        return None
    return Receipt(reference=seat.receipt_ref, activity=seat.activity, kind="vote", issued_at=morning_of(seat.day))


def steps(receipt: Receipt) -> list[Step]:
    """From the vote to its result."""
    activity = receipt.activity
    state = activity.state(clock.now())
    settled, is_open = state == State.SETTLED, state == State.OPEN
    closing = moment(activity.closes_at)
    return [
        Step(_("You voted"), _("Your ballot is in the box."), "done"),
        Step(
            _("The vote closes") if is_open else _("The vote is closed"),
            closing,
            "now" if is_open else "done",
            reverse("polls:vote", args=[activity.uuid]) if is_open else "",
        ),
        Step(
            _("The result is published"),
            "" if settled else _("Sealed until the closing, then counted and published here."),
            "done" if settled else ("next" if is_open else "now"),
            reverse("polls:result", args=[activity.uuid]) if settled else "",
        ),
    ]
