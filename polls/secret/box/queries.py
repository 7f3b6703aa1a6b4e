"""What is read of the box."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from uuid import UUID

from polls.secret.box.models import Ballot, Vote
from polls.secret.box.models import SignedHead as Row
from polls.secret.rules import tree
from polls.secret.rules.canonical import unb64
from polls.secret.rules.log import Head, SignedHead
from polls.secret.rules.publication import Publication
from polls.secret.rules.refusals import Refused
from polls.secret.rules.terms import Terms


def vote_of(poll: UUID) -> Vote:
    """The vote, once its terms are laid. Raises `Refused`."""
    vote = Vote.objects.filter(poll=poll).exclude(terms="").first()
    if vote is None:
        raise Refused("unknown-poll")
    return vote


def terms_of(vote: Vote) -> Terms:
    """Laid terms never change: they are read once."""
    return _read(vote.terms)


@lru_cache(maxsize=16)
def _read(terms: str) -> Terms:
    return Terms.read(json.loads(terms))


def leaves_of(vote: Vote) -> list[bytes]:
    """The log: its terms, ballots in their places, its closing."""
    placed = Ballot.objects.filter(vote=vote).exclude(position=None).order_by("position")
    ballots = [bytes.fromhex(leaf) for leaf in placed.values_list("leaf", flat=True)]
    last = [tree.leaf(vote.closing.encode())] if vote.closing else []
    return [tree.leaf(vote.terms.encode()), *ballots, *last]


def signed(row: Row) -> SignedHead:
    head = Head(row.vote_id, row.size, bytes.fromhex(row.root))
    return SignedHead(head, unb64(row.log), unb64(row.witness) if row.witness else None)


def is_witnessed(vote: Vote) -> bool:
    """Whether the witness has signed a head, and no fault has been found."""
    return not vote.fault and Row.objects.filter(vote=vote).exclude(witness="").exists()


def is_sealed_up(vote: Vote) -> bool:
    """Whether the closing is in the log and the witness has signed it: ballots may leave the box."""
    last = Row.objects.filter(vote=vote).order_by("-size").first()
    return bool(vote.closing) and not vote.fault and last is not None and bool(last.witness)


def are_forgotten(vote: Vote) -> bool:
    """Whether the sealed ballots are gone, and their leaves alone are left."""
    return Ballot.objects.filter(vote=vote, entry="").exists()


def publication(vote: Vote) -> Publication:
    """What anybody may read while nothing is opened: terms, leaves and heads."""
    heads = [signed(row).told() for row in Row.objects.filter(vote=vote).order_by("size")]
    closing = json.loads(vote.closing) if vote.closing else None
    return Publication(terms_of(vote), tuple(leaves_of(vote)), tuple(heads), closing, {}, (None, None), None, None)


def entries(vote: Vote) -> Iterator[bytes]:
    """Ballots in the order of the log, as `ballots.jsonl` holds them."""
    placed = Ballot.objects.filter(vote=vote).exclude(position=None).order_by("position")
    for entry in placed.values_list("entry", flat=True).iterator(chunk_size=500):
        yield entry.encode() + b"\n"
