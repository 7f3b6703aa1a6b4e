"""From a draft to a published proposal, with its receipt; and back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consultations.proposals.checks import checked
from consultations.proposals.errors import NotYours, ProposalRefused
from consultations.proposals.events import ProposalPublished, ProposalWithdrawn
from consultations.proposals.models import Draft, Proposal, Theme, Version
from consultations.proposals.rules import PER_PERSON_MAX
from consultations.proposals.services.drafts import Words, save_draft
from dreamplus.core import events
from dreamplus.core.text import fold
from dreamplus.participation import audience
from dreamplus.participation.enums import Status as Shown
from dreamplus.participation.models import Activity, Contribution, Receipt
from dreamplus.participation.rules.audience import Act
from dreamplus.participation.services.contributions import create_contribution, withdraw_contribution
from dreamplus.participation.services.receipts import issue_receipt
from dreamplus.participation.through import ON_LINE, Through
from dreamplus.people.models import User
from dreamplus.people.organisations.models import Organisation

RECEIPT_KIND = "proposal"


@dataclass(frozen=True)
class Published:
    """`new` is False when the same draft had been published before: a double click, the back button."""

    proposal: Proposal
    receipt: Receipt
    new: bool


def publish_proposal(
    *,
    activity: Activity,
    author: User,
    key: uuid.UUID,
    title: str,
    body: str,
    theme: Theme | None,
    at: datetime,
    organisation: Organisation | None = None,
    through: Through = ON_LINE,
) -> Published:
    """Publishes under `key`, once, in the author's name or in that of an `organisation` for which they speak.

    Raises `ProposalRefused` with a sentence, `NotOpen` outside the dates, `MayNotWrite`.
    """
    title, body = checked(title, body)
    refusal = audience.check(author, activity, Act.CONTRIBUTE)
    if refusal is not None:
        raise ProposalRefused(refusal.sentence)
    try:
        return _published(author, key) or _publish(activity, author, key, title, body, theme, at, organisation, through)
    except IntegrityError:  # the same draft, published at this very moment by another request
        done = _published(author, key)
        if done is None:
            raise
        return done


def _published(author: User, key: uuid.UUID) -> Published | None:
    proposal = Proposal.objects.select_related("contribution").filter(contribution__uuid=key).first()
    if proposal is None:
        return None
    if proposal.contribution.author_id != author.pk:
        raise NotYours(_("This draft is not yours. Write your own proposal from the page of the consultation."))
    receipt = Receipt.objects.filter(contribution=proposal.contribution, kind=RECEIPT_KIND).earliest("pk")
    return Published(proposal, receipt, new=False)


@transaction.atomic
def _publish(
    activity: Activity,
    author: User,
    key: uuid.UUID,
    title: str,
    body: str,
    theme: Theme | None,
    at: datetime,
    organisation: Organisation | None,
    through: Through,
) -> Published:
    words = f"{title}\n\n{body}"
    contribution = create_contribution(
        activity=activity, author=author, at=at, key=key, words=words, organisation=organisation, through=through
    )
    # The activity's row is locked: two requests of one person are counted one after the other.
    if Contribution.objects.filter(activity=activity, author=author).count() > PER_PERSON_MAX:
        raise ProposalRefused(
            _("You have already published %(most)s proposals here. Edit or withdraw one of them first.")
            % {"most": PER_PERSON_MAX}
        )
    proposal = Proposal.objects.create(
        contribution=contribution,
        activity=activity,
        theme=theme if theme and theme.activity_id == activity.pk else None,
        title=title,
        body=body,
        search_text=fold(f"{title} {body}"),
    )
    Version.objects.create(proposal=proposal, number=1, title=title, body=body, at=at)
    receipt = issue_receipt(activity=activity, kind=RECEIPT_KIND, at=at, person=author, contribution=contribution)
    Draft.objects.filter(activity=activity, person=author).delete()
    if contribution.is_visible:
        record_published(contribution, at)
    return Published(proposal, receipt, new=True)


def record_published(contribution: Contribution, at: datetime) -> None:
    """It may be read from now on: at once, or when a moderator has shown it."""
    uuids = {"activity": str(contribution.activity.uuid), "proposal": str(contribution.uuid)}
    events.record(ProposalPublished(**uuids), at=at, actor_role="citizen")


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, by: User, at: datetime) -> None:
    """Takes it out of sight; the words go back to the author's draft. At any time, whatever the answer."""
    if proposal.contribution.author_id != by.pk:
        raise NotYours(_("Only its author can withdraw a proposal."))
    proposal.contribution.refresh_from_db(from_queryset=Contribution.objects.select_for_update())
    if proposal.contribution.status not in (Shown.VISIBLE, Shown.WAITING):
        return
    withdraw_contribution(contribution=proposal.contribution, by=by, at=at)
    if not Draft.objects.filter(activity_id=proposal.activity_id, person=by).exists():
        words = Words(proposal.title, proposal.body, proposal.theme_id)
        save_draft(activity=proposal.activity, person=by, words=words, at=at)
    uuids = {"activity": str(proposal.activity.uuid), "proposal": str(proposal.contribution.uuid)}
    events.record(ProposalWithdrawn(**uuids), at=at, actor_role="citizen")
