"""One way to write JSON, so that a hash means something, and a strict way to read what strangers send.

The written form is RFC 8785 (JCS) restricted to what we need: no fractions, whole numbers that every language
holds exactly, ASCII member names (so that sorting by code unit and by code point agree).
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from dreamplus.federation.wire.faults import Fault, WireError

Json = Any  # None | bool | int | str | list[Json] | dict[str, Json]

MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 12
_SURROGATE = re.compile("[\ud800-\udfff]")
# A whole string, or one that never ends: each byte is read once, whatever the sender wrote.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_NOT_A_BRACKET = bytes(byte for byte in range(256) if byte not in b"[]{}")


def encode(value: Json) -> bytes:
    """The canonical bytes of `value`. Raises `WireError` for what the wire does not carry."""
    _check(value, 0)
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode()


def decode(data: bytes, *, max_bytes: int) -> Json:
    """Reads JSON from a stranger: bounded, UTF-8, no duplicate name, no fraction, no depth, no huge number.

    Raises `WireError`.
    """
    if len(data) > max_bytes:
        raise WireError(Fault.TOO_LARGE, f"{len(data)} bytes, {max_bytes} allowed")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise WireError(Fault.NOT_UTF8) from None
    _refuse_depth(data)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_members,
            parse_constant=_constant,
            parse_float=_fraction,
            parse_int=_integer,
        )
    except (ValueError, RecursionError):
        raise WireError(Fault.NOT_JSON) from None
    if "\\u" in text:  # the only way a lone surrogate comes in: UTF-8 itself cannot hold one
        _check(value, 0)
    return value


def decode_canonical(data: bytes, *, max_bytes: int) -> Json:
    """As `decode`, and refuses any other writing than the canonical one."""
    value = decode(data, max_bytes=max_bytes)
    if encode(value) != data:
        raise WireError(Fault.NOT_CANONICAL)
    return value


def _check(value: Json, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise WireError(Fault.TOO_DEEP)
    match value:
        case None | bool():
            return
        case int():
            if abs(value) > MAX_INTEGER:
                raise WireError(Fault.HUGE_INTEGER)
        case float():
            raise WireError(Fault.FRACTION)
        case str():
            if _SURROGATE.search(value):
                raise WireError(Fault.LONE_SURROGATE)
        case list() | tuple():
            for part in value:
                _check(part, depth + 1)
        case dict():
            for name, part in value.items():
                if not isinstance(name, str) or not name.isascii():
                    raise WireError(Fault.BAD_TEXT, "a member's name is not ASCII")
                _check(part, depth + 1)
        case _:
            raise WireError(Fault.WRONG_KIND, type(value).__name__)


def _refuse_depth(data: bytes) -> None:
    """Counts brackets outside strings before the parser recurses into them."""
    depth = 0
    for byte in _STRING.sub(b"", data).translate(None, _NOT_A_BRACKET):
        if byte in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise WireError(Fault.TOO_DEEP)
        else:
            depth -= 1


def _members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise WireError(Fault.DUPLICATE_KEY)
    return members


def _constant(name: str) -> NoReturn:
    raise WireError(Fault.NOT_A_NUMBER, name)


def _fraction(literal: str) -> NoReturn:
    raise WireError(Fault.FRACTION, literal[:20])


def _integer(literal: str) -> int:
    if len(literal) > 17 or abs(int(literal)) > MAX_INTEGER:
        raise WireError(Fault.HUGE_INTEGER, f"{len(literal)} digits")
    return int(literal)
