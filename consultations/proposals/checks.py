"""What makes a text a proposal; the same for the form and for the service."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.proposals.errors import ProposalRefused
from consultations.proposals.rules import BODY_MAX, BODY_MIN, TITLE_MAX
from consultations.proposals.rules.words import clean, clean_line


def checked_title(title: str) -> str:
    """The title, clean. Raises `ProposalRefused`."""
    title = clean_line(title)
    if not title:
        raise ProposalRefused(_("Give your proposal a title: one sentence that says what you want."))
    if len(title) > TITLE_MAX:
        raise ProposalRefused(
            _("The title is %(excess)s characters too long. Keep the essential, details go in the text.")
            % {"excess": len(title) - TITLE_MAX}
        )
    return title


def checked_body(body: str) -> str:
    """The text, clean. Raises `ProposalRefused`."""
    body = clean(body)
    if len(body) < BODY_MIN:
        raise ProposalRefused(_("Say a little more: what, where, for whom? Two sentences are enough."))
    if len(body) > BODY_MAX:
        excess = len(body) - BODY_MAX
        raise ProposalRefused(
            ngettext(
                "The text is %(excess)s character too long (%(most)s at most). Nothing is lost: shorten it.",
                "The text is %(excess)s characters too long (%(most)s at most). Nothing is lost: shorten it.",
                excess,
            )
            % {"excess": excess, "most": BODY_MAX}
        )
    return body


def checked(title: str, body: str) -> tuple[str, str]:
    return checked_title(title), checked_body(body)
