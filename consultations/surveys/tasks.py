"""What the worker does for surveys."""

from __future__ import annotations

from datetime import datetime, timedelta

from consultations.surveys.models import Draft
from consultations.surveys.services import counting
from dreamplus.core.tasks import periodic

KEPT = timedelta(days=60)
"""What was begun and not sent is thrown away after so long without a visit, or once the survey is settled."""


@periodic("minute", name="surveys.count_live")
def count_live(*, at: datetime) -> None:
    """Results that are shown while a survey is open."""
    counting.count_live(at)


@periodic("day", name="surveys.forget_drafts")
def forget_drafts(*, at: datetime) -> None:
    """Drafts of what is over, and those that nobody came back to."""
    Draft.objects.filter(saved_at__lt=at - KEPT).delete()
    Draft.objects.filter(activity__settled_at__isnull=False).delete()
