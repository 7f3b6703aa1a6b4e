"""What several views ask."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from consultations.proposals.models import Proposal
from consultations.proposals.pages import page_of
from dreamplus.participation import audience
from dreamplus.participation.models import Activity


def proposal_or_404(request: HttpRequest, key: uuid.UUID) -> Proposal:
    """The proposal, for those who may read its activity."""
    found = Proposal.objects.select_related("contribution__author", "contribution__organisation", "activity", "theme")
    proposal = get_object_or_404(found, contribution__uuid=key)
    audience.refuse_reading(request, proposal.activity)
    return proposal


def around(request: HttpRequest, activity: Activity) -> dict[str, Any]:
    """The page an activity is told on, for the way back."""
    page = page_of(activity)
    href = (page.get_url(request) or "") if page else ""
    return {"activity": activity, "activity_page": page, "activity_href": href}
