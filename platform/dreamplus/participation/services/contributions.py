"""What people give, and what the moderation does about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from dreamplus.core import events
from dreamplus.moderation.errors import Silenced
from dreamplus.moderation.services.sanctions import refuse_silenced
from dreamplus.moderation.services.screening import screen
from dreamplus.moderation.tasks import close_gone
from dreamplus.participation import kinds
from dreamplus.participation.enums import Channel, Status
from dreamplus.participation.errors import MayNotWrite, NotOpen, ParticipationError, ReasonMissing
from dreamplus.participation.events import ContributionHidden
from dreamplus.participation.models import Activity, Contribution
from dreamplus.participation.through import ON_LINE, Through
from dreamplus.people.organisations.models import Organisation
from dreamplus.people.organisations.services import may_speak_for

SUBJECT = "contribution"
"""What moderation calls them; the key is the uuid."""
_BY_THE_AUTHOR = frozenset({Channel.WEB, Channel.ASSISTED})
"""Channels in which the author writes: the moderation reads them as it was set to. The staff enters the others."""


@transaction.atomic
def create_contribution(
    *,
    activity: Activity,
    author: Any,
    at: datetime,
    through: Through = ON_LINE,
    key: UUID | None = None,
    words: str = "",
    organisation: Organisation | None = None,
) -> Contribution:
    """Visible, or waiting for a moderator: by the activity's moderation, and by `words` that look like advertising.

    The opening is tested again on the row, inside the transaction, and that `author` speaks for `organisation`. Raises
    `NotOpen`, `MayNotWrite`.
    `key` becomes its uuid: what is sent twice under one key is refused by the database (`IntegrityError`).
    """
    current = Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
    if not current.is_open(at):
        raise NotOpen(_("This is closed: nothing can be added any more."))
    refuse_to_write(author, at=at)
    if organisation is not None and not may_speak_for(user=author, organisation=organisation):
        raise MayNotWrite(_("You do not speak for this organisation any more. Publish in your own name, or ask it."))
    key = key or uuid4()
    waits = through.channel in _BY_THE_AUTHOR and _waits(current, key, author, words, at)
    return Contribution.objects.create(
        uuid=key,
        activity=current,
        author=author,
        organisation=organisation,
        channel=through.channel,
        place_id=through.place,
        status=Status.WAITING if waits else Status.VISIBLE,
        created_at=at,
    )


@transaction.atomic
def screen_again(*, contribution: Contribution, words: str, at: datetime) -> Contribution:
    """The author changed the words: they may have to wait again. Raises `MayNotWrite`."""
    refuse_to_write(contribution.author, at=at)
    _lock(contribution)
    visible = contribution.status == Status.VISIBLE
    if visible and _waits(contribution.activity, contribution.uuid, contribution.author, words, at):
        _set(contribution, Status.WAITING)
    return contribution


def refuse_to_write(author: Any, *, at: datetime) -> None:
    """Raises `MayNotWrite` for somebody the moderation has silenced."""
    if author is None:
        return
    try:
        refuse_silenced(person=author, at=at)
    except Silenced as refused:
        raise MayNotWrite(str(refused)) from refused


def _waits(activity: Activity, key: UUID, author: Any, words: str, at: datetime) -> bool:
    """Whether a moderator reads it before it is shown; their case is then open. Never for a kind without words."""
    if kinds.get(activity.kind).words is None:
        return False
    return screen(kind=SUBJECT, key=str(key), text=words, author=author, mode=activity.moderation, at=at)


@transaction.atomic
def hide_contribution(*, contribution: Contribution, reason: str, at: datetime) -> Contribution:
    """Shows a placeholder with the reason in its stead. Called by moderation. Raises `ReasonMissing`."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(_("Write the reason: the author and the public read it."))
    _lock(contribution)
    if contribution.status in (Status.VISIBLE, Status.WAITING):
        _set(contribution, Status.HIDDEN, reason, at)
        activity = Activity.objects.values_list("uuid", flat=True).get(pk=contribution.activity_id)
        hidden = ContributionHidden(activity=str(activity), contribution=str(contribution.uuid))
        events.record(hidden, at=at, actor_role="agent")
    return contribution


@transaction.atomic
def show_contribution(*, contribution: Contribution, at: datetime) -> Contribution:
    """Shows what waited or was hidden. Called by moderation."""
    _lock(contribution)
    before = contribution.status
    if before in (Status.HIDDEN, Status.WAITING):
        _set(contribution, Status.VISIBLE)
        kind = kinds.get(contribution.activity.kind)
        if before == Status.WAITING and kind.shown:
            kind.shown(contribution, at)
    return contribution


@transaction.atomic
def hold_contribution(*, contribution: Contribution) -> Contribution:
    """Takes it out of sight until a moderator has read it. Called by moderation."""
    _lock(contribution)
    if contribution.status in (Status.VISIBLE, Status.HIDDEN):
        _set(contribution, Status.WAITING)
    return contribution


@transaction.atomic
def withdraw_contribution(*, contribution: Contribution, by: Any, at: datetime) -> Contribution:
    """Its author takes it back; a placeholder says so. Raises `ParticipationError` for anybody else."""
    _lock(contribution)
    if by is None or contribution.author_id != by.pk:
        raise ParticipationError(_("Only its author can withdraw it."))
    if contribution.status in (Status.VISIBLE, Status.WAITING):
        _set(contribution, Status.WITHDRAWN)
        close_gone.enqueue(kind=SUBJECT, key=str(contribution.uuid))
    return contribution


def _set(contribution: Contribution, status: Status, reason: str = "", at: datetime | None = None) -> None:
    contribution.status, contribution.hidden_reason, contribution.hidden_at = status, reason, at
    contribution.save(update_fields=["status", "hidden_reason", "hidden_at"])


def _lock(contribution: Contribution) -> None:
    contribution.refresh_from_db(from_queryset=Contribution.objects.select_for_update())
