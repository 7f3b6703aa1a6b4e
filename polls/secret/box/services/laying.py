"""A vote comes to the box: its keys are made, its terms become the first entry of its log."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from polls.secret.box import keys
from polls.secret.box.models import Vote
from polls.secret.box.services.writing import sign
from polls.secret.rules import signatures
from polls.secret.rules.canonical import Json, b64, decode
from polls.secret.rules.refusals import Refused
from polls.secret.rules.terms import MOST_BYTES, Terms
from polls.secret.single import BOOTH


def keys_for(poll: UUID) -> dict[str, Json]:
    """The public keys with which the box will sign for that vote, and the fingerprint of the voting page it serves."""
    Vote.objects.get_or_create(poll=poll)
    return {
        "log": b64(signatures.public_of(keys.log_key(poll))),
        "promise": b64(signatures.public_of(keys.promise_key(poll))),
        "booth": BOOTH.fingerprint,
    }


@transaction.atomic
def lay(poll: UUID, data: bytes) -> None:
    """The terms, once for all: the same bytes again change nothing. Raises `Refused`."""
    terms = Terms.read(decode(data, most=MOST_BYTES))
    told = keys_for(poll)
    if terms.poll != poll:
        raise Refused("unknown-poll")
    if terms.box != settings.DREAM_ORIGIN:
        raise Refused("other-box", terms.box)
    if (b64(terms.log_key), b64(terms.promise_key)) != (told["log"], told["promise"]):
        raise Refused("other-keys")
    if terms.booth.hex() != told["booth"]:
        raise Refused("other-booth", "box and site are not of the same version")
    vote = Vote.objects.select_for_update().get(poll=poll)
    if vote.terms:
        if vote.terms.encode() != data:
            raise Refused("terms-are-laid", "a change is another vote")
        return
    dates = {"opens_at": terms.opens_at, "closes_at": terms.closes_at, "batch_at": Now()}
    Vote.objects.filter(poll=poll).update(terms=data.decode(), **dates)
    vote.refresh_from_db()
    sign(vote)
