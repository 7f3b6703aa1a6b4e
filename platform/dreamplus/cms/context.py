"""What stands around the text of a page: trail, other languages, the easy-to-read twin, the way home."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.models import Locale

from dreamplus.cms.caches import remembered
from dreamplus.cms.pages.base import EASY_PARAMETER, SitePage


def around(page: SitePage, request: HttpRequest) -> dict[str, Any]:
    """Context of every `SitePage`: two queries at most, one on a site with a single language."""
    from dreamplus.cms.queries import translations_of

    trail = trail_of(page, request)
    several_languages = remembered("languages", lambda: Locale.objects.count() > 1)
    easy = bool(page.easy_text) and EASY_PARAMETER in request.GET
    address = page.get_url(request) or ""
    return {
        "trail": trail,
        "home_href": trail[0]["href"] if trail else address or "/",
        "translations": translations_of(page, request) if several_languages else [],
        "easy": easy,
        "easy_href": (address if easy else f"{address}?{EASY_PARAMETER}=1") if page.easy_text else "",
    }


def trail_of(page: SitePage, request: HttpRequest) -> list[dict[str, str]]:
    """From the home page to this one, for the breadcrumb; empty on the home page itself."""
    if page.pk is None or page.depth <= 2:
        return []
    ancestors = page.get_ancestors().filter(depth__gte=2).select_related("locale")
    here = {"label": page.title, "href": ""}
    return [*({"label": above.title, "href": above.get_url(request) or ""} for above in ancestors), here]
