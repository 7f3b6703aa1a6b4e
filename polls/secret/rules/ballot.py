"""A ballot in the box: who may see it sees that it is one of the roll's, and neither whose nor what it says."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Self
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from polls.rules import ChoiceRefused, check
from polls.secret.rules import tree
from polls.secret.rules.blind import PREFIX
from polls.secret.rules.canonical import Json, b64, decode, digest, encode, members, unb64, whole
from polls.secret.rules.refusals import Refused
from polls.secret.rules.sealing import Sealed
from polls.secret.rules.terms import Terms, read_poll

TYPE = "dream-ballot/1"
HIGHEST_NUMBER = 1000
"""How often somebody may vote again."""
MOST_BYTES = 16_000
POINT = 65
"""Bytes of a voting key: a point of P-256, uncompressed."""


@dataclass(frozen=True)
class Ballot:
    """`key`: the voting key V. `message`: what was signed blind. `signature`: V's, r and s, 32 bytes each."""

    poll: UUID
    key: bytes
    message: bytes
    tokens: tuple[bytes, ...]
    number: int
    sealed: Sealed
    signature: bytes

    @property
    def entry(self) -> bytes:
        """Its bytes in the log."""
        return encode(self.told())

    @property
    def leaf(self) -> bytes:
        return tree.leaf(self.entry)

    @property
    def info(self) -> bytes:
        """What the seal is bound to."""
        return info(self.poll, self.key, self.number)

    @classmethod
    def read(cls, data: bytes, terms: Terms) -> Self:
        """From canonical bytes, whole and signed as the terms ask. Raises `Refused`.

        Whether its number was used is the box's to say.
        """
        told = decode(data, most=MOST_BYTES)
        told = members(told, "type poll key message tokens number sealed signature", record="ballot")
        if told["type"] != TYPE:
            raise Refused("unknown-type")
        if not isinstance(told["tokens"], list):
            raise Refused("wrong-members", "tokens")
        ballot = cls(
            poll=read_poll(told["poll"]),
            key=unb64(told["key"], size=POINT),
            message=unb64(told["message"]),
            tokens=tuple(unb64(token) for token in told["tokens"]),
            number=whole(told["number"], 1, HIGHEST_NUMBER, what="number"),
            sealed=Sealed.read(told["sealed"], length=terms.length),
            signature=unb64(told["signature"], size=64),
        )
        ballot._judge(terms)
        return ballot

    def told(self) -> dict[str, Json]:
        return {
            "type": TYPE,
            "poll": str(self.poll),
            "key": b64(self.key),
            "message": b64(self.message),
            "tokens": [b64(token) for token in self.tokens],
            "number": self.number,
            "sealed": self.sealed.told(),
            "signature": b64(self.signature),
        }

    def _judge(self, terms: Terms) -> None:
        if self.poll != terms.poll:
            raise Refused("unknown-poll")
        if self.message[PREFIX:] != message(self.poll, self.key) or len(self.message) < PREFIX:
            raise Refused("other-message")
        if len(self.tokens) != len(terms.issuers):
            raise Refused("wrong-members", "tokens")
        for issuer, token in zip(terms.issuers, self.tokens, strict=True):
            if not issuer.verifies(self.message, token):
                raise Refused("wrong-token")
        if not _signed(self.key, signed(self.poll, self.number, self.sealed), self.signature):
            raise Refused("wrong-signature")


def message(poll: UUID, key: bytes) -> bytes:
    """What is signed blind, before RFC 9474's `prepare` puts 32 bytes of chance before it."""
    return TYPE.encode() + poll.bytes + sha256(key).digest()


def info(poll: UUID, key: bytes, number: int) -> bytes:
    """The context of the seal: no sealed choices can be moved to another key, number or vote."""
    return message(poll, key) + number.to_bytes(4, "big")


def signed(poll: UUID, number: int, sealed: Sealed) -> bytes:
    """What the voting key signs."""
    return TYPE.encode() + poll.bytes + number.to_bytes(4, "big") + digest(sealed.told())


def written(choices: list[tuple[str, ...]], *, length: int) -> bytes:
    """The plain choices, one question after the other, with zeros up to `length` bytes."""
    plain = encode([" ".join(one) for one in choices])
    if len(plain) > length:
        raise ValueError(f"{len(plain)} bytes, {length} planned")
    return plain.ljust(length, b"\0")


def choices_in(plain: bytes, terms: Terms) -> tuple[tuple[str, ...], ...]:
    """What an opened ballot says, once it is exactly one canonical allowed ballot. Raises `Refused`."""
    if len(plain) != terms.length:
        raise Refused("not-a-ballot")
    try:
        told = decode(plain.rstrip(b"\0"), most=terms.length)
    except Refused:
        raise Refused("not-a-ballot") from None
    return answers_in(told, terms)


def answers_in(told: Json, terms: Terms) -> tuple[tuple[str, ...], ...]:
    """What strings say, one for each question, once they are an allowed ballot and canonical. Raises `Refused`."""
    if not isinstance(told, list) or len(told) != len(terms.questions) or any(not isinstance(one, str) for one in told):
        raise Refused("not-a-ballot")
    found = []
    for rules, words in zip(terms.rules, told, strict=True):
        given = tuple(words.split(" ")) if words else ()
        try:
            allowed = check(rules, given)
        except ChoiceRefused as refused:
            raise Refused("not-allowed", type(refused).__name__) from None
        if allowed != given:
            raise Refused("not-canonical")
        found.append(allowed)
    return tuple(found)


def _signed(key: bytes, told: bytes, signature: bytes) -> bool:
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
        public.verify(encode_dss_signature(r, s), told, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
