"""What each type of entry may hold. Aggregates only: no person, no free contribution, nothing finer than the day."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping

from dreamplus.federation.wire import canonical
from dreamplus.federation.wire.canonical import Json
from dreamplus.federation.wire.faults import Fault, WireError
from dreamplus.federation.wire.shapes import ORIGIN, Day, Flag, Many, Maybe, OneOf, Pattern, Record, Whole, Words

MAX_BODY = 64_000
SALT_BYTES = 32
LICENCE = "etalab-2.0"  # Licence Ouverte 2.0, by its SPDX name

COUNTED = ("single-choice", "several-choices", "yes-no-abstain")
MARKED = ("score", "majority-judgment", "coloured", "irv", "condorcet", "stv", "points", "quadratic")
METHODS = COUNTED + MARKED
"""Ballots bear options, whose votes are counted; or grades, ranks and points: options come the best first then."""
CHANNELS = ("web", "assisted", "paper", "meeting")
STEP_KINDS = ("poll", "proposals", "information", "meeting", "other")

_PAGE = Pattern(f"{ORIGIN}/[!-~]*", Fault.BAD_ADDRESS)
_VOTERS = Whole(0, 50_000_000)

RESULT = Record(
    {
        "title": Words(200),
        "page": _PAGE,
        "method": OneOf(METHODS),
        "opened": Day(),
        "closed": Day(),
        "electorate": Maybe(_VOTERS),  # lines of the roll; null where there is none
        "voters": _VOTERS,
        "blank": _VOTERS,
        "invalid": _VOTERS,
        "options": Many(Record({"label": Words(300), "votes": Maybe(_VOTERS), "first": Flag()}), most=100, least=1),
        "channels": Many(Record({"channel": OneOf(CHANNELS), "voters": _VOTERS}), most=len(CHANNELS)),
        "suppression": Record({"threshold": Whole(5, 1000), "hidden_tables": Whole(0, 1000)}),
        "rules_hash": Maybe(Pattern("[0-9a-f]{64}")),
    }
)

CONSULTATION = Record(
    {
        "title": Words(200),
        "summary": Words(600, least=0),
        "page": _PAGE,
        "opens": Day(),
        "closes": Maybe(Day()),
        "steps": Many(
            Record({"title": Words(200), "kind": OneOf(STEP_KINDS), "opens": Maybe(Day()), "closes": Maybe(Day())}),
            most=40,
        ),
        "contributions": Maybe(Whole(0, 10_000_000)),
        "answered": Maybe(Whole(0, 10_000_000)),
    }
)

TYPES: Mapping[str, Record] = {"consultation": CONSULTATION, "result": RESULT}
LATER = frozenset({"practice", "budget-project", "commitment", "council-decision", "event", "tool", "ballot-log-head"})
"""Types of the protocol that this version does not show: their place in the chain is verified, their body left out."""


def check(kind: str, body: Json, *, issuer: str) -> None:
    """Raises `WireError` unless `body` is a `kind` of `issuer` that agrees with itself."""
    if kind not in TYPES:
        raise WireError(Fault.UNKNOWN_TYPE, kind[:40])
    TYPES[kind].check(body, "")
    if len(canonical.encode(body)) > MAX_BODY:
        raise WireError(Fault.TOO_LARGE, "body")
    if not body["page"].startswith(f"{issuer}/"):
        raise WireError(Fault.BAD_ADDRESS, "the page is not on the issuer's site")
    if kind == "result":
        _result_agrees(body)


def _result_agrees(body: dict[str, Json]) -> None:
    voters, counted = body["voters"], body["method"] in COUNTED
    votes = [option["votes"] for option in body["options"] if option["votes"] is not None]
    channels = [line["channel"] for line in body["channels"]]
    wrong = {
        "opened after closed": body["opened"] > body["closed"],
        "a channel appears twice": len(set(channels)) != len(channels),
        "channels do not add up": bool(channels) and sum(line["voters"] for line in body["channels"]) != voters,
        "more voters than the roll": body["electorate"] is not None and voters > body["electorate"],
        "votes by option where ballots bear none, or the reverse": len(votes)
        != (len(body["options"]) if counted else 0),
        "an option above the number of voters": max(votes, default=0) > voters,
        "votes do not add up": counted
        and body["method"] != "several-choices"
        and sum(votes) + body["blank"] + body["invalid"] != voters,
        "blank and invalid above voters": body["blank"] + body["invalid"] > voters,
    }
    for reason, is_wrong in wrong.items():
        if is_wrong:
            raise WireError(Fault.INCONSISTENT, reason)


def new_salt() -> bytes:
    """What keeps an erased body from being guessed by trying: it goes when the body goes."""
    return secrets.token_bytes(SALT_BYTES)


def body_hash(body: Json, salt: bytes) -> str:
    """SHA-256("dream-body/1" ‖ salt ‖ canonical body), hexadecimal."""
    return hashlib.sha256(b"dream-body/1" + salt + canonical.encode(body)).hexdigest()


def json_schema(kind: str, *, issuer: str) -> dict[str, Json]:
    """The rules of `kind` as a JSON Schema document, for readers in other languages."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{issuer}/federation/v1/schemas/{kind}.json",
        "title": f"dream-fed/1 {kind}",
        **TYPES[kind].schema(),
    }
