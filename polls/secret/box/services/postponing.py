"""A later closing: the witness agrees first, then it stands in the log; a box that cannot reach it moves nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from polls.secret.box import keys
from polls.secret.box.models import Postponement, Vote
from polls.secret.box.queries import closes, terms_of
from polls.secret.box.services.witnessing import ask_agreement
from polls.secret.box.services.writing import next_place, sign
from polls.secret.rules import postponing
from polls.secret.rules.canonical import encode
from polls.secret.rules.refusals import Refused
from polls.secret.rules.terms import read_moment


def postpone(vote: Vote, moment: str) -> None:
    """The vote closes at `moment`, later than now and than its closing. Idempotent for the last one.

    Raises `Refused`: `closed` by the database's clock, `wrong-dates`, `too-often`, or what the witness says;
    `OutboundError` when it is away.
    """
    terms, now = terms_of(vote), closes(vote)
    if read_moment(moment) == now:
        return
    asked = postponing.Postponement(terms.poll, now, moment)
    _refuse_late(vote)
    signature = ask_agreement(vote, asked.asked(keys.log_key(terms.poll)))
    if not asked.is_agreed(terms, signature):
        raise Refused("wrong-signature", "the witness agreed to another one")
    with transaction.atomic():
        vote.refresh_from_db(from_queryset=Vote.objects.select_for_update())
        _refuse_late(vote)
        if closes(vote) != now:
            raise Refused("wrong-dates", "moved meanwhile")
        entry = encode(asked.entry(signature)).decode()
        Postponement.objects.create(vote=vote, position=next_place(vote), entry=entry)
        Vote.objects.filter(pk=vote.pk).update(closes_at=datetime.fromisoformat(moment))
        sign(vote)


def _refuse_late(vote: Vote) -> None:
    """Before the witness is asked, and once more when it has answered. Raises `Refused`."""
    if not Vote.objects.filter(pk=vote.pk, closing="", closes_at__gt=Now()).exists():
        raise Refused("closed")
    if Postponement.objects.filter(vote=vote).count() >= postponing.MOST:
        raise Refused("too-often")
