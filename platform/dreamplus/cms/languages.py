"""The languages the site is written in; no query once they are remembered."""

from __future__ import annotations

from wagtail.models import Locale, Page

from dreamplus.cms.caches import remembered


def codes() -> list[str]:
    """The site's own first."""
    return list(_by_locale().values())


def code_of(page: Page) -> str:
    """The code of the language `page` is written in."""
    return _by_locale().get(page.locale_id) or str(page.locale.language_code)


def _by_locale() -> dict[int, str]:
    return remembered("languages", lambda: dict(Locale.objects.order_by("pk").values_list("pk", "language_code")))
