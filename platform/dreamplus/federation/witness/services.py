"""The witness: it signs a state of a log only when it continues the one it signed before.

It sees leaves, which are hashes, and no list, no name, no ballot. What it believes of a vote it has asked the site
itself, at the origin that two persons compared when the site was paired.
"""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from dreamplus.core import clock
from dreamplus.core.outbound import OutboundError, fetch
from dreamplus.federation.harvest.models import Source, State
from dreamplus.federation.witness import keys
from dreamplus.federation.witness.models import WitnessedVote
from polls.secret.rules import signatures
from polls.secret.rules.canonical import Json, b64, members, unhex
from polls.secret.rules.log import Head, SignedHead, cosign, entry_leaf, read_closing
from polls.secret.rules.papers import Papers
from polls.secret.rules.postponing import Postponement
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
    """The head with the witness's signature. `told`: terms, all the leaves, the head, the closing or null, and the
    paper once it is in the log.

    Raises `Refused`. What proves a fault of the box is kept and shown, and nothing of that log is signed afterwards.
    """
    told = members(told, "terms leaves head closing", optional="paper", record="state")
    terms = Terms.read(told["terms"])
    head = SignedHead.read(told["head"], terms)
    if not isinstance(told["leaves"], list) or len(told["leaves"]) > MOST_LEAVES:
        raise Refused("wrong-members", "leaves")
    leaves = [unhex(leaf) for leaf in told["leaves"]]
    vote = _known(poll, terms)
    try:
        return _sign(vote, terms, head, leaves, (told["closing"], told.get("paper")))
    except Refused as refused:
        if refused.code in FAULTS:
            WitnessedVote.objects.filter(poll=poll, fault="").update(fault=refused.code)
        raise


@transaction.atomic
def _sign(
    vote: WitnessedVote, terms: Terms, signed: SignedHead, leaves: list[bytes], ends: tuple[Json, Json]
) -> dict[str, Json]:
    """`ends`: the closing and the paper, as far as the log is."""
    vote.refresh_from_db(from_queryset=WitnessedVote.objects.select_for_update())
    if vote.fault:
        raise Refused("faulty", vote.fault)
    if not leaves or leaves[0] != terms.leaf or vote.terms not in ("", terms.leaf.hex()):
        raise Refused("other-terms")
    before = Head(vote.poll, vote.size, bytes.fromhex(vote.root)) if vote.size else None
    signature = cosign(signed, leaves, before=before, key=keys.witness_key())
    closing, paper = ends
    if vote.is_closed and signed.head.size > vote.size:
        _refuse_more(vote, terms, leaves, paper)
        vote.is_complete = True
    elif closing is not None and not vote.is_closed:
        read_closing(closing, terms)
        if entry_leaf(closing) != leaves[-1]:
            raise Refused("other-closing")
        vote.is_closed, vote.is_complete = True, not terms.stations
    vote.closes, vote.box, vote.booth = terms.closes, terms.box, terms.booth.hex()
    vote.terms, vote.size, vote.root = terms.leaf.hex(), signed.head.size, signed.head.root.hex()
    vote.head = SignedHead(signed.head, signed.log, signature).told()
    vote.save()
    told: dict[str, Json] = vote.head
    return told


def _refuse_more(vote: WitnessedVote, terms: Terms, leaves: list[bytes], paper: Json) -> None:
    """After the closing one entry may come, the paper. Raises `Refused`: a fault, unless that entry is not told: heads
    and leaves are public, and a stranger who sends them without it must not accuse the box."""
    if vote.is_complete or len(leaves) != vote.size + 1:
        raise Refused("after-the-closing")
    if paper is None:
        raise Refused("paper-not-told")
    Papers.read(paper, terms)
    if entry_leaf(paper) != leaves[-1]:
        raise Refused("other-paper")


def agree(poll: UUID, told: Json) -> dict[str, Json]:
    """The witness's signature of a later closing, asked for by the box before the one it moves; the same again, the
    same answer. `told`: terms, what is asked.

    Raises `Refused`: `too-late` by this clock, `other-closing` where another one was agreed to (`detail` says which).
    """
    told = members(told, "terms asked", record="request")
    terms = Terms.read(told["terms"])
    asked = Postponement.read_asked(told["asked"], terms)
    vote = _known(poll, terms)
    with transaction.atomic():
        vote.refresh_from_db(from_queryset=WitnessedVote.objects.select_for_update())
        if vote.fault:
            raise Refused("faulty", vote.fault)
        agreed = dict(vote.agreements.values_list("instead_of", "closes"))
        if asked.instead_of not in agreed:
            if asked.instead_of != max([terms.closes, *agreed.values()]):
                raise Refused("wrong-dates", "that is not when the vote closes")
            if vote.is_closed or clock.now() >= datetime.fromisoformat(asked.instead_of):
                raise Refused("too-late")
            vote.agreements.create(instead_of=asked.instead_of, closes=asked.closes)
        elif agreed[asked.instead_of] != asked.closes:
            raise Refused("other-closing", agreed[asked.instead_of])
    return {"signature": b64(asked.agreed(keys.witness_key()))}


def shown(vote: WitnessedVote) -> dict[str, Json]:
    """What anybody may read: the last head with both signatures, later closings that were agreed to, the fault, and
    once nothing comes any more the secret."""
    return {
        "poll": str(vote.poll),
        "site": vote.source.origin,
        "key": b64(signatures.public_of(keys.witness_key())),
        "terms": vote.terms or None,
        "head": vote.head,
        "agreed": list(vote.agreements.order_by("instead_of").values("instead_of", "closes")),
        "fault": vote.fault or None,
        "booth": {"looked": _told(vote.looked_at), "altered": _told(vote.altered_at)},
        "tie": keys.tie_secret(vote.poll).hex() if vote.is_complete else None,
    }


def _told(at: datetime | None) -> str | None:
    return at.isoformat(timespec="minutes") if at else None


def _known(poll: UUID, terms: Terms) -> WitnessedVote:
    """The vote of those terms. Raises `Refused`."""
    vote = WitnessedVote.objects.select_related("source").filter(poll=poll).first()
    if vote is None or terms.poll != poll:
        raise Refused("unknown-poll")
    _agree_on(vote, terms)
    return vote


def _agree_on(vote: WitnessedVote, terms: Terms) -> None:
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
