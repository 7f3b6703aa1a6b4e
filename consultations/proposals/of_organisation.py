"""The proposals of an organisation, on its public page."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from consultations.proposals.models import Proposal
from dreamplus.cms import slots
from dreamplus.participation.enums import Status as Shown
from dreamplus.people.organisations.models import Organisation

MOST = 50


def register() -> None:
    """Called once, when the application is ready."""
    slots.register("organisation.contributions", published)


def published(request: HttpRequest, organisation: Organisation) -> SafeString | None:
    """The newest first, of public activities alone; one query."""
    found = Proposal.objects.filter(
        contribution__organisation=organisation, contribution__status=Shown.VISIBLE, activity__is_private=False
    ).select_related("contribution__author", "contribution__organisation", "theme", "activity")
    proposals = list(found.order_by("-contribution__created_at", "-pk")[:MOST])
    if not proposals:
        return None
    return render_to_string("proposals/parts/of_organisation.html", {"proposals": proposals}, request)
