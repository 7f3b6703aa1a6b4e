"""One line of the list: what was published or withdrawn, and the hash that ties it to the line before."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from joserfc.jwk import OKPKey

from dreamplus.federation.wire import jws
from dreamplus.federation.wire.canonical import Json
from dreamplus.federation.wire.faults import Fault, WireError
from dreamplus.federation.wire.shapes import ORIGIN, Day, Maybe, OneOf, Pattern, Record, Whole

TYP = "dream-entry+jwt"
GENESIS = "0" * 64
UPSERT, WITHDRAW = "upsert", "withdraw"

_HASH = Pattern("[0-9a-f]{64}")
_SHAPE = Record(
    {
        "issuer": Pattern(ORIGIN, Fault.BAD_ADDRESS),
        "seq": Whole(1),
        "prev": _HASH,
        "id": Pattern("urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        "type": Pattern("[a-z]{3,20}(-[a-z]{2,20}){0,2}"),
        "op": OneOf((UPSERT, WITHDRAW)),
        "updated": Day(),
        "body_hash": Maybe(_HASH),
        "licence": Pattern("[a-z0-9.-]{3,40}"),
        "supersedes": Maybe(Whole(1)),
    }
)


@dataclass(frozen=True)
class Entry:
    """The signed payload. It names neither title nor file: those are in the body, which can be erased.

    `prev` is the SHA-256 of the previous entry's compact JWS (`GENESIS` for the first), `body_hash` is null exactly
    when `op` is `withdraw`, `supersedes` is the earlier `seq` of the same `id`.
    """

    issuer: str
    seq: int
    prev: str
    id: str
    type: str
    op: str
    updated: str
    body_hash: str | None
    licence: str
    supersedes: int | None

    @property
    def uuid(self) -> UUID:
        """The published thing, the same from version to version."""
        return UUID(self.id)


def sign(entry: Entry, *, key: OKPKey) -> str:
    """The compact JWS of `entry`."""
    return jws.sign(asdict(entry), key=key, typ=TYP)


def read(token: Json, *, trusted: Mapping[str, OKPKey]) -> tuple[Entry, str]:
    """The entry of `token` and the thumbprint of its signer. Raises `WireError`."""
    signed = jws.verify(token, typ=TYP, trusted=trusted)
    _SHAPE.check(signed.payload, "")
    entry = Entry(**signed.payload)
    if (entry.body_hash is None) != (entry.op == WITHDRAW):
        raise WireError(Fault.INCONSISTENT, "a hash goes with a publication and with nothing else")
    if entry.supersedes is not None and entry.supersedes >= entry.seq:
        raise WireError(Fault.BAD_SUPERSEDES, f"{entry.seq} cannot replace {entry.supersedes}")
    if entry.op == WITHDRAW and entry.supersedes is None:
        raise WireError(Fault.BAD_SUPERSEDES, "a withdrawal names what it withdraws")
    return entry, signed.kid


def digest(token: str) -> str:
    """What the next entry calls `prev`: SHA-256 of the compact JWS, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()
