"""What people give, and what the moderation does about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from dreamplus.core import events
from dreamplus.participation.enums import Channel, ReportReason, Status
from dreamplus.participation.errors import NotOpen, ParticipationError, ReasonMissing
from dreamplus.participation.events import ContributionHidden, ContributionReported
from dreamplus.participation.models import Activity, Contribution, Report


@transaction.atomic
def create_contribution(
    *, activity: Activity, author: Any, at: datetime, channel: str = Channel.WEB, key: UUID | None = None
) -> Contribution:
    """A visible contribution; the opening is tested again on the row, inside the transaction. Raises `NotOpen`.

    `key` becomes its uuid: what is sent twice under one key is refused by the database (`IntegrityError`).
    """
    current = Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
    if not current.is_open(at):
        raise NotOpen(_("This is closed: nothing can be added any more."))
    return Contribution.objects.create(
        uuid=key or uuid4(), activity=current, author=author, channel=Channel(channel), created_at=at
    )


@transaction.atomic
def hide_contribution(*, contribution: Contribution, reason: str, by: Any, at: datetime) -> Contribution:
    """Shows a placeholder with the reason in its stead, and answers its reports. Raises `ReasonMissing`."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(_("Write the reason: the author and the public read it."))
    _lock(contribution)
    if contribution.status == Status.VISIBLE:
        contribution.status, contribution.hidden_reason, contribution.hidden_at = Status.HIDDEN, reason, at
        contribution.save(update_fields=["status", "hidden_reason", "hidden_at"])
        _record(ContributionHidden, contribution, at, "agent")
    contribution.reports.filter(handled_at=None).update(handled_at=at, kept=False)
    return contribution


@transaction.atomic
def keep_contribution(*, contribution: Contribution, by: Any, at: datetime) -> Contribution:
    """Its reports were read and it stays visible."""
    _lock(contribution)
    contribution.reports.filter(handled_at=None).update(handled_at=at, kept=True)
    return contribution


@transaction.atomic
def show_contribution(*, contribution: Contribution, by: Any, at: datetime) -> Contribution:
    """Undoes `hide_contribution`."""
    _lock(contribution)
    if contribution.status == Status.HIDDEN:
        contribution.status, contribution.hidden_reason, contribution.hidden_at = Status.VISIBLE, "", None
        contribution.save(update_fields=["status", "hidden_reason", "hidden_at"])
    return contribution


@transaction.atomic
def withdraw_contribution(*, contribution: Contribution, by: Any, at: datetime) -> Contribution:
    """Its author takes it back; a placeholder says so. Raises `ParticipationError` for anybody else."""
    _lock(contribution)
    if by is None or contribution.author_id != by.pk:
        raise ParticipationError(_("Only its author can withdraw it."))
    if contribution.status == Status.VISIBLE:
        contribution.status = Status.WITHDRAWN
        contribution.save(update_fields=["status"])
    return contribution


@transaction.atomic
def report_contribution(
    *,
    contribution: Contribution,
    reason: str,
    at: datetime,
    words: str = "",
    reporter: Any = None,
    email: str = "",
) -> Report:
    """Anyone may report, with or without an account; the caller limits how often."""
    report = Report.objects.create(
        contribution=contribution,
        reason=ReportReason(reason),
        words=words.strip(),
        reporter=reporter,
        email=email,
        created_at=at,
    )
    _record(ContributionReported, contribution, at, "")
    return report


def _lock(contribution: Contribution) -> None:
    contribution.refresh_from_db(from_queryset=Contribution.objects.select_for_update())


def _record(event: type, contribution: Contribution, at: datetime, role: str) -> None:
    activity = Activity.objects.values_list("uuid", flat=True).get(pk=contribution.activity_id)
    events.record(event(activity=str(activity), contribution=str(contribution.uuid)), at=at, actor_role=role)
