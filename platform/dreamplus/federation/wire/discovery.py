"""What an instance says of itself at `/.well-known/dreamplus` (RFC 8615)."""

from __future__ import annotations

from dataclasses import dataclass

from joserfc.jwk import OKPKey

from dreamplus.federation.wire import canonical, keys
from dreamplus.federation.wire.bodies import LICENCE
from dreamplus.federation.wire.canonical import Json
from dreamplus.federation.wire.faults import Fault, WireError
from dreamplus.federation.wire.shapes import ORIGIN, Day, Many, Maybe, Pattern, Record, Text, Whole

PATH = "/.well-known/dreamplus"
PROTOCOL = "dream-fed/1"
MAX_DOCUMENT = 32_000
ENDPOINTS = {
    "changes": "/federation/v1/changes",
    "head": "/federation/v1/head",
    "schemas": "/federation/v1/schemas/",
}

_KEY = Record(
    {
        "kty": Text(10),
        "crv": Text(20),
        "x": Text(60),
        "kid": Text(60),
        "valid_from": Day(),
        "valid_until": Maybe(Day()),
        "revoked_after": Maybe(Record({"seq": Whole(0), "hash": Pattern("[0-9a-f]{64}")})),
    }
)
_SHAPE = Record(
    {
        "protocol": Text(40),
        "software": Record({"name": Text(60), "version": Text(40)}),
        "issuer": Pattern(ORIGIN, Fault.BAD_ADDRESS),
        "territory": Record({"code": Pattern("[0-9A-Z]{5}|[0-9]{9}"), "name": Text(120)}),
        "jwks": Record({"keys": Many(_KEY, most=8, least=1)}),
        "endpoints": Record({name: Text(200) for name in ENDPOINTS}),
        "licence": Pattern("[a-z0-9.-]{3,40}"),
        "contact": Text(254, least=0),
        "retention": Text(300, least=0),
    }
)


@dataclass(frozen=True)
class PublishedKey:
    """A verifying key, the days it was in use, and the line after which it no longer counts."""

    key: OKPKey
    kid: str
    valid_from: str
    valid_until: str | None
    revoked_after: int | None


@dataclass(frozen=True)
class Discovery:
    """A read and judged discovery document."""

    issuer: str
    code: str
    name: str
    software: str
    licence: str
    contact: str
    keys: tuple[PublishedKey, ...]


def encode(
    *, issuer: str, code: str, name: str, version: str, jwk: dict[str, str], since: str, contact: str, retention: str
) -> bytes:
    """The document of an instance with one key in use since the day `since`."""
    key = {**jwk, "valid_from": since, "valid_until": None, "revoked_after": None}
    document = {
        "protocol": PROTOCOL,
        "software": {"name": "dreamplus", "version": version},
        "issuer": issuer,
        "territory": {"code": code, "name": name},
        "jwks": {"keys": [key]},
        "endpoints": {name: issuer + path for name, path in ENDPOINTS.items()},
        "licence": LICENCE,
        "contact": contact,
        "retention": retention,
    }
    _SHAPE.check(document)
    return canonical.encode(document)


def decode(data: bytes, *, origin: str) -> Discovery:
    """Reads the document found at `origin`. Raises `WireError`; every address in it must stay at that origin."""
    document = canonical.decode(data, max_bytes=MAX_DOCUMENT)
    if isinstance(document, dict) and document.get("protocol") != PROTOCOL:
        raise WireError(Fault.WRONG_PROTOCOL, str(document.get("protocol"))[:40])
    _SHAPE.check(document)
    if document["issuer"] != origin:
        raise WireError(Fault.WRONG_ISSUER, document["issuer"][:80])
    for name, path in ENDPOINTS.items():
        if document["endpoints"][name] != origin + path:
            raise WireError(Fault.FOREIGN_ENDPOINT, name)
    published = tuple(_key(key) for key in document["jwks"]["keys"])
    if len({key.kid for key in published}) != len(published):
        raise WireError(Fault.BAD_KEY, "a key appears twice")
    return Discovery(
        issuer=document["issuer"],
        code=document["territory"]["code"],
        name=document["territory"]["name"],
        software=f"{document['software']['name']} {document['software']['version']}",
        licence=document["licence"],
        contact=document["contact"],
        keys=published,
    )


def pinned(document: Discovery, *, thumbprint: str, code: str, today: str) -> PublishedKey:
    """The key two persons compared. Raises `WireError` when it is gone, out of date, or the place is another."""
    if document.code != code:
        raise WireError(Fault.WRONG_TERRITORY, f"{document.code} instead of {code}")
    for key in document.keys:
        if key.kid == thumbprint:
            break
    else:
        raise WireError(Fault.PIN_MISSING)
    if key.valid_from > today or (key.valid_until is not None and key.valid_until < today):
        raise WireError(Fault.KEY_OUT_OF_DATE, f"{key.valid_from}–{key.valid_until}")
    if key.revoked_after is not None:
        raise WireError(Fault.KEY_REVOKED, f"after line {key.revoked_after}")
    return key


def _key(value: dict[str, Json]) -> PublishedKey:
    jwk = {name: value[name] for name in ("kty", "crv", "x", "kid")}
    revoked_after = value["revoked_after"] and value["revoked_after"]["seq"]
    return PublishedKey(keys.load_public(jwk), jwk["kid"], value["valid_from"], value["valid_until"], revoked_after)
