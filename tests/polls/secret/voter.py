"""A voter without a browser: RFC 9474's side of the voter, written from the document with big numbers alone."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from polls.secret.rules import ballot, sealing
from polls.secret.rules.ballot import Ballot
from polls.secret.rules.blind import PublicKey
from polls.secret.rules.terms import Terms

HASH = 48


def encoded(message: bytes, *, bits: int, salt: bytes) -> bytes:
    """EMSA-PSS-ENCODE (RFC 8017, 9.1.1) with SHA-384 and MGF1; `bits` is emBits."""
    size = -(-bits // 8)
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = bytes(size - len(salt) - HASH - 2) + b"\x01" + salt
    mask, counter = b"", 0
    while len(mask) < len(block):
        mask += hashlib.sha384(digest + counter.to_bytes(4, "big")).digest()
        counter += 1
    masked = bytearray(a ^ b for a, b in zip(block, mask, strict=False))
    masked[0] &= 0xFF >> (8 * size - bits)
    return bytes(masked) + digest + b"\xbc"


def blind(key: PublicKey, message: bytes, *, salt: bytes, r: int) -> tuple[bytes, int]:
    """The blinded message, and the inverse of `r`."""
    number = int.from_bytes(encoded(message, bits=key.n.bit_length() - 1, salt=salt), "big")
    return (number * pow(r, key.e, key.n) % key.n).to_bytes(key.size, "big"), pow(r, -1, key.n)


def finalize(key: PublicKey, signature: bytes, inverse: int) -> bytes:
    """The signature of the message, from that of the blinded one."""
    return (int.from_bytes(signature, "big") * inverse % key.n).to_bytes(key.size, "big")


@dataclass
class Voter:
    """One person's key and token for one vote."""

    terms: Terms
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    prepared: bytes = b""
    token: bytes = b""
    inverse: int = 0

    @property
    def key(self) -> bytes:
        numbers = self.private.public_key().public_numbers()
        return b"\x04" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")

    def asks(self) -> bytes:
        """The blinded message that goes to the issuer."""
        issuer = self.terms.issuers[0]
        self.prepared = secrets.token_bytes(32) + ballot.message(self.terms.poll, self.key)
        blinded, self.inverse = blind(
            issuer, self.prepared, salt=secrets.token_bytes(HASH), r=secrets.randbelow(issuer.n - 2) + 2
        )
        return blinded

    def takes(self, signature: bytes) -> None:
        self.token = finalize(self.terms.issuers[0], signature, self.inverse)

    def votes(self, *choices: tuple[str, ...], number: int = 1, plain: bytes | None = None) -> Ballot:
        """A ballot that says `choices`, one a question; or that hides `plain` as it is."""
        told = plain if plain is not None else ballot.written(list(choices), length=self.terms.length)
        told_in = ballot.info(self.terms.poll, self.key, number)
        return self.bears(sealing.seal(told, self.terms.scrutineers, info=told_in), number=number)

    def bears(self, sealed: sealing.Sealed, *, number: int, poll: UUID | None = None) -> Ballot:
        """The ballot of that seal, signed."""
        poll = poll or self.terms.poll
        raw = self.private.sign(ballot.signed(poll, number, sealed), ec.ECDSA(hashes.SHA256()))
        r, s = decode_dss_signature(raw)
        signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
        return Ballot(poll, self.key, self.prepared, (self.token,), number, sealed, signature)
