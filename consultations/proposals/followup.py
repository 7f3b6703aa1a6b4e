"""What became of a proposal, told from its receipt."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consultations.proposals.models import Proposal
from consultations.proposals.rules.statuses import Status
from dreamplus.core import clock
from dreamplus.participation.enums import Status as Shown
from dreamplus.participation.followup import Step
from dreamplus.participation.models import Receipt
from dreamplus.participation.standing import day

# Said in the language of the reader by `pgettext`; the catalogue finds them in `models.StatusChoices`.
_LABELS = {
    Status.UNDER_REVIEW: "Under review",
    Status.ACCEPTED: "Accepted",
    Status.REFUSED: "Not accepted",
    Status.DONE: "Done",
}


def tell(receipt: Receipt) -> list[Step]:
    """From publishing to works: what happened, what is happening, what comes."""
    proposal = Proposal.objects.select_related("contribution").filter(contribution=receipt.contribution_id).first()
    if proposal is None:
        return []
    at = clock.now()
    href = proposal.get_absolute_url()
    waiting = Step(_("A moderator reads it before it is shown"), "", "now")
    steps = [Step(_("Proposal published"), day(proposal.contribution.created_at, at), "done", href)]
    if proposal.contribution.status == Shown.WAITING:
        return [Step(_("Proposal received"), day(proposal.contribution.created_at, at)), waiting]
    if proposal.contribution.status == Shown.WITHDRAWN:
        return [*steps, Step(_("Proposal withdrawn by its author"), "", "now")]
    if proposal.contribution.status == Shown.HIDDEN:
        return [*steps, Step(_("Proposal hidden by the moderation"), proposal.contribution.hidden_reason, "now")]
    return steps + _answered(proposal, Status(proposal.status), href)


def _answered(proposal: Proposal, status: Status, href: str) -> list[Step]:
    when = day(proposal.answered_at, clock.now()) if proposal.answered_at else ""
    said = {status: pgettext("proposal", label) for status, label in _LABELS.items()}
    answer = Step(_("Answer"), "", "next")
    if status == Status.SUBMITTED:
        return [Step(said[Status.UNDER_REVIEW], _("nobody has answered yet"), "next"), answer]
    if status == Status.UNDER_REVIEW:
        return [Step(said[status], when, "now", href), answer]
    review = Step(said[Status.UNDER_REVIEW])
    if status == Status.REFUSED:
        return [review, Step(said[status], when, "done", href)]
    if status == Status.ACCEPTED:
        return [review, Step(said[status], when, "done", href), Step(said[Status.DONE], "", "next")]
    return [review, Step(said[Status.ACCEPTED]), Step(said[status], when, "done", href)]
