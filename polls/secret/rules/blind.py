"""Blind signatures of RFC 9474, variant RSABSSA-SHA384-PSS-Randomized: what the issuer does, and what anybody checks.

Preparing, blinding and finalizing belong to the voter and happen in the browser.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Self

import gmpy2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from polls.secret.rules.canonical import Json, b64, members, unb64
from polls.secret.rules.refusals import Refused

BITS = 3072
EXPONENT = 65537
PREFIX = 32
"""Bytes of chance that `prepare` puts before a message."""
SALT = 48


class SigningFailed(RuntimeError):
    """The signature made does not verify (RFC 9474, 4.3): sending it could give the key away."""


@dataclass(frozen=True)
class PublicKey:
    """The key of an issuer for one vote."""

    n: int
    e: int = EXPONENT

    @property
    def size(self) -> int:
        """Bytes of a signature, and of a blinded message."""
        return (self.n.bit_length() + 7) // 8

    @classmethod
    def read(cls, told: Json) -> Self:
        """From its JWK members `n` and `e`; 3072 bits and 65537, or `Refused`."""
        told = members(told, "kty n e", record="issuer's key")
        key = cls(int.from_bytes(unb64(told["n"]), "big"), int.from_bytes(unb64(told["e"]), "big"))
        if told["kty"] != "RSA" or key.n.bit_length() != BITS or key.e != EXPONENT:
            raise Refused("wrong-key", "an issuer's key is RSA, 3072 bits, e = 65537")
        return key

    def told(self) -> dict[str, str]:
        return {"kty": "RSA", "n": b64(self.n.to_bytes(self.size, "big")), "e": b64(self.e.to_bytes(3, "big"))}

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether `signature` is one of the prepared `message`, with padding PSS of SHA-384 and a salt of 48 bytes."""
        pss = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=SALT)
        try:
            rsa.RSAPublicNumbers(self.e, self.n).public_key().verify(signature, message, pss, hashes.SHA384())
        except InvalidSignature:
            return False
        return len(signature) == self.size


@dataclass(frozen=True, repr=False)
class PrivateKey:
    """The key that signs what it does not see. Never printed."""

    n: int
    d: int
    e: int = EXPONENT

    @property
    def public(self) -> PublicKey:
        return PublicKey(self.n, self.e)

    @classmethod
    def make(cls) -> Self:
        numbers = rsa.generate_private_key(public_exponent=EXPONENT, key_size=BITS).private_numbers()
        return cls(numbers.public_numbers.n, numbers.d)

    @classmethod
    def read(cls, pem: bytes) -> Self:
        """From an unencrypted PKCS #8 file. Raises `ValueError`."""
        key = serialization.load_pem_private_key(pem, password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise ValueError("not an RSA key")
        numbers = key.private_numbers()
        return cls(numbers.public_numbers.n, numbers.d, numbers.public_numbers.e)

    def written(self) -> bytes:
        """As `read` takes it."""
        p, q = rsa.rsa_recover_prime_factors(self.n, self.e, self.d)
        numbers = rsa.RSAPrivateNumbers(
            p, q, self.d, self.d % (p - 1), self.d % (q - 1), rsa.rsa_crt_iqmp(p, q), self.public_numbers
        )
        pkcs8, pem = serialization.PrivateFormat.PKCS8, serialization.Encoding.PEM
        return numbers.private_key().private_bytes(pem, pkcs8, serialization.NoEncryption())

    @property
    def public_numbers(self) -> rsa.RSAPublicNumbers:
        return rsa.RSAPublicNumbers(self.e, self.n)


def check_blinded(key: PublicKey, blinded: bytes) -> None:
    """Raises `Refused` for what that key cannot sign."""
    if len(blinded) != key.size or not 0 < int.from_bytes(blinded, "big") < key.n:
        raise Refused("not-a-blinded-message")


def sign(key: PrivateKey, blinded: bytes) -> bytes:
    """`BlindSign` (RFC 9474, 4.3). Raises `Refused` for what is not a blinded message, `SigningFailed` for a fault.

    The power is taken in constant time and of a number that whoever sent `blinded` does not know.
    """
    check_blinded(key.public, blinded)
    n, e = gmpy2.mpz(key.n), gmpy2.mpz(key.e)
    message = gmpy2.mpz(int.from_bytes(blinded, "big"))
    veil = gmpy2.mpz(0)
    while gmpy2.gcd(veil, n) != 1:
        veil = gmpy2.mpz(secrets.randbelow(key.n - 2) + 2)
    hidden = message * gmpy2.powmod(veil, e, n) % n
    signature = gmpy2.powmod_sec(hidden, gmpy2.mpz(key.d), n) * gmpy2.invert(veil, n) % n
    if gmpy2.powmod(signature, e, n) != message:
        raise SigningFailed
    return int(signature).to_bytes(key.public.size, "big")
