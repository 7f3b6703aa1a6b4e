"""RFC 9474: its own vectors byte for byte, on the issuer's side and on the voter's as the tests write it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings

from polls.secret.rules import blind
from polls.secret.rules.refusals import Refused
from tests.polls.secret import voter
from tests.polls.secret.village import issuer

VECTORS = json.loads((Path(settings.ROOT) / "tests/data/votes/rfc9474_vectors.json").read_text())


def number(text: str) -> int:
    return int(text, 16)


def octets(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))


@pytest.fixture(params=VECTORS, ids=lambda vector: vector["name"])
def vector(request: pytest.FixtureRequest) -> dict[str, str]:
    return request.param


def key_of(vector: dict[str, str]) -> blind.PrivateKey:
    return blind.PrivateKey(number(vector["n"]), number(vector["d"]), number(vector["e"]))


def test_the_issuer_signs_as_the_vectors_say(vector: dict[str, str]) -> None:
    assert blind.sign(key_of(vector), octets(vector["blinded_msg"])) == octets(vector["blind_sig"])


def test_the_voters_side_of_the_tests_is_that_of_the_vectors(vector: dict[str, str]) -> None:
    key = key_of(vector).public
    r = pow(number(vector["inv"]), -1, key.n)
    prepared = octets(vector["msg_prefix"]) + octets(vector["msg"])
    assert prepared == octets(vector["input_msg"])
    blinded, inverse = voter.blind(key, prepared, salt=octets(vector["salt"]), r=r)
    assert (blinded, inverse) == (octets(vector["blinded_msg"]), number(vector["inv"]))
    assert voter.finalize(key, octets(vector["blind_sig"]), inverse) == octets(vector["sig"])


def test_signatures_are_verified_with_the_salt_of_our_variant(vector: dict[str, str]) -> None:
    verified = key_of(vector).public.verifies(octets(vector["input_msg"]), octets(vector["sig"]))
    assert verified is (vector["name"].split("-")[2] == "PSS")


@pytest.mark.parametrize("sent", [b"", bytes(384), b"\xff" * 384, b"\x01" * 383, b"\x00" * 383 + b"\x00"])
def test_what_is_not_a_blinded_message_is_not_signed(sent: bytes) -> None:
    with pytest.raises(Refused, match="not-a-blinded-message"):
        blind.sign(issuer(), sent)


def test_a_wrong_signature_never_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the machine while signing gives the key away to whoever receives it."""
    key = issuer()
    faulty = blind.PrivateKey(key.n, key.d ^ 2, key.e)
    with pytest.raises(blind.SigningFailed):
        blind.sign(faulty, b"\x05" * 384)


def test_a_key_is_written_and_read_again() -> None:
    key = issuer()
    assert blind.PrivateKey.read(key.written()) == key
    assert blind.PublicKey.read(key.public.told()) == key.public
    assert str(key.d) not in repr(key)
