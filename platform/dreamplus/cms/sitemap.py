"""Every public address of the site, from the page tree and from what other applications add."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from wagtail.models import Page, Site

from dreamplus.cms.readable import by_anybody

MOST = 50_000


@dataclass(frozen=True)
class Place:
    """One absolute address and when it last changed."""

    address: str
    changed: datetime | None = None


Provider = Callable[[HttpRequest], Iterable[Place]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Adds addresses outside the page tree, in `AppConfig.ready()`. Only what an anonymous visitor may read."""
    if provider not in _providers:
        _providers.append(provider)


def places(request: HttpRequest) -> list[Place]:
    """At most 50 000 addresses, the limit of the format."""
    found = list(_pages(request))
    for provider in _providers:
        found.extend(provider(request))
    return found[:MOST]


def _pages(request: HttpRequest) -> Iterable[Place]:
    if Site.find_for_request(request) is None:
        return
    pages = Page.objects.live().filter(by_anybody(), depth__gt=1).select_related("locale").order_by("path")[:MOST]
    for page in pages:
        address = page.get_full_url(request)
        if address:
            yield Place(address, page.last_published_at)
