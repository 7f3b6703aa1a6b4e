"""What participation holds about a person, and how it goes: words stay for the public record, without the person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from dreamplus.core import events
from dreamplus.participation.enums import Status
from dreamplus.participation.events import ContributionWithdrawn
from dreamplus.participation.models import Contribution, Receipt
from dreamplus.people import personal_data
from dreamplus.people.models import User


def register() -> None:
    """Called once, when the applications are ready."""
    for model, export, erase, withdraw, what, keep in (
        (
            "participation.Contribution",
            _contributions,
            _leave_contributions,
            _take_contributions,
            _("What you contributed, where and when"),
            "public_record",
        ),
        (
            "participation.Receipt",
            _receipts,
            _leave_receipts,
            None,
            _("The numbers of your receipts"),
            "public_record",
        ),
    ):
        personal_data.register(
            personal_data.PersonalData(
                model, export, erase, what=what, why="participation", keep=keep, withdraw=withdraw
            )
        )
    personal_data.exempt(
        "participation.Activity",
        "participation.ClosingChange",
        because="title, rules and published reasons, written in the name of the collectivité",
    )


def _contributions(user: User) -> list[dict[str, Any]]:
    found = Contribution.objects.filter(author=user).select_related("activity").order_by("created_at")
    return [
        {"activity": one.activity.title, "uuid": str(one.uuid), "status": one.status, "at": one.created_at.isoformat()}
        for one in found
    ]


def _receipts(user: User) -> list[dict[str, Any]]:
    found = Receipt.objects.filter(person=user).select_related("activity").order_by("issued_at")
    return [
        {"reference": one.reference, "activity": one.activity.title, "at": one.issued_at.isoformat()} for one in found
    ]


def _take_contributions(*, user: User, at: datetime) -> None:
    """A placeholder stays; applications above blank the words, and what was shared of them is withdrawn."""
    for one in Contribution.objects.filter(author=user).select_related("activity").order_by("pk"):
        if one.status in (Status.VISIBLE, Status.WAITING):
            Contribution.objects.filter(pk=one.pk).update(status=Status.WITHDRAWN)
        gone = ContributionWithdrawn(activity=str(one.activity.uuid), contribution=str(one.uuid))
        events.record(gone, at=at, actor_role="citizen")


def _leave_contributions(*, user: User, at: datetime) -> None:
    Contribution.objects.filter(author=user).update(author=None)


def _leave_receipts(*, user: User, at: datetime) -> None:
    Receipt.objects.filter(person=user).update(person=None)
