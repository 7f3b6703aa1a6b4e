"""What is read before it is shown: by the mode of the activity, and by what looks like advertising."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from dreamplus.moderation.rules import spam

NEW_ACCOUNT = timedelta(days=1)
TRUSTED_AFTER = 3
"""By trust: so many accepted contributions of a person are read before; the next ones are shown at once."""


class Mode(StrEnum):
    AFTER = "after"
    BEFORE = "before"
    TRUST = "trust"


class Source(StrEnum):
    """Why a case was opened."""

    NOTICE = "notice"
    PRIOR = "prior"
    TRUST = "trust"
    SPAM = "spam"
    STAFF = "staff"


@dataclass(frozen=True)
class Writer:
    """What the rules know of whoever writes. `accepted`: contributions read and kept, or shown and never hidden."""

    age: timedelta
    accepted: int = 0


def held_for(text: str, *, mode: Mode, writer: Writer) -> Source | None:
    """Why the words wait for a moderator, or None when they are shown at once."""
    if mode == Mode.BEFORE:
        return Source.PRIOR
    if spam.score(text).is_suspect or (writer.age < NEW_ACCOUNT and spam.links(text)):
        return Source.SPAM
    if mode == Mode.TRUST and writer.accepted < TRUSTED_AFTER:
        return Source.TRUST
    return None
