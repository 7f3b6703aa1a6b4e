"""The box closes: the last ballots join the log, then the closing, after which no ballot comes; then the paper."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models.functions import Now

from polls.secret.box.models import Ballot, Vote
from polls.secret.box.queries import is_signed_up, terms_of
from polls.secret.box.services.writing import forget_order, place, sign
from polls.secret.rules.canonical import decode, encode
from polls.secret.rules.log import closing, read_closing
from polls.secret.rules.papers import Papers
from polls.secret.rules.refusals import Refused
from polls.secret.rules.terms import MOST_BYTES


def close(vote: Vote, tokens: Sequence[int]) -> None:
    """Once the closing has come by the database's clock. `tokens`: how many each issuer gave. Idempotent for the same
    numbers. Raises `Refused`: `not-yet`, `closed` with other numbers, or numbers that cannot be."""
    terms = terms_of(vote)
    with transaction.atomic():
        vote.refresh_from_db(from_queryset=Vote.objects.select_for_update())
        if not Vote.objects.filter(pk=vote.pk, closes_at__lte=Now()).exists():
            raise Refused("not-yet")
        told = closing(terms, ballots=Ballot.objects.filter(vote=vote).count(), tokens=tokens)
        read_closing(told, terms)
        if vote.closing:
            if vote.closing != encode(told).decode():
                raise Refused("closed")
            return
        place(vote)
        vote.closing = encode(told).decode()
        vote.save(update_fields=["closing"])
        sign(vote)
    forget_order()


def add_paper(vote: Vote, data: bytes) -> None:
    """What was read from paper, once the witness has signed the closing. Idempotent for the same bytes.

    Raises `Refused`: `not-yet`, `paper-is-laid` with other bytes, or what `Papers.read` says.
    """
    terms = terms_of(vote)
    told = decode(data, most=MOST_BYTES)
    Papers.read(told, terms)
    with transaction.atomic():
        vote.refresh_from_db(from_queryset=Vote.objects.select_for_update())
        if vote.paper:
            if vote.paper.encode() != data:
                raise Refused("paper-is-laid")
            return
        if not is_signed_up(vote):
            raise Refused("not-yet", "the witness has not signed the closing")
        vote.paper = data.decode()
        vote.save(update_fields=["paper"])
        sign(vote)
