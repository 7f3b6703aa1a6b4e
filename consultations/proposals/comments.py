"""Comments under a proposal."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.utils.safestring import SafeString

from consultations.proposals.models import Proposal
from consultations.proposals.notices import key_of
from dreamplus.participation import audience
from dreamplus.participation.audience import Refusal
from dreamplus.participation.rules.audience import Act


def declare() -> None:
    """Says that proposals carry comments, where the application of comments is installed."""
    if not apps.is_installed("deliberation.comments"):
        return
    from deliberation.comments import targets

    targets.register(
        targets.Target(
            Proposal,
            may_read=_is_visible,
            refusal=_refusal,
            href=lambda proposal: proposal.get_absolute_url(),
            reads=("contribution", "activity"),
            moderation=lambda proposal: proposal.activity.moderation,
            title=lambda proposal: proposal.title,
            subject=key_of,
        )
    )


def _is_visible(person: Any, proposal: Proposal) -> bool:
    return proposal.contribution.is_visible and audience.may_read(person, proposal.activity)


def under(request: HttpRequest, proposal: Proposal) -> SafeString | str:
    """The thread of one proposal, empty where comments are not installed."""
    if not apps.is_installed("deliberation.comments"):
        return ""
    from deliberation.comments.rendering import comments_under

    return comments_under(request, proposal)


def _refusal(person: Any, proposal: Proposal) -> Refusal | None:
    from deliberation.comments.under_pages import signed_out_refusal

    return audience.check(person, proposal.activity, Act.COMMENT) if person.is_authenticated else signed_out_refusal()
