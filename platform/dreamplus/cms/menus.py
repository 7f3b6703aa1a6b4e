"""Menu and foot of the page, from the page tree. An entry that would lead to an empty page is not shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from dreamplus.cms import slots
from dreamplus.cms.caches import remembered
from dreamplus.cms.pages import (
    AccessibilityPage,
    ContactPage,
    LegalNoticePage,
    PersonalDataPage,
    SiteMapPage,
    SitePage,
)
from dreamplus.cms.readable import by_anybody
from dreamplus.theming.navigation import Footer, NavItem

FOOTER_PAGES = (ContactPage, SiteMapPage, LegalNoticePage, PersonalDataPage)


def main(request: HttpRequest) -> list[NavItem]:
    """What other applications put first (slot `menu.links`), then the children of the home page meant for the menu."""
    items = remembered(_key("menu", request), lambda: _entries(home_of(request)))
    items = [*_added("menu.links", request), *items]
    return [replace(item, current=_is_current(item, request)) for item in items]


def footer(request: HttpRequest) -> Footer:
    """Compulsory pages, contact and site map, then what other applications add (slot `footer.links`)."""
    foot = remembered(_key("footer", request), lambda: _foot(home_of(request)))
    return replace(foot, links=[*foot.links, *_added("footer.links", request)])


def _added(slot: str, request: HttpRequest) -> list[NavItem]:
    return [item for item in slots.collected(slot, request) if isinstance(item, NavItem)]


def home_of(request: HttpRequest) -> Page | None:
    """The home page in the language being read, or in the first language of the site."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    root: Page = site.root_page
    if root.locale.language_code == get_language():
        return root
    there = Locale.objects.filter(language_code=get_language()).first()
    translated = root.get_translation_or_none(there) if there else None
    return translated if translated is not None and translated.live else root


def _key(name: str, request: HttpRequest) -> str:
    return f"{name}:{request.get_host()}:{get_language()}"


def _is_current(item: NavItem, request: HttpRequest) -> bool:
    return bool(item.href) and request.path.startswith(item.href)


def _entries(home: Page | None) -> list[NavItem]:
    if home is None:
        return []
    pages = home.get_children().live().filter(by_anybody()).in_menu().specific()
    found = [NavItem(page.title, page.get_url()) for page in pages if _leads_somewhere(page)]
    return [*found, NavItem(_("Search"), reverse("cms:search"))]


def _leads_somewhere(page: Page) -> bool:
    return bool(page.get_url()) and (not isinstance(page, SitePage) or page.leads_somewhere())


def _foot(home: Page | None) -> Footer:
    if home is None:
        return Footer()
    found = {
        type(page): page
        for page in home.get_children().live().filter(by_anybody()).type(*FOOTER_PAGES, AccessibilityPage).specific()
    }
    links = [NavItem(found[kind].title, found[kind].get_url()) for kind in FOOTER_PAGES if kind in found]
    statement: Any = found.get(AccessibilityPage)
    contact: Any = found.get(ContactPage)
    if statement is None:
        return Footer(links=links)
    mention = statement.conformity(on=timezone.localdate()).label
    return Footer(
        links=links,
        address=contact.postal_address if contact else "",
        accessibility=_("Accessibility: %(mention)s") % {"mention": mention},
        accessibility_href=statement.get_url(),
    )
