"""PDF in the look: letters, minutes, receipts. Drawn by WeasyPrint, which needs Debian's Pango, and seconds to start:
in a task.

A document is a template that extends `theming/pdf/base.html`. It is tagged (PDF/UA-1), says its language, carries its
fonts, and is made from what this machine holds: nothing is fetched.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from dreamplus.theming import brand, colours

_HOUSE = "https://static.invalid"
"""The place that the addresses of a document start from; there is none of that name."""


class NotOurs(ValueError):
    """A document asked for something that is not a static file of this house."""


def render_pdf(template: str, context: Mapping[str, Any]) -> bytes:
    """The document in the active language. The context gains `brand`, `origin` and `language`.

    Raises `NotOurs` when it asks for anything but our static files, and `OSError` on a machine without Pango.
    """
    CSS, HTML, FatalURLFetchingError = _library()
    sender = brand.current()
    values = {"brand": sender, "origin": settings.DREAM_ORIGIN, "language": translation.get_language()}
    html = render_to_string(template, {**context, **values})
    palette = colours.derive_palette(sender.primary, sender.accent).light
    tokens = ":root {" + "".join(f"--{name}: {value};" for name, value in palette.items()) + "}"
    fetcher = _static_files_only()
    try:
        document = HTML(string=html, base_url=_HOUSE, url_fetcher=fetcher)
        sheet = CSS(string=tokens, base_url=_HOUSE, url_fetcher=fetcher)
        return bytes(document.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1"))
    except FatalURLFetchingError as error:
        raise NotOurs(str(error)) from None


def static_file(address: str) -> Path:
    """The file behind an address of a document. Raises `NotOurs`."""
    parts = urlsplit(address)
    name = unquote(parts.path)
    if f"{parts.scheme}://{parts.netloc}" != _HOUSE or not name.startswith(settings.STATIC_URL):
        raise NotOurs(address)
    relative = name.removeprefix(settings.STATIC_URL)
    if ".." in relative.split("/") or relative.startswith("/"):
        raise NotOurs(address)
    collected = Path(settings.STATIC_ROOT, relative)
    found = str(collected) if collected.is_file() else finders.find(relative)
    if not found:
        raise NotOurs(address)
    return Path(found)


@cache
def _library() -> tuple[Any, Any, type[Exception]]:
    """The library, loaded when a first page is drawn: it takes seconds.

    Loading it tells Pillow to accept half a picture, everywhere in the process: that is taken back, since pictures that
    people send must be whole.
    """
    from PIL import ImageFile
    from weasyprint import CSS, HTML
    from weasyprint.urls import FatalURLFetchingError

    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return CSS, HTML, FatalURLFetchingError


@cache
def _static_files_only() -> Any:
    """Ends the drawing at the first address that is not ours: a page without its picture would pass unseen."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticFiles(URLFetcher):
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            file = static_file(url)
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})

    return StaticFiles(allowed_protocols=["https"], allow_redirects=False, fail_on_errors=True)
