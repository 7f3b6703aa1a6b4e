"""What assistants answered in the name of an elected official, for that official's own page."""

from __future__ import annotations

from uuid import UUID

from consultations.proposals.models import Proposal
from consultations.proposals.services.answer import IN_THE_NAME_OF
from dreamplus.core import access
from dreamplus.core.models import AccessLog
from dreamplus.people import hooks
from dreamplus.people.models import User

MOST = 100


def register() -> None:
    """Called once, when the application is ready."""
    if answered not in hooks.deeds_of_assistants:
        hooks.deeds_of_assistants.append(answered)


def answered(official: User) -> list[hooks.Deed]:
    """As long as the access log is kept; three queries."""
    named = access.about(f"people.User:{official.uuid}").filter(purpose=IN_THE_NAME_OF).order_by("-at")[:MOST]
    acts = {(line.actor_id, line.at) for line in named}
    persons, instants = {actor for actor, _at in acts}, {at for _actor, at in acts}
    lines = AccessLog.objects.filter(purpose="proposals.answer", actor_id__in=persons, at__in=instants)
    told = {line.subject: line.at for line in lines if (line.actor_id, line.at) in acts}
    found = Proposal.objects.filter(contribution__uuid__in=[UUID(one) for one in told]).select_related("contribution")
    return [hooks.Deed(one.title, one.get_absolute_url(), told[str(one.contribution.uuid)]) for one in found]
