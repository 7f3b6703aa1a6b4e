"""Codes that people type from a letter: 75 random bits and a check character, kept as a keyed hash alone."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from dreamplus.core.references import new_reference, normalise

_SALT = "dreamplus.people.rolls.code"


def new_code() -> str:
    """A code such as `7KQ2-M9DX-4TRP-8ZC3`."""
    return new_reference()


def digest(code: str) -> str:
    """What is stored and looked up: HMAC-SHA256 under a key derived from the instance's secret, so that a copy of the
    database gives no code."""
    return salted_hmac(_SALT, code, algorithm="sha256").hexdigest()


def digest_of_typed(text: str) -> str | None:
    """The digest of what somebody typed, or None when it cannot be a code: a character is wrong."""
    code = normalise(text)
    return digest(code) if code is not None and len(code) == len("7KQ2-M9DX-4TRP-8ZC3") else None
