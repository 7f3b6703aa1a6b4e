"""Whose place this is: the name, the two colours and the sign of a collectivité, as templates need them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from dreamplus.theming import colours

DEFAULT_PRIMARY = "#17408b"
DEFAULT_ACCENT = "#b3361b"


@dataclass(frozen=True)
class Brand:
    """What a page shows of its collectivité. Colours are `#rrggbb`; `logo_url` is an address of this site or empty."""

    name: str = "DREAM+"
    tagline: str = ""
    initials: str = ""
    logo_url: str = ""
    primary: str = DEFAULT_PRIMARY
    accent: str = DEFAULT_ACCENT

    @property
    def css_address(self) -> str:
        """Address of the stylesheet of the derived colours: it changes with them, so it may be kept for ever."""
        return reverse("theming:brand", args=[colours.key(self.primary, self.accent)])

    @property
    def icon_address(self) -> str:
        """Address of the little plaque of the browser's tab."""
        address = reverse("theming:icon", args=[colours.key(self.primary, self.accent)])
        return f"{address}?{urlencode({'i': self.initials})}" if self.initials else address


_provider: Callable[[HttpRequest | None], Brand] = lambda _request: Brand()  # noqa: E731 - replaced by set_provider
_last = Brand()


def set_provider(provider: Callable[[HttpRequest | None], Brand]) -> None:
    """Said once, in `AppConfig.ready()` of the application that keeps brands. The request is None in e-mails."""
    global _provider
    _provider = provider


def current(request: HttpRequest | None = None) -> Brand:
    """The brand of the site that answers `request`."""
    global _last
    _last = _provider(request)
    return _last


def explain(failure: colours.Failure) -> str:
    """What is wrong with a colour, in the reader's language."""
    values = {name: gettext(value) if name == "name" else value for name, value in failure.values.items()}
    return gettext(failure.message) % values


def last_known() -> Brand:
    """The brand last shown by this process: for pages that must be drawn while the database is away."""
    return _last
