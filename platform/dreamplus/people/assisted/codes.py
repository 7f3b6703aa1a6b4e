"""Codes that a helper reads aloud: `4821-739-204`. The first group finds the accompaniment, the others are its secret.

The secret is compared three times at most, which one statement counts (`services.beginning`): finding and comparing are
kept apart so that nobody's tries fall on somebody else's code.
"""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from django.utils.crypto import salted_hmac

VALID_FOR = timedelta(minutes=15)
MOST_TRIES = 3
_SALT = "dreamplus.people.assisted.code"
_TYPED = re.compile(r"(\d{4})(\d{6})")


def new_number() -> str:
    """Four digits."""
    return f"{secrets.randbelow(10_000):04}"


def new_secret() -> str:
    """Six digits."""
    return f"{secrets.randbelow(1_000_000):06}"


def written(number: str, secret: str) -> str:
    """As it is shown and read aloud."""
    return f"{number}-{secret[:3]}-{secret[3:]}"


def typed(text: str) -> tuple[str, str] | None:
    """Number and secret of what somebody typed, whatever stands between the digits; None when it cannot be a code."""
    found = _TYPED.fullmatch(re.sub(r"[\s.\-‐‑–—_]", "", text[:60]))
    return (found[1], found[2]) if found and found[0].isascii() else None


def digest(number: str, secret: str) -> str:
    """What is stored: HMAC-SHA256 under a key derived from the instance's secret."""
    return salted_hmac(_SALT, number + secret, algorithm="sha256").hexdigest()
