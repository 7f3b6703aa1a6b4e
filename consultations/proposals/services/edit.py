"""An author corrects a published proposal; every text it had is kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.proposals.checks import checked
from consultations.proposals.errors import Answered, ChangedMeanwhile, NotYours, ProposalRefused
from consultations.proposals.models import Proposal, Theme, Version
from dreamplus.core.text import fold
from dreamplus.participation.enums import State
from dreamplus.participation.errors import NotOpen
from dreamplus.participation.models import Activity
from dreamplus.participation.services.contributions import screen_again
from dreamplus.people.models import User

VERSIONS_MAX = 50


def why_not_edit(*, proposal: Proposal, by: User, at: datetime) -> ProposalRefused | NotOpen | None:
    """None when `by` may change the text at `at`. Reads `contribution` and `activity`, already loaded."""
    if proposal.contribution.author_id is None or proposal.contribution.author_id != by.pk:
        return NotYours(_("Only its author can change a proposal."))
    if not proposal.contribution.is_visible:
        return ProposalRefused(_("A proposal that is hidden or withdrawn cannot be changed."))
    if proposal.activity.state(at) != State.OPEN:
        return NotOpen(_("The collection of proposals is closed: the text stays as it was read."))
    if proposal.answered_at is not None:
        return Answered(_("An official answer was published: the text it answers can no longer change."))
    return None


@transaction.atomic
def edit_proposal(
    *, proposal: Proposal, by: User, title: str, body: str, theme: Theme | None, seen: int, at: datetime
) -> Proposal:
    """Replaces the text and keeps the former one. `seen` is the number of the version shown with the form.

    Locks the proposal. Raises `ProposalRefused` (`NotYours`, `Answered`, `ChangedMeanwhile`), `NotOpen`.
    """
    title, body = checked(title, body)
    activity = Activity.objects.select_for_update(no_key=True).get(pk=proposal.activity_id)
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("contribution").get(pk=proposal.pk)
    proposal.activity = activity
    refusal = why_not_edit(proposal=proposal, by=by, at=at)
    if refusal is not None:
        raise refusal
    last = proposal.versions.latest("number").number
    if (title, body) == (proposal.title, proposal.body):
        return _file(proposal, theme)
    if last != seen:
        raise ChangedMeanwhile(_("This text was changed in another window. Compare both, then save again."))
    if last >= VERSIONS_MAX:
        raise ProposalRefused(_("This proposal was changed very often already. Comment on it to add something."))
    Version.objects.create(proposal=proposal, number=last + 1, title=title, body=body, at=at)
    proposal.title, proposal.body = title, body
    proposal.search_text, proposal.edited_at = fold(f"{title} {body}"), at
    proposal.save(update_fields=["title", "body", "search_text", "edited_at"])
    screen_again(contribution=proposal.contribution, words=f"{title}\n\n{body}", at=at)
    return _file(proposal, theme)


def _file(proposal: Proposal, theme: Theme | None) -> Proposal:
    """Under which theme it is filed; not a change of the text."""
    proposal.theme = theme if theme and theme.activity_id == proposal.activity_id else None
    proposal.save(update_fields=["theme"])
    return proposal
