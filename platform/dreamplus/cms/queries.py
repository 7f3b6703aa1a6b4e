"""What pages show, read in a number of queries that does not grow with the site."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Page

from dreamplus.cms.pages import LegalNoticePage, NewsPage, PersonalDataPage, SitePage
from dreamplus.cms.readable import by_anybody
from dreamplus.theming.navigation import Language

NEWS_ON_THE_HOME_PAGE = 3


def articles_of(index: Any) -> QuerySet[Any]:
    """The live public articles of a news list or blog, the newest first."""
    model = index.allowed_subpage_models()[0]
    articles = model.objects.child_of(index).live().filter(by_anybody()).select_related("picture", "locale")
    return articles.prefetch_related("picture__renditions").order_by("-published_on", "-pk")


def latest_news(home: Page) -> list[NewsPage]:
    """The last news below `home`, with what their cards need."""
    if home.pk is None:
        return []
    news = NewsPage.objects.descendant_of(home).live().filter(by_anybody()).select_related("picture", "locale")
    return list(news.prefetch_related("picture__renditions").order_by("-published_on", "-pk")[:NEWS_ON_THE_HOME_PAGE])


def href_above(page: Page, request: HttpRequest) -> str:
    """The address of the page just above `page`, without reading that page."""
    above = page.url_path.rstrip("/").rpartition("/")[0]
    return Page(pk=page.pk, locale_id=page.locale_id, url_path=f"{above}/").get_url(request) or ""


@dataclass
class Node:
    """A page of the site map and those below it."""

    title: str
    href: str
    children: list[Node] = field(default_factory=list)


def page_tree(page: Page, request: HttpRequest | None = None) -> list[Node]:
    """Every live public page of the site in the language of `page`, the home page first, in one query."""
    if page.pk is None:
        return []
    home = page.path[: 2 * Page.steplen]
    pages = Page.objects.live().filter(by_anybody(), path__startswith=home).select_related("locale").order_by("path")
    nodes: dict[str, Node] = {}
    top: list[Node] = []
    for row in pages:
        node = nodes[row.path] = Node(row.title, row.get_url(request) or "")
        parent = nodes.get(row.path[: -Page.steplen])
        (parent.children if parent else top).append(node)
    return top


def translations_of(page: SitePage, request: HttpRequest) -> list[Language]:
    """The live translations of `page`, itself among them; empty when there is only one."""
    if page.pk is None:
        return []
    rows = Page.objects.translation_of(page, inclusive=True).live().filter(by_anybody()).select_related("locale")
    found = [
        Language(
            code=row.locale.language_code,
            label=row.locale.get_display_name(),
            href=row.get_url(request) or "",
            current=row.pk == page.pk,
        )
        for row in sorted(rows, key=lambda row: row.locale_id)
    ]
    return found if len(found) > 1 else []


def missing_by_law(home: Page) -> list[tuple[str, str]]:
    """Compulsory words nobody has written yet below `home`: (title of the page, name of the field), for the doctor."""
    missing = []
    for model in (LegalNoticePage, PersonalDataPage):
        for page in model.objects.descendant_of(home).live():
            fields = (page._meta.get_field(name) for name in model.required_by_law)
            missing += [(page.title, str(f.verbose_name)) for f in fields if not getattr(page, f.name)]
    return missing
