"""The witness is asked to sign each head, in order; while it is away nothing is lost, and nothing is opened."""

from __future__ import annotations

import json

from dreamplus.core.outbound import Answer, OutboundError, fetch
from polls.secret.box.models import SignedHead, Vote
from polls.secret.box.queries import leaves_of, signed, terms_of
from polls.secret.rules.canonical import Json, b64, encode, members, unb64
from polls.secret.rules.log import SignedHead as Head
from polls.secret.rules.refusals import Refused

SECONDS = 60
REFUSES = 409


def ask_witness(vote: Vote) -> bool:
    """Sends the last head that the witness has not signed, with all the leaves; True when it bears both signatures.

    Raises `Refused` when the witness refuses it (kept as the fault of the vote), `OutboundError` when it is away.
    """
    terms = terms_of(vote)
    last = SignedHead.objects.filter(vote=vote).order_by("-size").first()
    if last is None or last.witness:
        return last is not None
    body = {
        "terms": json.loads(vote.terms),
        "leaves": [leaf.hex() for leaf in leaves_of(vote)[: last.size]],
        "head": signed(last).told(),
        "closing": json.loads(vote.closing) if vote.closing else None,
        **({"paper": json.loads(vote.paper)} if vote.paper else {}),
    }
    answer = _asked(vote, "etats", body)
    if answer.status == REFUSES:
        code = str(_told(answer.body).get("refused", ""))[:80]
        Vote.objects.filter(pk=vote.pk).update(fault=code or "refused")
        raise Refused("witness-refuses", code)
    if answer.status != 200:
        raise OutboundError(f"The witness answered {answer.status}.")
    head = Head.read(members(_told(answer.body), "head log witness", record="signed head"), terms)
    if head.witness is None or head.head != signed(last).head:
        raise Refused("wrong-head", "the witness signed another one")
    SignedHead.objects.filter(pk=last.pk).update(witness=b64(head.witness))
    return True


def ask_agreement(vote: Vote, asked: dict[str, Json]) -> bytes:
    """The witness's signature of a later closing. A refusal accuses nobody: the closing stays where it was.

    Raises `Refused`, `OutboundError`.
    """
    answer = _asked(vote, "reports", {"terms": json.loads(vote.terms), "asked": asked})
    told = _told(answer.body)
    if answer.status == REFUSES:
        raise Refused(str(told.get("refused", "refused"))[:80], str(told.get("detail", ""))[:200])
    if answer.status != 200:
        raise OutboundError(f"The witness answered {answer.status}.")
    return unb64(told.get("signature"), size=64)


def _asked(vote: Vote, name: str, body: dict[str, Json]) -> Answer:
    terms = terms_of(vote)
    return fetch(
        f"{terms.witness}/temoin/votes/{terms.poll}/{name}/",
        method="POST",
        headers={"Content-Type": "application/json"},
        body=encode(body),
        max_bytes=10_000,
        seconds=SECONDS,
    )


def _told(body: bytes) -> dict[str, object]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise OutboundError("The witness does not answer as a witness does.") from None
    if not isinstance(told, dict):
        raise OutboundError("The witness does not answer as a witness does.")
    return told
