"""The stylesheet of a brand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from dreamplus.theming import colours


def brand_css(request: HttpRequest, key: str) -> HttpResponse:
    """The colours named by `key`, kept for a year: another choice of colours is another address."""
    primary, accent, _mark = key.split("-")
    primary, accent = f"#{primary}", f"#{accent}"
    response = HttpResponse(colours.stylesheet(primary, accent), content_type="text/css; charset=utf-8")
    current = key == colours.key(primary, accent)
    response["Cache-Control"] = "public, max-age=31536000, immutable" if current else "public, max-age=300"
    return response
