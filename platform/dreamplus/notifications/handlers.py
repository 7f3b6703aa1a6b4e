"""What follows from events of this application."""

from __future__ import annotations

from datetime import datetime

from dreamplus.core.events import handles
from dreamplus.notifications import subjects
from dreamplus.notifications.pages import ARTICLE, PAGE, ArticlePublished
from dreamplus.notifications.services.noting import tell_followers


@handles(ArticlePublished)
def tell_readers(event: ArticlePublished, *, record_id: int, at: datetime) -> None:
    """Once for an article, whatever the number of its translations."""
    under = subjects.key(PAGE, event.under)
    payload = {"page": str(event.page)}
    tell_followers(of=[under], kind=ARTICLE, key=str(event.page), subject=under, payload=payload, at=at)
