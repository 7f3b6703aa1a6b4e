"""Choices closed so that any two of the three scrutineers open them, and one alone cannot.

Choices lie under a fresh key K (AES-256-GCM); K lies under HPKE in HPKE (RFC 9180) once for each pair. K is used once,
so its nonce is twelve zeros; SHA-256(K) travels beside it, because AES-GCM does not commit to its key.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from polls.secret.rules.canonical import Json, b64, members, unb64, unhex
from polls.secret.rules.refusals import Refused

PAIRS = ((1, 2), (1, 3), (2, 3))
KEY = 32
TAG = 16
SHARE = 2 * (32 + TAG) + KEY
"""Bytes of K under two seals: each adds a public key and a tag."""
NONCE = bytes(12)
SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


@dataclass(frozen=True)
class Sealed:
    """What a ballot bears: choices under K, SHA-256(K), and K under each of `PAIRS`."""

    choices: bytes
    commitment: bytes
    shares: tuple[bytes, ...]

    @classmethod
    def read(cls, told: Json, *, length: int) -> Self:
        """`length`: bytes of the padded choices. Raises `Refused`."""
        told = members(told, "choices commitment shares", record="sealed")
        shares = told["shares"]
        if not isinstance(shares, list) or len(shares) != len(PAIRS):
            raise Refused("wrong-members", "shares")
        return cls(
            unb64(told["choices"], size=length + TAG),
            unhex(told["commitment"]),
            tuple(unb64(share, size=SHARE) for share in shares),
        )

    def told(self) -> dict[str, Json]:
        return {
            "choices": b64(self.choices),
            "commitment": self.commitment.hex(),
            "shares": [b64(share) for share in self.shares],
        }


def seal(plain: bytes, scrutineers: Sequence[bytes], *, info: bytes) -> Sealed:
    """`plain` closed for three public keys of 32 bytes; `info` binds it to its place."""
    key = secrets.token_bytes(KEY)
    keys = [X25519PublicKey.from_public_bytes(one) for one in scrutineers]
    shares = []
    for first, second in PAIRS:
        inner = SUITE.encrypt(key, keys[second - 1], info)
        shares.append(SUITE.encrypt(inner, keys[first - 1], info))
    return Sealed(AESGCM(key).encrypt(NONCE, plain, info), sha256(key).digest(), tuple(shares))


def unseal(sealed: Sealed, keys: Mapping[int, bytes], *, info: bytes) -> bytes:
    """What `seal` closed, by the private keys of a pair, each under its number (1 to 3). Raises `Refused`."""
    pair = tuple(sorted(keys))
    if pair not in PAIRS:
        raise ValueError(f"two scrutineers open: {pair}")
    first, second = pair
    try:
        inner = SUITE.decrypt(sealed.shares[PAIRS.index(pair)], _private(keys[first]), info)
        key = SUITE.decrypt(inner, _private(keys[second]), info)
    except (InvalidTag, ValueError):
        raise Refused("key-not-given") from None
    if sha256(key).digest() != sealed.commitment:
        raise Refused("other-key")
    try:
        return AESGCM(key).decrypt(NONCE, sealed.choices, info)
    except InvalidTag:
        raise Refused("not-under-its-key") from None


def public_of(private: bytes) -> bytes:
    """The public key of a private one of 32 bytes."""
    raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
    return _private(private).public_key().public_bytes(*raw)


def _private(key: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(key)
