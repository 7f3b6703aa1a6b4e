"""What an instance says of itself, and the key two persons compared."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from dreamplus.federation.wire import discovery, keys
from dreamplus.federation.wire.faults import Fault, WireError
from tests.dreamplus.federation.honest import CODE, ISSUER, KEY, STRANGER, Publisher


def document_with(spoil: Callable[[dict[str, Any]], object]) -> bytes:
    document = json.loads(Publisher().discovery())
    spoil(document)
    return json.dumps(document).encode()


def key(document: dict[str, Any]) -> dict[str, Any]:
    return document["jwks"]["keys"][0]


REVOKED = {"seq": 3, "hash": "a" * 64}
SPOILT: dict[str, tuple[Callable[[dict[str, Any]], object], Fault]] = {
    "another protocol": (lambda d: d.update(protocol="activitypub"), Fault.WRONG_PROTOCOL),
    "no protocol": (lambda d: d.pop("protocol"), Fault.WRONG_PROTOCOL),
    "another issuer": (lambda d: d.update(issuer="https://voisin.example"), Fault.WRONG_ISSUER),
    "an endpoint elsewhere": (
        lambda d: d["endpoints"].update(changes="http://169.254.169.254/latest/"),
        Fault.FOREIGN_ENDPOINT,
    ),
    "an endpoint we do not know": (lambda d: d["endpoints"].update(admin="/admin/"), Fault.UNKNOWN_MEMBER),
    "no key": (lambda d: d["jwks"].update(keys=[]), Fault.OUT_OF_RANGE),
    "nine keys": (lambda d: d["jwks"].update(keys=d["jwks"]["keys"] * 9), Fault.OUT_OF_RANGE),
    "the same key twice": (lambda d: d["jwks"].update(keys=d["jwks"]["keys"] * 2), Fault.BAD_KEY),
    "a private key": (lambda d: key(d).update(d=keys.private_jwk(KEY)["d"]), Fault.UNKNOWN_MEMBER),
    "an RSA key": (lambda d: key(d).update(kty="RSA"), Fault.BAD_KEY),
    "a key on another curve": (lambda d: key(d).update(crv="Ed448"), Fault.BAD_KEY),
    "a kid that is not the thumbprint": (lambda d: key(d).update(x=keys.public_jwk(STRANGER)["x"]), Fault.BAD_KEY),
    "a key of 31 bytes": (lambda d: key(d).update(x=keys.b64encode(b"x" * 31)), Fault.BAD_BASE64),
    "a place that is no code": (lambda d: d["territory"].update(code="../"), Fault.NOT_ALLOWED),
    "a name that reads backwards": (lambda d: d["territory"].update(name="\u202eLille"), Fault.BAD_TEXT),
    "a name of a thousand letters": (lambda d: d["territory"].update(name="L" * 1000), Fault.OUT_OF_RANGE),
    "a document of 40 kB": (lambda d: d.update(retention="x" * 40_000), Fault.TOO_LARGE),
    "a validity that is a moment": (lambda d: key(d).update(valid_from="now"), Fault.BAD_DATE),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_document_that_does_not_hold(name: str) -> None:
    spoil, fault = SPOILT[name]
    with pytest.raises(WireError) as error:
        discovery.decode(document_with(spoil), origin=ISSUER)
    assert error.value.fault == fault


PINS: dict[str, tuple[Callable[[dict[str, Any]], object], Fault]] = {
    "another place": (lambda d: d["territory"].update(code="62000"), Fault.WRONG_TERRITORY),
    "another key": (lambda d: key(d).update(keys.public_jwk(STRANGER)), Fault.PIN_MISSING),
    "a key of yesterday": (lambda d: key(d).update(valid_until="2026-11-19"), Fault.KEY_OUT_OF_DATE),
    "a key of tomorrow": (lambda d: key(d).update(valid_from="2026-11-21"), Fault.KEY_OUT_OF_DATE),
    "a revoked key": (lambda d: key(d).update(revoked_after=REVOKED), Fault.KEY_REVOKED),
}


@pytest.mark.parametrize("name", PINS)
def test_a_document_that_is_not_the_one_we_paired_with(name: str) -> None:
    spoil, fault = PINS[name]
    document = discovery.decode(document_with(spoil), origin=ISSUER)
    with pytest.raises(WireError) as error:
        discovery.pinned(document, thumbprint=Publisher().kid, code=CODE, today="2026-11-20")
    assert error.value.fault == fault


def test_private_members_never_reach_a_key() -> None:
    with pytest.raises(WireError) as error:
        keys.load_public(keys.private_jwk(KEY))
    assert error.value.fault is Fault.BAD_KEY
    with pytest.raises(WireError) as error:
        keys.load_private(keys.public_jwk(KEY))
    assert error.value.fault is Fault.BAD_KEY


def test_a_thumbprint_is_printed_in_groups() -> None:
    assert keys.grouped("abcdefghij") == "abcd efgh ij"
