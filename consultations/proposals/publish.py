"""What leaves the house about proposals: figures for the region, public texts for open data. Never a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.timezone import localtime

from consultations.proposals import queries
from consultations.proposals.models import Proposal, StatusChoices
from consultations.proposals.rules.statuses import Status
from dreamplus.participation.enums import Status as Shown
from dreamplus.participation.models import Activity

COLUMNS = (
    "id",
    "title",
    "body",
    "theme",
    "status",
    "supports",
    "answer",
    "answered_in_the_name_of",
    "answered_on",
    "published_on",
    "address",
)


def result(activity: Activity) -> dict[str, Any]:
    """Aggregates alone: no text that a person wrote, no name, no time. For `participation.publishing`."""
    totals = queries.totals(activity)
    visible = Proposal.objects.filter(activity=activity, contribution__status=Shown.VISIBLE)
    by_status = dict(visible.values_list("status").annotate(Count("pk")))
    return {
        "kind": activity.kind,
        "proposals": totals.visible,
        "supports": totals.supports,
        "answered": totals.answered,
        "by_status": {status.value: by_status.get(status.value, 0) for status in Status},
    }


def rows(activity: Activity) -> Iterator[dict[str, Any]]:
    """Each visible proposal with its answer, the oldest first, days without hours, streamed. For open data."""
    found = Proposal.objects.filter(activity=activity, contribution__status=Shown.VISIBLE)
    for proposal in found.select_related("contribution", "theme").order_by("pk").iterator(chunk_size=500):
        answered = proposal.answered_at
        yield {
            "id": str(proposal.contribution.uuid),
            "title": proposal.title,
            "body": proposal.body,
            "theme": proposal.theme.label if proposal.theme else "",
            "status": StatusChoices(proposal.status).value,
            "supports": proposal.supports,
            "answer": proposal.answer,
            "answered_in_the_name_of": proposal.answer_role,
            "answered_on": localtime(answered).date().isoformat() if answered else "",
            "published_on": localtime(proposal.contribution.created_at).date().isoformat(),
            "address": settings.DREAM_ORIGIN + proposal.get_absolute_url(),
        }
