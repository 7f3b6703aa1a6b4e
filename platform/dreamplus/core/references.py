"""Reference numbers that people read aloud, copy by hand and type again.

Fifteen random characters of Crockford's base 32 (75 bits: not to be guessed) and one check character over GF(32), which
catches every single wrong character and every swap of two neighbours.
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_VALUES = {char: value for value, char in enumerate(ALPHABET)}
_MISREAD = str.maketrans("OIL", "011")
_PREFIX = re.compile(r"[A-Z]{0,8}")


def new_reference(prefix: str = "") -> str:
    """A new reference such as `VOTE-7KQ2-M9DX-4TRP-8ZC3`. `prefix`: at most eight capital letters."""
    if not _PREFIX.fullmatch(prefix):
        raise ValueError("a prefix is at most eight capital letters")
    digits = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return _grouped(prefix, digits + _check(digits))


def normalise(text: str) -> str | None:
    """The reference meant by what someone typed, or None when it cannot be one.

    Spaces, dashes, dots and case do not count; O is read as 0, I and L as 1.
    """
    typed = re.sub(r"[\s.\-‐‑–—_]", "", text[:100]).upper()
    prefix, digits = typed[:-LENGTH], typed[-LENGTH:].translate(_MISREAD)
    if len(digits) != LENGTH or not _PREFIX.fullmatch(prefix) or any(char not in _VALUES for char in digits):
        return None
    return _grouped(prefix, digits) if _check(digits[:-1]) == digits[-1] else None


def _grouped(prefix: str, digits: str) -> str:
    groups = [digits[start : start + 4] for start in range(0, LENGTH, 4)]
    return "-".join([prefix, *groups] if prefix else groups)


def _check(digits: str) -> str:
    """The value at 2 of the polynomial whose coefficients are `digits`, in GF(2)[x]/(x⁵+x²+1)."""
    total = 0
    for char in digits:
        total = _double(total ^ _VALUES[char])
    return ALPHABET[total]


def _double(value: int) -> int:
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value
