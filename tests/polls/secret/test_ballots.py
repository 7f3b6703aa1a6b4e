"""What the box takes, what it refuses with which reason, and what counts as invalid once it is opened."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from polls.rules import Method, Rules
from polls.secret.rules import ballot as ballots
from polls.secret.rules import opening, sealing
from polls.secret.rules.ballot import Ballot
from polls.secret.rules.canonical import b64, encode
from polls.secret.rules.refusals import Refused
from tests.polls.secret.village import Village
from tests.polls.secret.voter import Voter


@pytest.fixture(scope="module")
def village() -> Village:
    return Village()


@pytest.fixture(scope="module")
def voter(village: Village) -> Voter:
    return village.voter()


@pytest.fixture(scope="module")
def cast(voter: Voter) -> Ballot:
    return voter.votes(("sat",))


def test_a_ballot_is_read_as_it_was_written(village: Village, cast: Ballot) -> None:
    assert Ballot.read(cast.entry, village.terms) == cast
    assert len(cast.entry) < 2000


def told(cast: Ballot, **members: Any) -> bytes:
    return encode(cast.told() | members)


def sealed(cast: Ballot, **members: Any) -> bytes:
    return told(cast, sealed=cast.sealed.told() | members)


MALFORMED: dict[str, tuple[Callable[[Ballot], bytes], str]] = {
    "nothing": (lambda _cast: b"", "not-canonical"),
    "not JSON": (lambda _cast: b"<html>", "not-canonical"),
    "spaces": (lambda cast: json.dumps(cast.told()).encode(), "not-canonical"),
    "a member twice": (lambda cast: cast.entry[:-1] + b',"type":"dream-ballot/1"}', "not-canonical"),
    "not UTF-8": (lambda _cast: b'{"type":"\xff"}', "not-canonical"),
    "a fraction": (lambda cast: cast.entry.replace(b'"number":1', b'"number":1.0'), "not-canonical"),
    "no number at all": (lambda cast: cast.entry.replace(b'"number":1', b'"number":NaN'), "not-canonical"),
    "brackets without end": (lambda _cast: b"[" * 15_000, "not-canonical"),
    "too long": (lambda _cast: b" " * 16_001, "too-long"),
    "a list": (lambda _cast: b"[]", "wrong-members"),
    "one member more": (lambda cast: told(cast, name="Anne"), "wrong-members"),
    "one member less": (
        lambda cast: encode({name: value for name, value in cast.told().items() if name != "number"}),
        "wrong-members",
    ),
    "another type": (lambda cast: told(cast, type="dream-ballot/2"), "unknown-type"),
    "another vote": (lambda cast: told(cast, poll=str(UUID(int=1))), "unknown-poll"),
    "no vote": (lambda cast: told(cast, poll=7), "unknown-poll"),
    "number 0": (lambda cast: told(cast, number=0), "out-of-range"),
    "number true": (lambda cast: told(cast, number=True), "out-of-range"),
    "number 1001": (lambda cast: told(cast, number=1001), "out-of-range"),
    "a short key": (lambda cast: told(cast, key=b64(cast.key[:33])), "not-base64"),
    "a key with padding": (lambda cast: told(cast, key=b64(cast.key) + "="), "not-base64"),
    "a key that is a number": (lambda cast: told(cast, key=4), "not-base64"),
    "a key off the curve": (lambda cast: told(cast, key=b64(b"\x04" + bytes(64))), "other-message"),
    "another message": (lambda cast: told(cast, message=b64(bytes(32) + cast.message[32:-1] + b"x")), "other-message"),
    "a message without chance": (lambda cast: told(cast, message=b64(cast.message[32:])), "other-message"),
    "other chance": (lambda cast: told(cast, message=b64(bytes(32) + cast.message[32:])), "wrong-token"),
    "no token": (lambda cast: told(cast, tokens=[]), "wrong-members"),
    "two tokens": (lambda cast: told(cast, tokens=[b64(cast.tokens[0])] * 2), "wrong-members"),
    "a token of nothing": (lambda cast: told(cast, tokens=[b64(bytes(384))]), "wrong-token"),
    "a short token": (lambda cast: told(cast, tokens=[b64(cast.tokens[0][1:])]), "wrong-token"),
    "tokens that are words": (lambda cast: told(cast, tokens="none"), "wrong-members"),
    "another number": (lambda cast: told(cast, number=2), "wrong-signature"),
    "another signature": (lambda cast: told(cast, signature=b64(bytes(64))), "wrong-signature"),
    "two shares": (lambda cast: sealed(cast, shares=cast.sealed.told()["shares"][:2]), "wrong-members"),
    "shares exchanged": (lambda cast: sealed(cast, shares=cast.sealed.told()["shares"][::-1]), "wrong-signature"),
    "longer choices": (lambda cast: sealed(cast, choices=b64(bytes(81))), "not-base64"),
    "capital hexadecimal": (
        lambda cast: sealed(cast, commitment=cast.sealed.commitment.hex().upper()),
        "not-a-digest",
    ),
    "another commitment": (lambda cast: sealed(cast, commitment="0" * 64), "wrong-signature"),
}


@pytest.mark.parametrize("fault", MALFORMED)
def test_what_is_not_a_ballot_is_refused(fault: str, village: Village, cast: Ballot) -> None:
    make, code = MALFORMED[fault]
    with pytest.raises(Refused) as refused:
        Ballot.read(make(cast), village.terms)
    assert refused.value.code == code


def test_nobody_else_replaces_a_ballot(village: Village, cast: Ballot) -> None:
    """Who holds the log and the box has every ballot with its token, and not the key of who voted."""
    thief = Voter(village.terms)
    forged = thief.bears(
        sealing.seal(ballots.written([("sun",)], length=64), village.terms.scrutineers, info=cast.info), number=2
    )
    stolen = replace(forged, key=cast.key, message=cast.message, tokens=cast.tokens)
    with pytest.raises(Refused, match="wrong-signature"):
        Ballot.read(stolen.entry, village.terms)
    own_key = replace(stolen, key=thief.key)
    with pytest.raises(Refused, match="other-message"):
        Ballot.read(own_key.entry, village.terms)


def test_choices_are_not_moved_to_another_ballot(village: Village, cast: Ballot) -> None:
    """A copy of somebody's sealed choices, signed by another voter, passes the box and opens to nothing."""
    copy = village.voter().bears(cast.sealed, number=1)
    opened = opening.open_all(village.terms, [cast, copy], dict(enumerate(village.scrutineers[:2], 1)))
    assert (list(opened.said.values()), opened.invalid) == ([(("sat",),)], ((copy.leaf, "key-not-given"),))


def test_the_highest_number_counts_wherever_it_stands(village: Village) -> None:
    person = village.voter()
    first, third, second = (person.votes((code,), number=n) for code, n in (("sat", 1), ("sun", 3), ("sat", 2)))
    for order in ([first, second, third], [third, first, second], [second, third, first]):
        opened = opening.open_all(village.terms, order, dict(enumerate(village.scrutineers[:2], 1)))
        assert (opened.groups(0), len(opened.replaced)) == ([(("sun",), 1)], 2)
    with pytest.raises(Refused, match="number-used"):
        opening.standing([first, third, replace(first, signature=bytes(64))])


SAID: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not-a-ballot"),
    "words": (b"Anne votes for Saturday", "not-a-ballot"),
    "a list of lists": (b'[["sat"]]', "not-a-ballot"),
    "two questions": (b'["sat","sun"]', "not-a-ballot"),
    "spaces in it": (b'[ "sat" ]', "not-a-ballot"),
    "script": (b'["<script>"]', "not-allowed"),
    "an unknown option": (b'["mon"]', "not-allowed"),
    "two options": (b'["sat sun"]', "not-allowed"),
    "twice the same": (b'["sat sat"]', "not-allowed"),
    "a sign for later": (b'["sat "]', "not-allowed"),
    "a mark": (b'["sat=1"]', "not-allowed"),
}


@pytest.mark.parametrize("fault", SAID)
def test_what_is_not_exactly_one_allowed_ballot_is_invalid(fault: str, village: Village) -> None:
    plain, code = SAID[fault]
    cast = village.voter().votes(plain=plain.ljust(village.terms.length, b"\0"))
    opened = opening.open_all(village.terms, [cast], dict(enumerate(village.scrutineers[:2], 1)))
    assert (opened.said, opened.invalid) == ({}, ((cast.leaf, code),))


def test_an_order_written_otherwise_is_invalid() -> None:
    """One way to say a thing, or a ballot could bear a sign by which a buyer knows it again."""
    village = Village((Rules(Method.SEVERAL, ("sat", "sun"), most=2), Rules(Method.IRV, ("a", "b"), most=2)))
    keys = dict(enumerate(village.scrutineers[:2], 1))
    for plain, code in (
        (b'["sun sat",""]', "not-canonical"),
        (b'["","a=2 b=1"]', None),
        (b'["","b=1 a=2"]', "not-canonical"),
        (b'["","a=01"]', "not-allowed"),
        (b'["","a=2"]', "not-canonical"),
    ):
        cast = village.voter().votes(plain=plain.ljust(village.terms.length, b"\0"))
        opened = opening.open_all(village.terms, [cast], keys)
        assert [reason for _leaf, reason in opened.invalid] == ([code] if code else [])


def test_a_blank_ballot_is_counted_and_is_not_invalid(village: Village) -> None:
    cast = village.voter().votes(())
    opened = opening.open_all(village.terms, [cast], dict(enumerate(village.scrutineers[:2], 1)))
    said = opening.result(village.terms, opened, seed=None)["questions"][0]["outcome"]
    assert (said["ballots"], opened.invalid) == ({"valid": 0, "blank": 1, "invalid": 0}, ())
