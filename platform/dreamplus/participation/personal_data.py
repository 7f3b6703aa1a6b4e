"""What participation holds about a person, and how it goes: words stay for the public record, without the person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dreamplus.participation.models import Contribution, Receipt, Report
from dreamplus.people import personal_data
from dreamplus.people.models import User


def register() -> None:
    """Called once, when the applications are ready."""
    for model, export, erase in (
        ("participation.Contribution", _contributions, _leave_contributions),
        ("participation.Receipt", _receipts, _leave_receipts),
        ("participation.Report", _reports, _leave_reports),
    ):
        personal_data.register(personal_data.PersonalData(model=model, export=export, erase=erase))


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
    found = Report.objects.filter(reporter=user).order_by("created_at")
    return [{"reason": one.reason, "words": one.words, "at": one.created_at.isoformat()} for one in found]


def _leave_contributions(*, user: User, at: datetime) -> None:
    Contribution.objects.filter(author=user).update(author=None)


def _leave_receipts(*, user: User, at: datetime) -> None:
    Receipt.objects.filter(person=user).update(person=None)


def _leave_reports(*, user: User, at: datetime) -> None:
    Report.objects.filter(reporter=user).update(reporter=None, email="")
