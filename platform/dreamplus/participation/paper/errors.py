"""What the count on paper refuses; each error carries the sentence shown to the person."""

from __future__ import annotations

from dreamplus.participation.errors import ParticipationError


class StationsRefused(ParticipationError):
    """Names of stations that cannot be: twice the same, too long, too many."""


class NotYet(ParticipationError):
    """Paper is read after the closing, and before the count has ended."""


class ReadByTwo(ParticipationError):
    """Two other people are reading this box."""


class Finished(ParticipationError):
    """This reading is finished: it is taken back before it is changed."""


class BatchRefused(ParticipationError):
    """A batch that holds nothing, or one that is still being read where another should be."""


class NotAgreed(ParticipationError):
    """A box has not been read twice alike yet."""
