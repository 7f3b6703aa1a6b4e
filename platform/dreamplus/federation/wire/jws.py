"""Signatures: JWS compact (RFC 7515), `alg` exactly `Ed25519`, a header of `alg`, `kid`, `typ` and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from dreamplus.federation.wire import canonical, keys
from dreamplus.federation.wire.canonical import Json
from dreamplus.federation.wire.faults import Fault, WireError

ALGORITHM = "Ed25519"
MAX_TOKEN = 6_000  # characters; an entry takes about 700


@dataclass(frozen=True)
class Signed:
    """A payload whose signature holds, and the key that made it."""

    payload: Json
    kid: str


def sign(payload: Json, *, key: OKPKey, typ: str) -> str:
    """The compact JWS of the canonical bytes of `payload`."""
    header = {"alg": ALGORITHM, "kid": keys.public_jwk(key)["kid"], "typ": typ}
    return jws.serialize_compact(header, canonical.encode(payload), key, algorithms=[ALGORITHM])


def verify(token: Json, *, typ: str, trusted: Mapping[str, OKPKey]) -> Signed:
    """The payload of `token`, once signed by one of `trusted` (by thumbprint). Raises `WireError`.

    The header is judged before any cryptography, so that the sender chooses neither algorithm nor key.
    """
    header, payload, _signature = _segments(token)
    kid = _judge_header(canonical.decode(header, max_bytes=512), typ)
    if kid not in trusted:
        raise WireError(Fault.UNKNOWN_KEY, kid[:60])
    try:
        jws.deserialize_compact(token, trusted[kid], algorithms=[ALGORITHM])
    except (JoseError, ValueError):
        raise WireError(Fault.BAD_SIGNATURE) from None
    return Signed(canonical.decode_canonical(payload, max_bytes=MAX_TOKEN), kid)


def _segments(token: Json) -> list[bytes]:
    if not isinstance(token, str):
        raise WireError(Fault.NOT_A_JWS, "not a string")
    if len(token) > MAX_TOKEN:
        raise WireError(Fault.TOO_LARGE, "a signature of this length is not ours")
    parts = token.split(".")
    if len(parts) != 3 or not all(parts):
        raise WireError(Fault.NOT_A_JWS, f"{len(parts)} parts")
    return [keys.b64decode(part) for part in parts]


def _judge_header(header: Json, typ: str) -> str:
    if not isinstance(header, dict):
        raise WireError(Fault.NOT_A_JWS, "the header is not an object")
    if extra := set(header) - {"alg", "kid", "typ"}:
        raise WireError(Fault.FORBIDDEN_HEADER, ", ".join(sorted(extra))[:60])
    if header.get("alg") != ALGORITHM:
        raise WireError(Fault.WRONG_ALGORITHM, str(header.get("alg"))[:20])
    if header.get("typ") != typ:
        raise WireError(Fault.WRONG_TYP, str(header.get("typ"))[:40])
    if not isinstance(header.get("kid"), str):
        raise WireError(Fault.UNKNOWN_KEY, "no kid")
    return str(header["kid"])
