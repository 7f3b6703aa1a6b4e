"""A ballot is taken: it is on disk before its promise is given."""

from __future__ import annotations

from hashlib import sha256

from django.db import transaction
from django.db.models.functions import Now

from polls.secret.box import keys
from polls.secret.box.models import Ballot, Vote
from polls.secret.box.queries import is_witnessed, terms_of
from polls.secret.rules import ballot as rules
from polls.secret.rules.canonical import Json
from polls.secret.rules.log import promise
from polls.secret.rules.refusals import Refused


def take(vote: Vote, data: bytes) -> dict[str, Json]:
    """The promise for the ballot of those canonical bytes; the same bytes again, the same promise.

    Opening and closing are tested by the database's clock, on a locked row: the closing waits for it.
    Raises `Refused`: `closed`, `not-witnessed`, `number-used`, or what `Ballot.read` says of a ballot that is none.
    """
    terms = terms_of(vote)
    ballot = rules.Ballot.read(data, terms)
    key, leaf = sha256(ballot.key).hexdigest(), ballot.leaf.hex()
    with transaction.atomic():
        now = {"closing": "", "opens_at__lte": Now(), "closes_at__gt": Now()}
        if not Vote.objects.select_for_update().filter(pk=vote.pk, **now).exists():
            raise Refused("closed")
        if not is_witnessed(vote):
            raise Refused("not-witnessed")
        told = {"leaf": leaf, "entry": data.decode()}
        kept, _new = Ballot.objects.get_or_create(vote=vote, key=key, number=ballot.number, defaults=told)
        if kept.leaf != leaf:
            raise Refused("number-used", str(ballot.number))
    return promise(terms.poll, ballot.leaf, batch=terms.batch, key=keys.promise_key(terms.poll))
