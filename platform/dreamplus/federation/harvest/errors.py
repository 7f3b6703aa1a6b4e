"""Faults of a visit that are not faults of the wire."""

from __future__ import annotations

from enum import StrEnum


class Trouble(StrEnum):
    """What kept us from getting an answer at all."""

    UNREACHABLE = "unreachable"
    REFUSED_BY_HOST = "refused-by-host"
    GONE = "gone"
    STALE = "stale"


class PairingError(Exception):
    """The pairing was not made; the message is a sentence for the officer."""
