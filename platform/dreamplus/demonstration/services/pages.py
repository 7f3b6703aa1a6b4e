"""Pages of the demonstration."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.utils.text import slugify
from django.utils.timezone import localdate
from wagtail.models import Page, Site

from deliberation.comments.services import post_comment
from dreamplus.cms.pages import BlogIndexPage, BlogPage, InformationPage, NewsIndexPage, NewsPage, SitePage
from dreamplus.demonstration.content.shapes import Article, Comment, Words
from dreamplus.demonstration.content.shapes import Site as SiteWords
from dreamplus.people.models import User

AnyPage = TypeVar("AnyPage", bound=SitePage)


def body_of(words: Words) -> list[tuple[str, str]]:
    """The stream of a page: one text block for each paragraph."""
    return [("paragraph", f"<p>{paragraph}</p>") for paragraph in words.body]


def publish_under(parent: Page, page: AnyPage, *, slug: str = "") -> AnyPage:
    """Adds `page` under `parent` and publishes its first revision."""
    page.slug = slug or slugify(page.title)[:80]
    page.locale = parent.locale
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def make_articles(words: SiteWords, people: dict[str, User], *, at: datetime) -> None:
    """News, blog and information pages, with their comments."""
    home = Site.objects.get(is_default_site=True).root_page
    if words.news:
        news = publish_under(home, NewsIndexPage(title="Actualités", summary="Ce qui se passe dans la commune."))
        for article in words.news:
            _article(news, NewsPage(**_of(article, at)), article, people, at)
    if words.blog:
        blog = publish_under(home, BlogIndexPage(title="Le carnet", summary="Les élus écrivent, et signent."))
        for article in words.blog:
            _article(blog, BlogPage(author_name="Hélène Marquette", **_of(article, at)), article, people, at)
    for page in words.pages:
        publish_under(home, InformationPage(title=page.title, summary=page.summary, body=body_of(page)))


def write_comments(thing: Any, comments: tuple[Comment, ...], people: dict[str, User], *, at: datetime) -> None:
    """Comments in order, a quarter of an hour apart."""
    from uuid import uuid4

    for number, comment in enumerate(comments):
        moment = at + timedelta(minutes=15 * number)
        post_comment(target=thing, author=people[comment.author], text=comment.text, form_key=uuid4(), at=moment)


def _of(article: Article, at: datetime) -> dict[str, Any]:
    return {
        "title": article.words.title,
        "summary": article.words.summary,
        "body": body_of(article.words),
        "published_on": localdate(at - timedelta(days=article.days_ago)),
    }


def _article(index: Page, page: SitePage, article: Article, people: dict[str, User], at: datetime) -> None:
    published = publish_under(index, page)
    write_comments(published, article.comments, people, at=at - timedelta(days=article.days_ago - 1))
