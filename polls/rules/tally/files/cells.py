"""Numbers as they stand in files: exact, never rounded."""

from __future__ import annotations

import re
from fractions import Fraction

from polls.rules.tally.election import ElectionRefused, Mark, Number

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d+)?|[.,]\d+)(e[+-]?\d{1,2})?|[+-]?\d+/\d+", re.IGNORECASE)
_LONGEST = 60


def number(text: str, where: str) -> Number:
    """Whole when it is. Raises `ElectionRefused` with `where`."""
    found = text.strip().replace("\u202f", "").replace("\u00a0", "")
    if len(found) > _LONGEST or not _NUMBER.fullmatch(found) or found.endswith("/0"):
        raise ElectionRefused(f"{where}: {text.strip()[:40]!r} is not a number")
    exact = Fraction(found.replace(",", "."))
    return exact.numerator if exact.denominator == 1 else exact


def mark(text: str, where: str) -> Mark:
    """A cell; empty: nothing is said."""
    return number(text, where) if text.strip() else None


def whole(text: str, where: str) -> int:
    """A number of ballots or of seats. Raises `ElectionRefused`."""
    found = number(text, where)
    if not isinstance(found, int) or found < 0:
        raise ElectionRefused(f"{where}: {text.strip()[:40]!r} is not a whole number")
    return found
