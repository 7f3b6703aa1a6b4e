"""What this house refuses about proposals. Each error's text is a sentence for the person who reads it."""

from __future__ import annotations

from dreamplus.participation.errors import ParticipationError


class ProposalRefused(ParticipationError):
    """Nothing was changed; `str(error)` says why and what to do."""


class NotYours(ProposalRefused):
    """Only its author may do this."""


class Answered(ProposalRefused):
    """An official answer was published: the text it answers stays as it is."""


class ChangedMeanwhile(ProposalRefused):
    """Somebody else wrote since the form was shown."""
