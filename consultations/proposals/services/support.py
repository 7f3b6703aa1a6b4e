"""Supporting a proposal and taking it back: twice is once, whoever clicks how fast."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from consultations.proposals.errors import ProposalRefused
from consultations.proposals.models import Proposal, Support
from dreamplus.participation import audience
from dreamplus.participation.errors import NotOpen
from dreamplus.participation.rules.audience import Act
from dreamplus.people.models import User


@transaction.atomic
def support_proposal(*, proposal: Proposal, person: User, at: datetime) -> bool:
    """True when the support is new. Raises `ProposalRefused`, `NotOpen`.

    The count moves in the transaction that writes the row, only when it wrote one.
    """
    _check(proposal, person, at)
    try:
        _row, new = Support.objects.get_or_create(proposal=proposal, person=person, defaults={"at": at})
    except IntegrityError:
        return False  # the row was there, and has just been taken back: as if this click had come between the two
    if new:
        Proposal.objects.filter(pk=proposal.pk).update(supports=F("supports") + 1)
    return new


@transaction.atomic
def take_back_support(*, proposal: Proposal, person: User, at: datetime) -> bool:
    """True when there was a support to take back. Raises `NotOpen`."""
    if not proposal.activity.is_open(at):
        raise NotOpen(_("The collection of proposals is closed: supports are counted."))
    gone, _by_model = Support.objects.filter(proposal=proposal, person=person).delete()
    if gone:
        Proposal.objects.filter(pk=proposal.pk).update(supports=F("supports") - gone)
    return bool(gone)


def _check(proposal: Proposal, person: User, at: datetime) -> None:
    if not proposal.contribution.is_visible:
        raise ProposalRefused(_("This proposal can no longer be supported."))
    if not proposal.activity.is_open(at):
        raise NotOpen(_("The collection of proposals is closed: supports are counted."))
    if proposal.contribution.author_id == person.pk:
        raise ProposalRefused(_("It is your own proposal: it has your support already."))
    refusal = audience.check(person, proposal.activity, Act.SUPPORT)
    if refusal is not None:
        raise ProposalRefused(refusal.sentence)
