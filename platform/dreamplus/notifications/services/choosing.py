"""How a person wants to be told; what already waits for a letter follows the new wish."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dreamplus.notifications import kinds
from dreamplus.notifications.models import Notice, NoticeSettings, Preference
from dreamplus.notifications.rules.calendar import Channel, mail_due
from dreamplus.people.models import User

ALL = "*"
"""In the place of a kind: every letter."""


@transaction.atomic
def choose(*, person: User, channels: Mapping[str, Channel], no_letters: bool, follows_own: bool, at: datetime) -> None:
    """Saves the whole screen. Kinds that nobody declared are left out."""
    NoticeSettings.objects.update_or_create(
        person=person, defaults={"no_letters": no_letters, "follows_own": follows_own}
    )
    for kind in kinds.registered():
        if kind.slug in channels:
            _set(person, kind.slug, channels[kind.slug])
    reschedule(person=person, at=at)


@transaction.atomic
def stop_letters(*, person: User, kind: str, at: datetime) -> None:
    """What the link of a letter does: no letter of that `kind` any more, or none at all (`ALL`). The page still tells.
    Twice is once."""
    if kind == ALL:
        NoticeSettings.objects.update_or_create(person=person, defaults={"no_letters": True})
    else:
        former = Preference.objects.filter(person=person, kind=kind).first()
        if former is None or former.channel not in (Channel.PAGE, Channel.NEVER):
            _set(person, kind, Channel.PAGE, before=former.channel if former else "")
    reschedule(person=person, at=at)


@transaction.atomic
def resume_letters(*, person: User, kind: str, at: datetime) -> None:
    """Undoes `stop_letters`; what was noted meanwhile stays on the page."""
    if kind == ALL:
        NoticeSettings.objects.filter(person=person).update(no_letters=False)
        return
    row = Preference.objects.filter(person=person, kind=kind, channel=Channel.PAGE).first()
    if row is not None and row.before:
        _set(person, kind, Channel(row.before))
    elif row is not None:
        row.delete()


def reschedule(*, person: User, at: datetime) -> None:
    """Notices that wait for a letter take the way now chosen. Called in a transaction."""
    silent = NoticeSettings.objects.filter(person=person, no_letters=True).exists()
    chosen = dict(Preference.objects.filter(person=person).values_list("kind", "channel"))
    zone = timezone.get_default_timezone()
    waiting = Notice.objects.filter(recipient=person, mail_due__isnull=False)
    if silent:
        waiting.update(mail_due=None)
        return
    for slug in waiting.order_by().values_list("kind", flat=True).distinct():
        declared = kinds.get(slug)
        channel = Channel(chosen.get(slug) or (declared.default if declared else Channel.PAGE))
        moved = waiting.filter(kind=slug).exclude(channel=channel)
        moved.update(channel=channel, mail_due=mail_due(channel, at, zone))


def _set(person: User, kind: str, channel: Channel, *, before: str = "") -> None:
    Preference.objects.update_or_create(person=person, kind=kind, defaults={"channel": channel.value, "before": before})
