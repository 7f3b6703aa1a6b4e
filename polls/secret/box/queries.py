"""What is read of the box."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from uuid import UUID

from polls.secret.box.models import Ballot, Postponement, Vote
from polls.secret.box.models import SignedHead as Row
from polls.secret.rules import tree
from polls.secret.rules.canonical import unb64
from polls.secret.rules.log import Head, SignedHead
from polls.secret.rules.postponing import closing_after
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
    """The log: its terms; ballots and postponements in their places; its closing, its paper."""
    placed = Ballot.objects.filter(vote=vote).exclude(position=None).values_list("position", "leaf")
    leaves = {position: bytes.fromhex(leaf) for position, leaf in placed}
    leaves |= {moved.position: tree.leaf(moved.entry.encode()) for moved in postponements(vote)}
    last = [tree.leaf(entry.encode()) for entry in (vote.closing, vote.paper) if entry]
    return [tree.leaf(vote.terms.encode()), *(leaf for _position, leaf in sorted(leaves.items())), *last]


def postponements(vote: Vote) -> list[Postponement]:
    """In the order of the log."""
    return list(Postponement.objects.filter(vote=vote).order_by("position"))


def closes(vote: Vote) -> str:
    """When it closes, as the log says it now."""
    return closing_after(terms_of(vote), [json.loads(moved.entry) for moved in postponements(vote)])


def signed(row: Row) -> SignedHead:
    head = Head(row.vote_id, row.size, bytes.fromhex(row.root))
    return SignedHead(head, unb64(row.log), unb64(row.witness) if row.witness else None)


def is_witnessed(vote: Vote) -> bool:
    """Whether the witness has signed a head, and no fault has been found."""
    return not vote.fault and Row.objects.filter(vote=vote).exclude(witness="").exists()


def is_signed_up(vote: Vote) -> bool:
    """Whether the closing is in the log, and the witness has signed the whole log."""
    last = Row.objects.filter(vote=vote).order_by("-size").first()
    return bool(vote.closing) and not vote.fault and last is not None and bool(last.witness)


def is_sealed_up(vote: Vote) -> bool:
    """Whether nothing comes into the log any more, and the witness has signed it: ballots may leave the box."""
    return is_signed_up(vote) and (bool(vote.paper) or not terms_of(vote).stations)


def are_forgotten(vote: Vote) -> bool:
    """Whether the sealed ballots are gone, and their leaves alone are left."""
    return Ballot.objects.filter(vote=vote, entry="").exists()


def publication(vote: Vote) -> Publication:
    """What anybody may read while nothing is opened: terms, leaves and heads."""
    heads = [signed(row).told() for row in Row.objects.filter(vote=vote).order_by("size")]
    return Publication(
        terms=terms_of(vote),
        leaves=tuple(leaves_of(vote)),
        heads=tuple(heads),
        closing=json.loads(vote.closing) if vote.closing else None,
        keys={},
        ties=(None, None),
        result=None,
        ballots=None,
        postponements=tuple(json.loads(moved.entry) for moved in postponements(vote)),
        paper=json.loads(vote.paper) if vote.paper else None,
    )


def entries(vote: Vote) -> Iterator[bytes]:
    """Ballots in the order of the log, as `ballots.jsonl` holds them."""
    placed = Ballot.objects.filter(vote=vote).exclude(position=None).order_by("position")
    for entry in placed.values_list("entry", flat=True).iterator(chunk_size=500):
        yield entry.encode() + b"\n"
