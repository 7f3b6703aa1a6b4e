"""What is drawn from the colours of a brand: its stylesheet and the icon of the browser's tab."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from dreamplus.theming import colours

_YEAR = "public, max-age=31536000, immutable"


def brand_css(request: HttpRequest, key: str) -> HttpResponse:
    """The colours named by `key`, kept for a year: another choice of colours is another address."""
    primary, accent = _colours(key)
    return _kept(HttpResponse(colours.stylesheet(primary, accent), content_type="text/css; charset=utf-8"), key)


def icon(request: HttpRequest, key: str) -> HttpResponse:
    """A little plaque with the initials given as `i` (three letters at most)."""
    primary, accent = _colours(key)
    palette = colours.derive_palette(primary, accent).light
    initials = "".join(letter for letter in request.GET.get("i", "") if letter.isalnum())[:3]
    drawn = format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="12" fill="{}"/>'
        '<path d="M13 6h38a7 7 0 0 0 7 7v38a7 7 0 0 0-7 7H13a7 7 0 0 0-7-7V13a7 7 0 0 0 7-7z" fill="none" stroke="{}" '
        'stroke-width="3"/><text x="32" y="41" text-anchor="middle" font-family="sans-serif" font-weight="800" '
        'font-size="{}" fill="{}">{}</text></svg>',
        palette["enamel"],
        palette["on-enamel"],
        26 if len(initials) < 3 else 20,
        palette["on-enamel"],
        initials or "+",
    )
    return _kept(HttpResponse(drawn, content_type="image/svg+xml"), key)


def _colours(key: str) -> tuple[str, str]:
    primary, accent, _mark = key.split("-")
    return f"#{primary}", f"#{accent}"


def _kept(response: HttpResponse, key: str) -> HttpResponse:
    # The mark of an older derivation still answers, but is not kept.
    response["Cache-Control"] = _YEAR if key == colours.key(*_colours(key)) else "public, max-age=300"
    return response
