"""The head: how long the list is, what its last line is, and until when that statement may be believed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from joserfc.jwk import OKPKey

from dreamplus.federation.wire import jws
from dreamplus.federation.wire.canonical import Json
from dreamplus.federation.wire.entries import GENESIS
from dreamplus.federation.wire.faults import Fault, WireError
from dreamplus.federation.wire.shapes import ORIGIN, Moment, Pattern, Record, Whole

TYP = "dream-head+jwt"
LIFE = timedelta(days=7)
REISSUE_AFTER = timedelta(days=3)
CLOCKS_MAY_DIFFER = timedelta(minutes=5)

_SHAPE = Record(
    {
        "issuer": Pattern(ORIGIN, Fault.BAD_ADDRESS),
        "seq": Whole(0),
        "hash": Pattern("[0-9a-f]{64}"),
        "issued": Moment(),
        "expires": Moment(),
    }
)


@dataclass(frozen=True)
class Head:
    """`seq` 0 and `hash` GENESIS for an empty list; instants are UTC, to the second."""

    issuer: str
    seq: int
    hash: str
    issued: str
    expires: str

    @property
    def issued_at(self) -> datetime:
        return datetime.fromisoformat(self.issued)

    @property
    def expires_at(self) -> datetime:
        return datetime.fromisoformat(self.expires)


def issue(*, issuer: str, seq: int, last: str, at: datetime) -> Head:
    """The head of a list of `seq` lines whose last has the digest `last`."""
    return Head(issuer, seq, last, _moment(at), _moment(at + LIFE))


def sign(head: Head, *, key: OKPKey) -> str:
    """The compact JWS of `head`."""
    return jws.sign(asdict(head), key=key, typ=TYP)


def read(token: Json, *, issuer: str, trusted: Mapping[str, OKPKey], at: datetime) -> Head:
    """The head of `token`, believed at the instant `at`. Raises `WireError`."""
    signed = jws.verify(token, typ=TYP, trusted=trusted)
    _SHAPE.check(signed.payload, "")
    head = Head(**signed.payload)
    if head.issuer != issuer:
        raise WireError(Fault.WRONG_ISSUER, head.issuer[:80])
    if (head.seq == 0) != (head.hash == GENESIS):
        raise WireError(Fault.INCONSISTENT, "an empty list has no last line")
    if head.issued_at > at + CLOCKS_MAY_DIFFER:
        raise WireError(Fault.HEAD_FROM_THE_FUTURE, head.issued)
    if head.expires_at - head.issued_at > LIFE or head.expires_at <= head.issued_at:
        raise WireError(Fault.HEAD_LASTS_TOO_LONG, head.expires)
    if head.expires_at <= at:
        raise WireError(Fault.HEAD_EXPIRED, head.expires)
    return head


def etag(token: str) -> str:
    """The entity tag of everything the head vouches for."""
    return f'"{hashlib.sha256(token.encode()).hexdigest()}"'


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")
