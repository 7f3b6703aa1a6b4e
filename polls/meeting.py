"""What a meeting asks, and what the hall sees of it: the question that is open, else the last result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from dreamplus.participation import audience
from dreamplus.participation.enums import State
from dreamplus.participation.models import Activity
from polls.pages import PollPage
from polls.queries import Standing, standing

LONGEST = timedelta(minutes=180)
"""How long a question of a meeting is open at most; a vote that is open for days beside it is none."""


@dataclass(frozen=True)
class Hall:
    """`poll`: what is shown now; `number` of `asked`: its place among the questions; None before the first."""

    poll: Standing | None
    number: int
    asked: int


def questions_under(page: Page, at: datetime) -> list[Activity]:
    """Votes whose page stands right under `page`, in its order: drafts, and those that were opened at a meeting.
    Translations are the same votes."""
    pages = PollPage.objects.child_of(page).filter(alias_of=None).select_related("activity").order_by("path")
    votes = {one.activity.pk: one.activity for one in pages if one.activity.archived_at is None}
    return [one for one in votes.values() if one.state(at) == State.DRAFT or was_asked(one)]


def was_asked(activity: Activity) -> bool:
    """Whether it was opened at a meeting: for minutes."""
    opens, closes = activity.opens_at, activity.closes_at
    return activity.scheduled_at is not None and bool(opens and closes and closes - opens <= LONGEST)


def hall(page: Page, *, language: str, at: datetime) -> Hall:
    """What anybody may see: nothing of a draft, nor of what is not read by just anyone."""
    votes = [one for one in questions_under(page, at) if audience.may_read(AnonymousUser(), one)]
    known = [one for one in votes if was_asked(one)]
    known.sort(key=lambda one: (one.is_open(at), one.opens_at or at))
    if not known:
        return Hall(None, 0, len(votes))
    return Hall(standing(known[-1], language=language, at=at), votes.index(known[-1]) + 1, len(votes))
