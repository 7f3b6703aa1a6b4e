"""Search that ignores accents: a folded text for each page, and what other applications add."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from wagtail.models import Page

from dreamplus.cms.readable import by_anybody

SHORT = 4
"""Letters from which a word is told from a part of others."""


class PageText(models.Model):
    """The public words of one page, folded by `core.text.indexed`. Written on publishing, deleted on unpublishing."""

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, primary_key=True, related_name="+")
    language = models.CharField(max_length=10, db_index=True)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    folded_title = models.CharField(max_length=600)
    folded = models.TextField()

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True)
class Hit:
    """One result."""

    title: str
    href: str
    summary: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Source:
    """Something that can be searched: `rows` finds by folded words, `hits` draws a page of what was found.

    `rows` must already leave out what the reader may not see; both together take two queries whatever the number.
    """

    slug: str
    label: str | Promise
    rows: Callable[[list[str], HttpRequest], QuerySet[Any]]
    hits: Callable[[list[Any], HttpRequest], list[Hit]]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Adds a source, in `AppConfig.ready()`; the first registered is shown first."""
    _sources[source.slug] = source


def unregister(slug: str) -> None:
    """Takes a source away again; for tests."""
    _sources.pop(slug, None)


def sources() -> list[Source]:
    """Every source, in the order of registration."""
    return list(_sources.values())


def containing(folded: str, searched: list[str]) -> Q:
    """The condition that the column `folded` contains every word."""
    condition = Q()
    for word in searched:
        condition &= Q(**{f"{folded}__contains": word})
    return condition


def page_rows(searched: list[str], request: HttpRequest) -> QuerySet[PageText]:
    """Live public pages in the language being read; those with the words in their title first.

    Short words are looked for at the beginning of a word: “été” is not in “complète”.
    """
    searched = [word if len(word) >= SHORT else f" {word}" for word in searched]
    readable = Page.objects.live().filter(by_anybody())
    rows = PageText.objects.filter(containing("folded", searched), page__in=readable, language=get_language())
    in_title = Case(When(containing("folded_title", searched), then=0), default=1)
    return rows.select_related("page__locale").order_by(in_title, "folded_title", "page_id")


def page_hits(rows: list[PageText], request: HttpRequest) -> list[Hit]:
    """Pages as results."""
    return [Hit(row.title, row.page.get_url(request) or "", row.summary) for row in rows]
