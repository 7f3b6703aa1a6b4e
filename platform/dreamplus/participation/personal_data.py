"""What participation holds about a person, and how it goes: words stay for the public record, without the person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dreamplus.core import events
from dreamplus.participation.enums import Status
from dreamplus.participation.events import ContributionWithdrawn
from dreamplus.participation.models import Contribution, Receipt, Report
from dreamplus.people import personal_data
from dreamplus.people.models import User
from dreamplus.people.sessions import addresses_of


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
        (
            "participation.Report",
            _reports,
            _leave_reports,
            _take_report_words,
            _("The contributions you reported, and your reasons"),
            "report",
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


def _reports(user: User) -> list[dict[str, Any]]:
    found = Report.objects.filter(_reported_by(user)).order_by("created_at")
    return [{"reason": one.reason, "words": one.words, "at": one.created_at.isoformat()} for one in found]


def _reported_by(user: User) -> Q:
    """With their account, or without it and with one of their addresses."""
    condition = Q(reporter=user)
    for address in addresses_of(user):
        condition |= Q(email__iexact=address)
    return condition


def _take_contributions(*, user: User, at: datetime) -> None:
    """A placeholder stays; applications above blank the words, and what was shared of them is withdrawn."""
    for one in Contribution.objects.filter(author=user).select_related("activity").order_by("pk"):
        if one.status == Status.VISIBLE:
            Contribution.objects.filter(pk=one.pk).update(status=Status.WITHDRAWN)
        gone = ContributionWithdrawn(activity=str(one.activity.uuid), contribution=str(one.uuid))
        events.record(gone, at=at, actor_role="citizen")


def _leave_contributions(*, user: User, at: datetime) -> None:
    Contribution.objects.filter(author=user).update(author=None)


def _leave_receipts(*, user: User, at: datetime) -> None:
    Receipt.objects.filter(person=user).update(person=None)


def _take_report_words(*, user: User, at: datetime) -> None:
    Report.objects.filter(_reported_by(user)).update(words="")


def _leave_reports(*, user: User, at: datetime) -> None:
    Report.objects.filter(_reported_by(user)).update(reporter=None, email="")
