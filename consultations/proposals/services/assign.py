"""Who prepares the answer to a proposal, by when, and what it would cost."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from consultations.proposals.models import Proposal
from consultations.proposals.rules.words import clean_line
from dreamplus.core import access
from dreamplus.participation.reach import may_on
from dreamplus.people.models import User
from dreamplus.people.roles import Permission

SERVICE_MAX = 80


@transaction.atomic
def assign_proposal(
    *, proposal: Proposal, service: str, due_on: date | None, cost: Decimal | None, by: User, at: datetime
) -> Proposal:
    """For agents; nobody is told by e-mail. `cost`: euros, two decimals, 0 or more. Locks the proposal.

    Raises `PermissionError` without the permission.
    """
    if not may_on(by, Permission.ANSWER_PROPOSALS, proposal.activity):
        raise PermissionError("assigning a proposal needs the permission answer_proposals")
    proposal = (
        Proposal.objects.select_for_update(of=("self",)).select_related("contribution", "activity").get(pk=proposal.pk)
    )
    proposal.service, proposal.due_on, proposal.cost = clean_line(service)[:SERVICE_MAX], due_on, cost
    proposal.full_clean(validate_unique=False)
    proposal.save(update_fields=["service", "due_on", "cost"])
    access.log(actor=by, purpose="proposals.assign", subject=str(proposal.contribution.uuid), at=at)
    return proposal
