"""From notices that are due to letters: one for each that goes at once, one for all the others of a person."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery

from dreamplus.notifications.models import Letter, Notice
from dreamplus.notifications.queries import stopped_addresses
from dreamplus.notifications.rules.calendar import Channel
from dreamplus.people.models import User

BATCH = 100
"""Persons whose letters are made in one transaction, under 200 ms."""


@transaction.atomic
def compose_batch(*, at: datetime, limit: int = BATCH) -> int:
    """Makes the letters of the next `limit` persons whose notices are due; returns how many notices were taken up.

    Each notice gets its letter in the statement that takes it off the waiting ones. Rows are locked: two workers
    share the work. Who has no address that takes letters keeps the notices on the page.
    """
    due = Notice.objects.filter(mail_due__lte=at)
    people = list(due.order_by("mail_due", "recipient_id").values_list("recipient_id", flat=True)[: limit * 2])
    people = list(dict.fromkeys(people))[:limit]
    rows = due.filter(recipient__in=people).order_by("pk").select_for_update(skip_locked=True)
    taken = [(pk, person, channel) for pk, person, channel in rows.values_list("pk", "recipient_id", "channel")]
    if not taken:
        return 0
    reached = _reached({person for _pk, person, _channel in taken})
    mine = Notice.objects.filter(pk__in=[pk for pk, _person, _channel in taken])
    if lost := {person for _pk, person, _channel in taken} - reached:
        mine.filter(recipient__in=lost).update(mail_due=None)
    batch = uuid.uuid4()
    digests = sorted({person for _pk, person, channel in taken if person in reached and channel != Channel.AT_ONCE})
    single = [(pk, person) for pk, person, channel in taken if person in reached and channel == Channel.AT_ONCE]
    made = {"batch": batch, "made_at": at, "try_at": at}
    Letter.objects.bulk_create(
        [*(Letter(recipient_id=person, single=pk, **made) for pk, person in single)]
        + [Letter(recipient_id=person, **made) for person in digests]
    )
    own = Letter.objects.filter(single=OuterRef("pk")).values("pk")
    shared = Letter.objects.filter(batch=batch, recipient=OuterRef("recipient_id"), single=None).values("pk")
    at_once = Q(channel=Channel.AT_ONCE)
    mine.filter(at_once, mail_due__isnull=False).update(mail_due=None, letter=Subquery(own))
    mine.filter(~at_once, mail_due__isnull=False).update(mail_due=None, letter=Subquery(shared))
    return len(taken)


def _reached(people: set[int]) -> set[int]:
    """Those with an account in use whose address is not known to return letters."""
    active = dict(User.objects.filter(pk__in=people, is_active=True).exclude(email="").values_list("pk", "email"))
    stopped = stopped_addresses(people)
    return {pk for pk, email in active.items() if (pk, email) not in stopped}
