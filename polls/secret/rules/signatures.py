"""Ed25519 over a named purpose and canonical bytes: what is signed for one purpose says nothing for another."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from polls.secret.rules.canonical import Json, encode

HEAD = "dream-log-head/1"
WITNESS = "dream-log-witness/1"
PROMISE = "dream-ballot-promise/1"
ASKED = "dream-postponement-asked/1"
POSTPONEMENT = "dream-postponement/1"


def sign(private: bytes, purpose: str, value: Json) -> bytes:
    """64 bytes, by a private key of 32."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(_message(purpose, value))


def verifies(public: bytes, purpose: str, value: Json, signature: bytes) -> bool:
    """Whether whoever holds the private key of `public` signed `value` for that purpose."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _message(purpose, value))
    except InvalidSignature:
        return False
    return True


def public_of(private: bytes) -> bytes:
    """The public key of a private one of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _message(purpose: str, value: Json) -> bytes:
    return purpose.encode() + b"\n" + encode(value)
