"""What stands around the text of a page: trail, other languages, the easy-to-read twin, the way home."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from dreamplus.cms import languages
from dreamplus.cms.pages.base import EASY_PARAMETER, SitePage


def around(page: SitePage, request: HttpRequest) -> dict[str, Any]:
    """Context of every `SitePage`: two queries at most, one on a site with a single language."""
    from dreamplus.cms.queries import translations_of

    trail = trail_of(page, request)
    easy = bool(page.easy_text) and EASY_PARAMETER in request.GET
    address = page.get_url(request) or ""
    return {
        "trail": trail,
        "home_href": trail[0]["href"] if trail else address or "/",
        "translations": translations_of(page, request) if len(languages.codes()) > 1 else [],
        "easy": easy,
        "easy_href": (address if easy else f"{address}?{EASY_PARAMETER}=1") if page.easy_text else "",
    }


def trail_of(page: SitePage, request: HttpRequest) -> list[dict[str, str]]:
    """From the home page to this one, for the breadcrumb; empty on the home page itself."""
    if page.pk is None or page.depth <= 2:
        return []
    trail = [{"label": above.title, "href": above.get_url(request) or ""} for above in page.above()]
    trail[0]["label"] = _("Home")
    return [*trail, {"label": page.title, "href": ""}]
