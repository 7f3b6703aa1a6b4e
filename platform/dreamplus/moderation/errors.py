"""What moderation refuses. Each error carries the sentence shown to the person."""

from __future__ import annotations

from typing import Self

from django.utils.translation import gettext as _

from dreamplus.moderation.rules.cases import Refused


class ModerationError(Exception):
    """A refusal; `str(error)` is a sentence in the reader's language that says what to do."""

    @classmethod
    def of(cls, refused: Refused) -> Self:
        """The sentence for what the rules refuse."""
        return cls(
            {
                "held": _("A colleague is handling this case. Choose another one, or come back in half an hour."),
                "not_held": _("Take the case first: your half hour is over. What you wrote is still below."),
                "same_person": _("You took this decision: somebody else must answer the appeal."),
                "late": _("The six months to contest this decision are over."),
                "not_decider": _("Only whoever took this decision can undo it."),
            }.get(refused.reason, _("This case has moved on meanwhile. Read it again below."))
        )


class Silenced(ModerationError):
    """The author may not write for now."""


class CharterMissing(ModerationError):
    """Nothing opens before the charter is published."""
