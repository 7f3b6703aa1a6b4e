"""The e-mail that tells an author what the town hall answered; the words are in it, not behind a link."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import override

from consultations.proposals.events import ProposalAnswered
from consultations.proposals.models import Proposal
from consultations.proposals.rules.words import paragraphs
from consultations.proposals.services.publish import RECEIPT_KIND
from dreamplus.core.events import handles
from dreamplus.participation.enums import Status as Shown
from dreamplus.participation.models import Receipt


@handles(ProposalAnswered)
def tell_author(event: ProposalAnswered, *, record_id: int, at: datetime) -> None:
    """Once for each answer; nobody is told when the account is gone or the proposal was withdrawn since."""
    found = Proposal.objects.select_related("contribution__author", "activity")
    proposal = found.filter(contribution__uuid=event.proposal).exclude(contribution__status=Shown.WITHDRAWN).first()
    author = proposal.contribution.author if proposal else None
    if proposal is None or author is None or not author.email:
        return
    receipt = Receipt.objects.filter(contribution=proposal.contribution, kind=RECEIPT_KIND).first()
    from dreamplus.theming import email

    with override(author.language):
        context = _context(proposal, receipt)
    email.message("proposals/email/answered", context, to=author.email, language=author.language).send()


def _context(proposal: Proposal, receipt: Receipt | None) -> dict[str, Any]:
    return {
        "proposal": proposal,
        "status": proposal.get_status_display(),
        "paragraphs": paragraphs(proposal.answer),
        "reference": receipt.reference if receipt else "",
        "address": settings.DREAM_ORIGIN + proposal.get_absolute_url(),
    }
