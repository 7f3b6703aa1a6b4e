"""What became of a proposal, told from its receipt."""

from __future__ import annotations

from django.utils.translation import gettext as _

from consultations.proposals.models import Proposal
from consultations.proposals.rules.statuses import Status
from dreamplus.core import clock
from dreamplus.participation.enums import Status as Shown
from dreamplus.participation.followup import Step
from dreamplus.participation.models import Receipt
from dreamplus.participation.standing import day

DECIDED = {Status.ACCEPTED, Status.REFUSED, Status.DONE}


def tell(receipt: Receipt) -> list[Step]:
    """From publishing to works: what happened, what is happening, what comes."""
    proposal = Proposal.objects.select_related("contribution").filter(contribution=receipt.contribution_id).first()
    if proposal is None:
        return []
    at = clock.now()
    href = proposal.get_absolute_url()
    steps = [Step(_("Published"), day(proposal.contribution.created_at, at), "done", href)]
    if proposal.contribution.status == Shown.WITHDRAWN:
        return [*steps, Step(_("Withdrawn by its author"), "", "now")]
    if proposal.contribution.status == Shown.HIDDEN:
        return [*steps, Step(_("Hidden by the moderation"), proposal.contribution.hidden_reason, "now")]
    return steps + _answered(proposal, Status(proposal.status), href)


def _answered(proposal: Proposal, status: Status, href: str) -> list[Step]:
    when = day(proposal.answered_at, clock.now()) if proposal.answered_at else ""
    review = Step(_("Under review"), "", "done" if status in DECIDED else "now")
    if status == Status.SUBMITTED:
        return [Step(_("Under review"), _("nobody has answered yet"), "next"), Step(_("Answer"), "", "next")]
    if status == Status.UNDER_REVIEW:
        return [Step(review.label, when, "now", href), Step(_("Answer"), "", "next")]
    if status == Status.REFUSED:
        return [review, Step(_("Not accepted"), when, "done", href)]
    accepted = Step(_("Accepted"), when if status == Status.ACCEPTED else "", "done", href)
    done = status == Status.DONE
    return [review, accepted, Step(_("Done"), when if done else "", "done" if done else "next", href if done else "")]
