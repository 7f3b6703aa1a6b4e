"""The log grows by batches: ballots that wait are put in the order of their leaves, and a head is signed."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from dreamplus.core.remains import leave_no_rows
from polls.secret.box import keys
from polls.secret.box.models import Ballot, Postponement, SignedHead, Vote
from polls.secret.box.queries import leaves_of, terms_of
from polls.secret.rules.canonical import b64
from polls.secret.rules.log import Head, sign_head


def write_batch(vote: Vote) -> bool:
    """Adds the ballots that wait, where the rule of the batch allows: at least so many, and so long after the last."""
    with transaction.atomic():
        ballots, seconds = terms_of(vote).batch
        due = Vote.objects.select_for_update().filter(pk=vote.pk, closing="", batch_at__lte=Now() - _of(seconds))
        if not due.exists() or waiting(vote) < ballots:
            return False
        place(vote)
        sign(vote)
    forget_order()
    return True


def place(vote: Vote) -> None:
    """Gives ballots that wait their places, and writes them anew in that order, under new numbers: nothing of the order
    in which they came is left. `vote` is locked."""
    waited = list(Ballot.objects.filter(vote=vote, position=None).order_by("leaf"))
    first = next_place(vote)
    Ballot.objects.filter(vote=vote, position=None).delete()
    for position, ballot in enumerate(waited, first):
        ballot.pk, ballot.position = uuid.uuid4(), position
    Ballot.objects.bulk_create(waited, batch_size=200)
    Vote.objects.filter(pk=vote.pk).update(batch_at=Now())


def next_place(vote: Vote) -> int:
    """The first position of the log that is free. `vote` is locked."""
    placed = Ballot.objects.filter(vote=vote).exclude(position=None).count()
    return placed + Postponement.objects.filter(vote=vote).count()


def sign(vote: Vote) -> None:
    """A head of the log as it is now; nothing when there is one of that size. `vote` is locked."""
    head = Head.of(vote.poll, leaves_of(vote))
    signed = sign_head(head, keys.log_key(vote.poll))
    told = {"root": head.root.hex(), "log": b64(signed.log)}
    SignedHead.objects.get_or_create(vote=vote, size=head.size, defaults=told)


def forget_order() -> None:
    """Deleted rows would still tell the order of arrival: they leave the files of the database too."""
    leave_no_rows(Ballot._meta.db_table)


def waiting(vote: Vote) -> int:
    """Ballots that are promised and not in the log yet."""
    return Ballot.objects.filter(vote=vote, position=None).count()


def _of(seconds: int) -> timedelta:
    return timedelta(seconds=seconds)
