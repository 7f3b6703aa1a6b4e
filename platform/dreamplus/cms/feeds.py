"""News and blogs for feed readers."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from dreamplus.cms.queries import articles_of

LENGTH = 20


def article_feed(index: Any, request: HttpRequest) -> HttpResponse:
    """The last twenty articles of a list, as Atom."""
    address = index.get_full_url(request)
    feed = Atom1Feed(
        title=index.title,
        link=address,
        description=index.summary,
        language=index.locale.language_code,
        feed_url=settings.DREAM_ORIGIN + request.path,
    )
    for article in articles_of(index)[:LENGTH]:
        day = timezone.make_aware(datetime.combine(article.published_on, time(8)))
        feed.add_item(
            title=article.title,
            link=article.get_full_url(request),
            description=article.summary,
            author_name=getattr(article, "author_name", "") or index.title,
            pubdate=day,
            updateddate=max(day, article.last_published_at or day),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
