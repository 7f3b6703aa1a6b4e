"""A page of the list as it travels: each signed line, and outside the signature its body and salt, or null for ever."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from dreamplus.federation.wire import canonical
from dreamplus.federation.wire.canonical import Json
from dreamplus.federation.wire.faults import Fault, WireError
from dreamplus.federation.wire.keys import b64decode, b64encode

MAX_PAGE = 8_000_000
MAX_LINES = 100


@dataclass(frozen=True)
class Line:
    """A compact JWS, with its body and salt while they are published."""

    token: str
    body: Json = None
    salt: bytes | None = None


@dataclass(frozen=True)
class Page:
    """What one request brings. Nothing in it is verified yet."""

    lines: tuple[Line, ...]
    head: str
    next: int


def encode(lines: Sequence[Line], *, head: str, next_seq: int) -> bytes:
    """The bytes of a page. `next_seq` is what the reader asks `since` next time."""
    entries = [
        {"e": line.token, "b": line.body, "s": None if line.salt is None else b64encode(line.salt)} for line in lines
    ]
    return json.dumps({"entries": entries, "head": head, "next": next_seq}, ensure_ascii=False).encode()


def decode(data: bytes) -> Page:
    """Reads a page from a stranger. Raises `WireError`."""
    document = canonical.decode(data, max_bytes=MAX_PAGE)
    _exactly(document, {"entries", "head", "next"}, "page")
    entries, head, following = document["entries"], document["head"], document["next"]
    if not isinstance(entries, list):
        raise WireError(Fault.WRONG_KIND, "entries")
    if len(entries) > MAX_LINES:
        raise WireError(Fault.TOO_MANY_ENTRIES, str(len(entries)))
    if isinstance(following, bool) or not isinstance(following, int) or following < 0:
        raise WireError(Fault.WRONG_NEXT, "not a number")
    if not isinstance(head, str):
        raise WireError(Fault.NOT_A_JWS, "head")
    return Page(tuple(_line(entry) for entry in entries), head, following)


def _line(entry: Json) -> Line:
    _exactly(entry, {"e", "b", "s"}, "entry")
    token, body, salt = entry["e"], entry["b"], entry["s"]
    if not isinstance(token, str):
        raise WireError(Fault.NOT_A_JWS, "entry")
    if (body is None) != (salt is None):
        raise WireError(Fault.BODY_WITHOUT_SALT)
    if salt is None:
        return Line(token)
    if not isinstance(salt, str):
        raise WireError(Fault.WRONG_KIND, "salt")
    return Line(token, body, b64decode(salt, size=32))


def _exactly(value: Json, names: set[str], at: str) -> None:
    if not isinstance(value, dict):
        raise WireError(Fault.WRONG_KIND, at)
    if extra := set(value) - names:
        raise WireError(Fault.UNKNOWN_MEMBER, f"{at}.{min(extra)}"[:120])
    if missing := names - set(value):
        raise WireError(Fault.MISSING_MEMBER, f"{at}.{min(missing)}")
