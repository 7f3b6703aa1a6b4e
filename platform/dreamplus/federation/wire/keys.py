"""Ed25519 keys as JWK (RFC 8037), named by their thumbprint (RFC 7638)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from dreamplus.federation.wire.faults import Fault, WireError


def b64encode(data: bytes) -> str:
    """base64url without padding (RFC 7515)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def b64decode(text: str, *, size: int | None = None) -> bytes:
    """Strict reading of base64url: no padding, no stray bit, exactly `size` bytes when given. Raises `WireError`."""
    try:
        raw = text.encode("ascii")
        data = base64.urlsafe_b64decode(raw + b"=" * (-len(raw) % 4))
    except (UnicodeEncodeError, binascii.Error):
        raise WireError(Fault.BAD_BASE64) from None
    if b64encode(data) != text or (size is not None and len(data) != size):
        raise WireError(Fault.BAD_BASE64)
    return data


def generate() -> OKPKey:
    """A new private key."""
    return OKPKey.generate_key("Ed25519", private=True)


def thumbprint(jwk: dict[str, Any]) -> str:
    """RFC 7638: SHA-256 over the required members, base64url."""
    required = {name: jwk[name] for name in ("crv", "kty", "x")}
    return b64encode(hashlib.sha256(json.dumps(required, separators=(",", ":"), sort_keys=True).encode()).digest())


def public_jwk(key: OKPKey) -> dict[str, str]:
    """The public members of `key`, with its thumbprint as `kid`."""
    members = key.as_dict(private=False)
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": str(members["x"])}
    return {**jwk, "kid": thumbprint(jwk)}


def private_jwk(key: OKPKey) -> dict[str, str]:
    """All members of `key`, for the key file."""
    return {**public_jwk(key), "d": str(key.as_dict(private=True)["d"])}


def load_private(jwk: dict[str, Any]) -> OKPKey:
    """A private key from its file. Raises `WireError` when it is not one."""
    try:
        key = OKPKey.import_key({name: jwk[name] for name in ("kty", "crv", "x", "d")})
    except (KeyError, JoseError, ValueError):
        raise WireError(Fault.BAD_KEY, "not a private Ed25519 key") from None
    return key


def load_public(jwk: dict[str, Any]) -> OKPKey:
    """A key that only verifies. Raises `WireError` for another curve, a private member or a false `kid`."""
    if set(jwk) - {"kty", "crv", "x", "kid", "use", "alg"}:
        raise WireError(Fault.BAD_KEY, "unexpected member")
    if jwk.get("kty") != "OKP" or jwk.get("crv") != "Ed25519" or not isinstance(jwk.get("x"), str):
        raise WireError(Fault.BAD_KEY, "not an Ed25519 key")
    b64decode(jwk["x"], size=32)
    if jwk.get("kid") != thumbprint(jwk):
        raise WireError(Fault.BAD_KEY, "kid is not the thumbprint")
    return OKPKey.import_key({name: jwk[name] for name in ("kty", "crv", "x")})


def grouped(text: str, size: int = 4) -> str:
    """A thumbprint in groups, for two persons who compare it aloud."""
    return " ".join(text[start : start + size] for start in range(0, len(text), size))
