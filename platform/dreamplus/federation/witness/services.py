"""The witness: it signs a state of a log only when it continues the one it signed before.

It sees leaves, which are hashes, and no list, no name, no ballot. What it believes of a vote it has asked the site
itself, at the origin that two persons compared when the site was paired.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from dreamplus.core.outbound import OutboundError, fetch
from dreamplus.federation.harvest.models import Source, State
from dreamplus.federation.witness import keys
from dreamplus.federation.witness.models import WitnessedVote
from polls.secret.rules import signatures
from polls.secret.rules.canonical import Json, b64, members, unhex
from polls.secret.rules.log import Head, SignedHead, cosign, entry_leaf, read_closing
from polls.secret.rules.refusals import Refused
from polls.secret.rules.terms import Terms, read_poll

MOST_LEAVES = 400_000
FAULTS = ("fork", "after-the-closing")
"""What the box alone can have signed: two logs that contradict each other, or one that goes on after its closing. From
then on nothing of its log is signed. An old head with its leaves, or a head with leaves that are not its own, is
refused and proves nothing: anybody may send what is public.
"""


def promise(told: Json) -> dict[str, Json]:
    """For a site that prepares a vote: the key that will sign its heads, and the hash that breaks its ties.

    Raises `Refused`: `unknown-site`, `unknown-poll` when the site does not say that it prepares it, or `not-there`.
    """
    told = members(told, "site poll", record="request")
    poll = read_poll(told["poll"])
    source = Source.objects.filter(origin=told["site"], state=State.ACTIVE).first()
    if source is None:
        raise Refused("unknown-site")
    vote = WitnessedVote.objects.filter(poll=poll).first()
    if vote is None:
        _announced(source.origin, poll)
        vote, _new = WitnessedVote.objects.get_or_create(poll=poll, defaults={"source": source})
    if vote.source_id != source.pk:
        raise Refused("unknown-poll")
    return {"key": b64(signatures.public_of(keys.witness_key())), "tie": _tie(poll)}


def see(poll: UUID, told: Json) -> dict[str, Json]:
    """The head with the witness's signature. `told`: terms, all the leaves, the head, the closing or null.

    Raises `Refused`. What proves a fault of the box is kept and shown, and nothing of that log is signed afterwards.
    """
    told = members(told, "terms leaves head closing", record="state")
    terms = Terms.read(told["terms"])
    head = SignedHead.read(told["head"], terms)
    if not isinstance(told["leaves"], list) or len(told["leaves"]) > MOST_LEAVES:
        raise Refused("wrong-members", "leaves")
    leaves = [unhex(leaf) for leaf in told["leaves"]]
    vote = WitnessedVote.objects.select_related("source").filter(poll=poll).first()
    if vote is None or terms.poll != poll:
        raise Refused("unknown-poll")
    _agree(vote, terms)
    try:
        return _sign(vote, terms, head, leaves, told["closing"])
    except Refused as refused:
        if refused.code in FAULTS:
            WitnessedVote.objects.filter(poll=poll, fault="").update(fault=refused.code)
        raise


@transaction.atomic
def _sign(vote: WitnessedVote, terms: Terms, signed: SignedHead, leaves: list[bytes], closing: Json) -> dict[str, Json]:
    vote.refresh_from_db(from_queryset=WitnessedVote.objects.select_for_update())
    if vote.fault:
        raise Refused("faulty", vote.fault)
    if not leaves or leaves[0] != terms.leaf or vote.terms not in ("", terms.leaf.hex()):
        raise Refused("other-terms")
    before = Head(vote.poll, vote.size, bytes.fromhex(vote.root)) if vote.size else None
    signature = cosign(signed, leaves, before=before, key=keys.witness_key())
    if vote.is_closed and signed.head.size > vote.size:
        raise Refused("after-the-closing")
    if closing is not None:
        read_closing(closing, terms)
        if entry_leaf(closing) != leaves[-1]:
            raise Refused("other-closing")
        vote.is_closed = True
    vote.terms, vote.size, vote.root = terms.leaf.hex(), signed.head.size, signed.head.root.hex()
    vote.head = SignedHead(signed.head, signed.log, signature).told()
    vote.save()
    told: dict[str, Json] = vote.head
    return told


def shown(vote: WitnessedVote) -> dict[str, Json]:
    """What anybody may read: the last head with both signatures, the fault, and after the closing the secret."""
    return {
        "poll": str(vote.poll),
        "site": vote.source.origin,
        "key": b64(signatures.public_of(keys.witness_key())),
        "terms": vote.terms or None,
        "head": vote.head,
        "fault": vote.fault or None,
        "tie": keys.tie_secret(vote.poll).hex() if vote.is_closed else None,
    }


def _agree(vote: WitnessedVote, terms: Terms) -> None:
    """The terms are those of the site, and name this hub as it is. The site is asked once. Raises `Refused`."""
    ours = (settings.DREAM_ORIGIN, signatures.public_of(keys.witness_key()), unhex(_tie(vote.poll)))
    if (terms.witness, terms.witness_key, terms.ties[1]) != ours or terms.site != vote.source.origin:
        raise Refused("other-terms")
    if vote.terms == terms.leaf.hex():
        return
    if vote.terms or _announced(vote.source.origin, vote.poll)["terms"] != terms.leaf.hex():
        raise Refused("other-terms")


def _announced(origin: str, poll: UUID) -> dict[str, Any]:
    """What the site says of the vote. Raises `Refused`."""
    try:
        answer = fetch(f"{origin}/vote/{poll}/secret.json", max_bytes=10_000)
        told = json.loads(answer.body) if answer.status == 200 else None
    except (OutboundError, ValueError):
        raise Refused("not-there") from None
    if not isinstance(told, dict) or told.get("poll") != str(poll):
        raise Refused("unknown-poll")
    return {"terms": None, **told}


def _tie(poll: UUID) -> str:
    return sha256(keys.tie_secret(poll)).hexdigest()
