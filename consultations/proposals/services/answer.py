"""What the town hall says of a proposal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.proposals.errors import ChangedMeanwhile, ProposalRefused
from consultations.proposals.events import ProposalAnswered
from consultations.proposals.models import Proposal
from consultations.proposals.rules import ANSWER_MAX
from consultations.proposals.rules.statuses import Status, may_become, needs_words
from consultations.proposals.rules.words import clean, clean_line
from dreamplus.core import access, events
from dreamplus.participation.reach import may_on
from dreamplus.people.assistants import officials_of
from dreamplus.people.models import User
from dreamplus.people.permissions import parts_of, roles_of
from dreamplus.people.roles import Permission, Role, allows

IN_THE_NAME_OF = "proposals.answer.for"
"""Purpose of the line of the access log that names the official; beside it stands the one that names the proposal."""


@transaction.atomic
def answer_proposal(
    *,
    proposal: Proposal,
    status: Status,
    answer: str,
    role: str,
    by: User,
    at: datetime,
    seen: datetime | None,
    on_behalf_of: User | None = None,
) -> Proposal:
    """Gives a status and an official answer; its author is told by e-mail. `seen` is the `answered_at` of the form.

    An assistant answers `on_behalf_of` an elected official who let them, and under that name alone: `role` is then the
    official's. Locks the proposal. Raises `ProposalRefused`, `ChangedMeanwhile`, and `PermissionError` without the
    permission.
    """
    if not may_on(by, Permission.ANSWER_PROPOSALS, proposal.activity):
        raise PermissionError("answering a proposal needs the permission answer_proposals")
    official = _official_of(by, on_behalf_of)
    answer, role = clean(answer), clean_line(official.public_name if official else role)
    proposal = (
        Proposal.objects.select_for_update(of=("self",)).select_related("contribution", "activity").get(pk=proposal.pk)
    )
    _check(proposal, status, answer, role)
    if proposal.answered_at != seen:
        raise ChangedMeanwhile(_("A colleague answered meanwhile. Read that answer below, then save yours again."))
    proposal.status, proposal.answer, proposal.answer_role, proposal.answered_at = status.value, answer, role, at
    proposal.save(update_fields=["status", "answer", "answer_role", "answered_at"])
    uuids = {"activity": str(proposal.activity.uuid), "proposal": str(proposal.contribution.uuid)}
    events.record(ProposalAnswered(**uuids, status=status.value), at=at, actor_role="agent")
    access.log(actor=by, purpose="proposals.answer", subject=str(proposal.contribution.uuid), at=at)
    if official is not None:
        access.log(actor=by, purpose=IN_THE_NAME_OF, subject=f"people.User:{official.uuid}", at=at)
    return proposal


def answers_for(by: User) -> list[User] | None:
    """The officials in whose name alone `by` may answer; None for who answers by a role of their own."""
    own = (allows(role, Permission.ANSWER_PROPOSALS) for role in roles_of(by) - {Role.ASSISTANT})
    return None if any(own) or parts_of(by, Permission.ANSWER_PROPOSALS) else officials_of(by)


def _official_of(by: User, on_behalf_of: User | None) -> User | None:
    """Raises `PermissionError` for an assistant who names nobody, or somebody who did not let them."""
    officials = answers_for(by)
    if officials is None:
        return None
    if on_behalf_of not in officials:
        raise PermissionError("an assistant answers in the name of an official who let them")
    return on_behalf_of


def _check(proposal: Proposal, status: Status, answer: str, role: str) -> None:
    if not may_become(Status(proposal.status), status):
        raise ProposalRefused(_("A proposal cannot go back from its present status to that one."))
    if needs_words(status) and not answer:
        raise ProposalRefused(_("Write the answer: people are owed the reasons of a decision."))
    if len(answer) > ANSWER_MAX:
        raise ProposalRefused(
            _("The answer is %(excess)s characters too long. Nothing is lost: shorten it.")
            % {"excess": len(answer) - ANSWER_MAX}
        )
    if answer and not role:
        raise ProposalRefused(_("Say in whose name you answer, for instance: the deputy mayor for public works."))
