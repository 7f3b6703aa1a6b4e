"""Last year's consultation taken up again: its words, its steps and their rules, and no date."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from consultations.outcome_page import OutcomePage
from consultations.pages import ProcessPage
from consultations.proposals.models import Theme
from consultations.proposals.pages import ProposalsPage
from consultations.proposals.services.themes import set_themes
from dreamplus.cms.slugs import free_slug
from dreamplus.core import access
from dreamplus.people.models import User

MOST_SHOWN = 60


def earlier() -> QuerySet[ProcessPage]:
    """Consultations that may be taken up again, the newest first; each once, in the site's own language."""
    newest = ProcessPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE, alias_of=None).order_by("-pk")
    return ProcessPage.objects.filter(pk__in=list(newest.values_list("pk", flat=True)[:MOST_SHOWN])).order_by("-pk")


@transaction.atomic
def take_up_again(*, process: ProcessPage, title: str, by: User, at: datetime) -> ProcessPage:
    """A draft beside the original, of the same type: pages, votes and collections with their rules and themes.

    Nothing that anybody gave comes along: no proposal, no ballot, no answer; milestones, dates and result neither.
    """
    fresh: dict[str, Any] = {
        "title": title,
        "draft_title": title,
        "slug": free_slug(process.get_parent(), title, otherwise="consultation"),
        "milestones": [],
        "decided_on": None,
        "outcome_by": None,
    }
    copy: ProcessPage = process.copy(recursive=True, copy_revisions=False, keep_live=False, user=by, update_attrs=fresh)
    for outcome in OutcomePage.objects.child_of(copy):
        outcome.delete()
    copy.refresh_from_db()
    before = ProposalsPage.objects.child_of(process).order_by("path")
    after = ProposalsPage.objects.child_of(copy).order_by("path")
    for old, new in zip(before, after, strict=True):
        labels = Theme.objects.filter(activity=old.activity).order_by("position").values_list("label", flat=True)
        set_themes(activity=new.activity, labels=list(labels))
    access.log(
        actor=by, purpose="consultations.take_up_again", subject=f"consultations.ProcessPage:{process.pk}", at=at
    )
    return copy
