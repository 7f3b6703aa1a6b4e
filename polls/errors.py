"""What a vote may be refused for. Each error carries the sentence shown to the person."""

from __future__ import annotations

from dreamplus.participation.errors import NotOpen, ParticipationError


class VoteRefused(ParticipationError):
    """The vote was not taken; nothing was written."""


class VoteClosed(VoteRefused, NotOpen):
    """Before the opening, or from the closing on."""


class NotInAudience(VoteRefused):
    """The person does not belong to the audience of the vote."""


class LineHasVoted(VoteRefused):
    """The line of the list by which the person belongs has voted, with another account."""


class MarksRefused(VoteRefused):
    """Lines of a list that cannot be marked: `sentences` says why for each; none of the others is marked either."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class ChoiceNotAllowed(VoteRefused):
    """The choice breaks the rules of the vote."""


class KeyLost(VoteRefused):
    """The key of the vote is missing or was destroyed: no ballot can be found again or taken."""


class ProxyRefused(ParticipationError):
    """The rules of the vote do not allow this proxy."""


class HasGivenProxy(VoteRefused):
    """Somebody else votes for this person."""


class TooManyQuestions(ParticipationError):
    """A vote cannot ask so much at once."""
