"""What may go wrong with a secret vote, each with the sentence that is shown."""

from __future__ import annotations

from dreamplus.participation.errors import ParticipationError
from polls.errors import VoteRefused


class NotPrepared(ParticipationError):
    """Something must come before: the sentence says what."""


class HouseAway(ParticipationError):
    """The box or the region does not answer, or refuses: nothing was changed here."""


class TokenUsed(VoteRefused):
    """The line has drawn its token, for another key."""


class IssuerAway(VoteRefused):
    """The seat is taken, the signature is still to come: the same question again brings it."""


class KeyRefused(ParticipationError):
    """A scrutineer's key is not what it must be."""
