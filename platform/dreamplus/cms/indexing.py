"""Keeps `PageText` in step with what is published. Drafts never enter it."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from dreamplus.cms.pages import SitePage
from dreamplus.cms.search import PageText
from dreamplus.core.text import indexed


def index(page: Page) -> None:
    """Writes the words of the live version of `page`."""
    if not page.live or page.is_root():
        return
    texts = " ".join([page.title, *page.texts()]) if isinstance(page, SitePage) else page.title
    PageText.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "language": page.locale.language_code,
            "title": page.title,
            "summary": getattr(page, "summary", ""),
            "folded_title": indexed(page.title)[:600],
            "folded": indexed(texts),
        },
    )


def index_again() -> int:
    """Every live page anew, after a restore or a change of folding; returns how many."""
    PageText.objects.exclude(page__in=Page.objects.live()).delete()
    for page in Page.objects.live().specific().iterator(chunk_size=100):
        index(page)
    return PageText.objects.count()


def on_publish(sender: type[Page], instance: Page, **_signal: Any) -> None:
    index(instance.specific)


def on_unpublish(sender: type[Page], instance: Page, **_signal: Any) -> None:
    PageText.objects.filter(page_id=instance.pk).delete()
