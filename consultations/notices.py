"""Who follows a consultation, or wrote in it, is told what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.events import OutcomePublished
from consultations.outcome_page import OutcomePage
from consultations.proposals.rules.words import paragraphs
from consultations.queries.activities import activity_of, activity_pages, under
from dreamplus.core import clock
from dreamplus.core.events import handles, record
from dreamplus.core.tasks import task
from dreamplus.notifications import kinds
from dreamplus.notifications.kinds import NoticeKind, Words
from dreamplus.notifications.models import Notice
from dreamplus.notifications.pages import keys_above
from dreamplus.notifications.services.noting import BATCH, notify, tell_followers
from dreamplus.notifications.subjects import key
from dreamplus.participation.models import Contribution

OUTCOME = "consultations.outcome"


def register() -> None:
    """Called once, when the applications are ready."""
    kinds.register(NoticeKind(OUTCOME, gettext_lazy("What came of a consultation in which I took part"), tell))


def on_publish(sender: type[Any], instance: Any, **signal: Any) -> None:
    """Wagtail says that a page was published; the first time of a result is news."""
    if isinstance(instance, OutcomePage) and instance.first_published_at == instance.last_published_at:
        process = instance.process.translation_key
        event = OutcomePublished(page=str(instance.translation_key), process=str(process))
        record(event, at=clock.now(), actor_role="agent")


def tell(notices: Sequence[Notice]) -> Mapping[int, Words]:
    """With what is taken up, so that the letter holds what matters. Not where the page is not public."""
    wanted = {str(notice.payload.get("page")) for notice in notices}
    pages = OutcomePage.objects.live().public().filter(translation_key__in=wanted).order_by("-pk")
    found = {str(page.translation_key): page for page in pages}
    line = _("It is over: read what came of it.")
    return {
        notice.pk: Words(line, tuple(paragraphs(found[page].taken_up)))
        for notice in notices
        if (page := str(notice.payload.get("page"))) in found
    }


@handles(OutcomePublished)
def tell_outcome(event: OutcomePublished, *, record_id: int, at: datetime) -> None:
    """Followers by one road, authors by the other; the same key tells nobody twice."""
    page = OutcomePage.objects.live().filter(translation_key=event.page).order_by("pk").first()
    if page is None:
        return
    activities = [activity_of(row) for row in activity_pages(under([page.path[: -page.steplen]]), private=True)]
    around = [*keys_above(page), *(key("activity", one.uuid) for one in activities)]
    news = {"kind": OUTCOME, "key": event.page, "subject": key("page", event.process), "payload": {"page": event.page}}
    tell_followers(of=around, at=at, **news)  # type: ignore[arg-type]  # by name
    tell_authors.enqueue(activities=[one.pk for one in activities], news=news, at=at.isoformat(), after=0)


@task(name="consultations.tell_authors", retries=8, atomic=True, priority=-1)
def tell_authors(*, activities: list[int], news: dict[str, Any], at: str, after: int) -> None:
    """Tells one batch of those who wrote, and leaves the next to another task, in one transaction."""
    wrote = Contribution.objects.filter(activity__in=activities, author_id__gt=after, author__is_active=True)
    found = list(wrote.order_by("author_id").values_list("author_id", flat=True).distinct()[:BATCH])
    notify(people=found, at=datetime.fromisoformat(at), **news)
    if len(found) == BATCH:
        tell_authors.enqueue(activities=activities, news=news, at=at, after=found[-1])
