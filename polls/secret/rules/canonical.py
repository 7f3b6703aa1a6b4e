"""One way to write a record, so that a hash means something, and nothing else is read.

Written as RFC 8785: sorted names, no space, no fraction. A record from a stranger is read only when it is written so,
which leaves no second reading: no name given twice, no other spelling of a number.
"""

from __future__ import annotations

import base64
import binascii
import json
from hashlib import sha256
from typing import Any

from polls.secret.rules.refusals import Refused

Json = Any  # None | bool | int | str | list[Json] | dict[str, Json]


def encode(value: Json) -> bytes:
    """The canonical bytes of what we made ourselves."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode()


def decode(data: bytes, *, most: int) -> Json:
    """The value of canonical bytes, at most `most` of them. Raises `Refused`."""
    if len(data) > most:
        raise Refused("too-long", f"{len(data)} bytes, {most} allowed")
    try:
        value = json.loads(data, parse_float=_fraction, parse_constant=_fraction)
        again = encode(value)
    except (ValueError, RecursionError):
        raise Refused("not-canonical") from None
    if again != data:
        raise Refused("not-canonical")
    return value


def digest(value: Json) -> bytes:
    """SHA-256 of the canonical bytes."""
    return sha256(encode(value)).digest()


def b64(data: bytes) -> str:
    """base64url without padding (RFC 7515)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: Json, *, size: int | None = None) -> bytes:
    """Strict reading of `b64`: exactly `size` bytes where it is given. Raises `Refused`."""
    try:
        raw = text.encode("ascii")
        data = base64.urlsafe_b64decode(raw + b"=" * (-len(raw) % 4))
    except (AttributeError, UnicodeEncodeError, binascii.Error):
        raise Refused("not-base64") from None
    if b64(data) != text or (size is not None and len(data) != size):
        raise Refused("not-base64")
    return data


def unhex(text: Json) -> bytes:
    """32 bytes in small hexadecimal digits. Raises `Refused`."""
    try:
        data = bytes.fromhex(text)
    except (TypeError, ValueError):
        raise Refused("not-a-digest") from None
    if len(data) != 32 or data.hex() != text:
        raise Refused("not-a-digest")
    return data


def members(value: Json, names: str, *, record: str, optional: str = "") -> dict[str, Json]:
    """`value`, once it is an object of exactly the members in `names` (separated by spaces), and of any in `optional`.

    Raises `Refused`.
    """
    if not isinstance(value, dict) or set(value) - set(optional.split()) != set(names.split()):
        raise Refused("wrong-members", record)
    return value


def whole(value: Json, least: int, most: int, *, what: str) -> int:
    """`value`, once it is a whole number between both. Raises `Refused`."""
    if type(value) is not int or not least <= value <= most:
        raise Refused("out-of-range", what)
    return value


def _fraction(literal: str) -> Json:
    raise ValueError(literal)
