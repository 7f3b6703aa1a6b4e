"""What participation refuses. Each error carries the sentence shown to the person."""

from __future__ import annotations


class ParticipationError(Exception):
    """A refusal; `str(error)` is a sentence in the reader's language that says what to do."""


class DatesRefused(ParticipationError):
    """Dates that cannot be: closing before opening, opening in the past, opening moved after opening."""


class NotOpen(ParticipationError):
    """The activity is not open at that instant: not yet, or no longer."""


class RulesFrozen(ParticipationError):
    """Rules, audience and visibility cannot change once the activity has opened."""


class NotReady(ParticipationError):
    """Something compulsory is missing before the activity may be scheduled; `missing` lists the sentences."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(" ".join(missing))
        self.missing = missing


class StillRunning(ParticipationError):
    """Only a draft, or what is over and counted, may be archived."""


class ReasonMissing(ParticipationError):
    """An act that is published with its reason came without one."""


class MayNotWrite(ParticipationError):
    """The moderation has silenced this person for now; the sentence says until when."""


class TooMany(ParticipationError):
    """The same person or address did this too often in too short a time."""
