"""Pages of the tree: what is published under a page that people follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from dreamplus.cms.pages import BlogIndexPage, BlogPage, NewsIndexPage, NewsPage
from dreamplus.core import clock
from dreamplus.core.events import Event, record
from dreamplus.notifications import kinds, subjects
from dreamplus.notifications.kinds import NoticeKind, Words
from dreamplus.notifications.models import Notice
from dreamplus.notifications.rules.calendar import Channel
from dreamplus.notifications.subjects import Subject, SubjectType

PAGE = "page"
ARTICLE = "pages.article"


@dataclass(frozen=True)
class ArticlePublished(Event):
    """For the first time. `page` and `under`: keys shared by the translations of a page."""

    name: ClassVar[str] = "notifications.article_published"
    public: ClassVar[bool] = True
    page: UUID
    under: UUID


def register() -> None:
    subjects.register(SubjectType(PAGE, gettext_lazy("Page"), describe))
    for model in (NewsIndexPage, BlogIndexPage):
        subjects.register_page(model, key_of)
    kinds.register(
        NoticeKind(
            ARTICLE,
            gettext_lazy("A new article under a page that I follow"),
            tell,
            Channel.WEEKLY,
            many=lambda number: (
                ngettext("%(number)d new article", "%(number)d new articles", number) % {"number": number}
            ),
        )
    )


def key_of(page: Page) -> str:
    """All translations of a page are one subject."""
    return subjects.key(PAGE, page.translation_key)


def keys_above(page: Page) -> list[str]:
    """The page and those above it, but the home page and the root: who follows one of them follows what is below."""
    above = Page.objects.filter(
        depth__gt=2, path__in=[page.path[: size * page.steplen] for size in range(1, page.depth + 1)]
    )
    return [subjects.key(PAGE, key) for key in above.values_list("translation_key", flat=True)]


def describe(identifiers: Sequence[str]) -> Mapping[str, Subject]:
    """Live pages that everybody may read, in the reader's language where there is one. Four queries at most."""
    keys = [key for key in identifiers if is_key(key)]
    found = Page.objects.live().public().filter(translation_key__in=keys).select_related("locale").order_by("pk")
    here = (get_language() or "").split("-")[0]
    chosen: dict[str, Page] = {}
    for page in found:
        key = str(page.translation_key)
        if key not in chosen or page.locale.language_code == here:
            chosen[key] = page
    return {key: Subject(page.title, page.url or "") for key, page in chosen.items() if page.url}


def is_key(text: str) -> bool:
    """Whether `text` is a uuid as we write them."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def on_publish(sender: type[Any], instance: Page, **signal: Any) -> None:
    """Wagtail says that a page was published; only the first time of an article that everybody may read is news."""
    first = instance.first_published_at == instance.last_published_at
    if not isinstance(instance, NewsPage | BlogPage) or not first or instance.get_view_restrictions().exists():
        return
    parent = instance.get_parent()
    event = ArticlePublished(page=instance.translation_key, under=parent.translation_key)
    record(event, at=clock.now(), actor_role="agent")


def tell(notices: Sequence[Notice]) -> Mapping[int, Words]:
    articles = describe([str(notice.payload.get("page")) for notice in notices])
    return {
        notice.pk: Words(_("New article: “%(title)s”") % {"title": subjects.one_line(found.title)})
        for notice in notices
        if (found := articles.get(str(notice.payload.get("page"))))
    }
