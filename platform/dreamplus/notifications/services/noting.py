"""From something that happened to a notice for each person it concerns, once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dreamplus.core import clock
from dreamplus.notifications import kinds
from dreamplus.notifications.models import Follow, Notice, NoticeSettings, Preference
from dreamplus.notifications.rules.calendar import Channel, mail_due
from dreamplus.people.models import NOWHERE, User

BATCH = 500
"""Followers told in one transaction: under 200 ms on both databases."""


@transaction.atomic
def notify(
    *, people: Iterable[int], kind: str, key: str, subject: str, payload: dict[str, Any] | None = None, at: datetime
) -> None:
    """Tells `people` (numbers of accounts, a handful); the same `key` tells nobody twice. Call it from a handler."""
    from dreamplus.notifications.tasks import deliver_soon

    found = list(User.objects.filter(pk__in=set(people), is_active=True).values_list("pk", flat=True))
    if write(people=found, kind=kind, key=key, subject=subject, payload=payload or {}, at=at):
        deliver_soon()


def tell_followers(
    *,
    of: Collection[str],
    kind: str,
    key: str,
    subject: str,
    payload: dict[str, Any] | None = None,
    at: datetime,
    without: Collection[int] = (),
) -> None:
    """Tells whoever follows one of the subjects `of`, but `without`, in batches of `BATCH` that the worker runs."""
    from dreamplus.notifications.tasks import fan_out

    fan_out.enqueue(
        of=sorted(of),
        kind=kind,
        key=key,
        subject=subject,
        payload=payload or {},
        at=at.isoformat(),
        without=sorted(without),
        after=0,
    )


def followers(of: Sequence[str], *, after: int, limit: int) -> list[int]:
    """Numbers of active persons who follow one of the subjects, each once, from the one after `after` on."""
    following = Follow.objects.filter(subject__in=of, stopped_at=None, person_id__gt=after, person__is_active=True)
    return list(following.order_by("person_id").values_list("person_id", flat=True).distinct()[:limit])


def write(*, people: Sequence[int], kind: str, key: str, subject: str, payload: dict[str, Any], at: datetime) -> bool:
    """Writes the rows of one batch; True when a letter may go at once. Letters count from now, not from `at`: what
    a stopped worker tells late waits for its hour like everything else."""
    declared = kinds.get(kind)
    if declared is None or not people:
        return False
    chosen = dict(Preference.objects.filter(person__in=people, kind=kind).values_list("person_id", "channel"))
    unreachable = User.objects.filter(pk__in=people, email__endswith=NOWHERE).values_list("pk", flat=True)
    silent = set(NoticeSettings.objects.filter(person__in=people, no_letters=True).values_list("person_id", flat=True))
    silent |= set(unreachable)
    now, zone = max(at, clock.now()), timezone.get_default_timezone()
    channels = {person: Channel(chosen.get(person, declared.default)) for person in people}
    due = {channel: mail_due(channel, now, zone) for channel in set(channels.values())}
    rows = [
        Notice(
            recipient_id=person,
            kind=kind,
            key=key,
            subject=subject,
            payload=payload,
            created_at=at,
            channel=channel,
            mail_due=None if person in silent else due[channel],
        )
        for person, channel in channels.items()
        if channel != Channel.NEVER
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return Channel.AT_ONCE in due
