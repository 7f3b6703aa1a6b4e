"""A site from nothing: its brand, its home page, the pages the law asks for. Run again, it adds what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sites.models import Site as DjangoSite
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale, Page, Site

from dreamplus.cms import rich_text
from dreamplus.cms.brand import Brand
from dreamplus.cms.caches import forget
from dreamplus.cms.pages import (
    AccessibilityPage,
    ContactPage,
    HomePage,
    LegalNoticePage,
    PersonalDataPage,
    SiteMapPage,
    SitePage,
)
from dreamplus.cms.services.groups import ensure_groups

ADDRESSES: dict[type[SitePage], tuple[str, str, str]] = {
    ContactPage: ("contact", "contact", "contact"),
    SiteMapPage: ("plan-du-site", "site-map", "sitemap"),
    LegalNoticePage: ("mentions-legales", "legal-notice", "juridische-informatie"),
    PersonalDataPage: ("donnees-personnelles", "personal-data", "persoonsgegevens"),
    AccessibilityPage: ("accessibilite", "accessibility", "toegankelijkheid"),
}
AnyPage = TypeVar("AnyPage", bound=SitePage)


@dataclass(frozen=True)
class Office:
    """Who publishes the site and how to reach them; what is left empty is asked for by `dreamplus doctor`."""

    email: str = ""
    address: str = ""
    phone: str = ""
    opening_hours: str = ""
    director: str = ""
    data_officer: str = ""
    host: str = ""
    host_address: str = ""
    host_phone: str = ""


@transaction.atomic
def found_site(
    *,
    name: str,
    tagline: str = "",
    initials: str = "",
    primary: str = "#17408b",
    accent: str = "#b3361b",
    sentence: str = "",
    summary: str = "",
    languages: Sequence[str] = ("fr",),
    office: Office | None = None,
) -> Site:
    """The default site of this instance. What agents have changed since is never written over.

    The first of `languages` is the site's own, in which `sentence` and `summary` are written; the others get a home
    page with words of ours, to rewrite, and the compulsory pages.
    Raises `ValidationError` for colours that cannot be read.
    """
    homes = [_home(languages[0], name, sentence, summary), *(_home(code, name, "", "") for code in languages[1:])]
    site = _site(homes[0], name)
    if not Brand.objects.filter(site=site).exists():
        brand = Brand(site=site, name=name, tagline=tagline, initials=initials, primary=primary, accent=accent)
        brand.full_clean()
        brand.save()
    for home in homes:
        _compulsory_pages(home, name, office or Office(), homes[0])
    ensure_groups()
    forget()
    return site


@transaction.atomic
def follow_origin() -> bool:
    """Moves a founded site to the address of `DREAM_ORIGIN`; whether it had to."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    home = site.root_page.specific if site else None
    if site is None or not isinstance(home, HomePage):
        return False
    before = (site.hostname, site.port)
    moved = _site(home, site.site_name)
    return before != (moved.hostname, moved.port)


def _site(home: HomePage, name: str) -> Site:
    """Wagtail's default site and `django.contrib.sites`' first, kept in step on the address of `DREAM_ORIGIN`."""
    address = urlsplit(settings.DREAM_ORIGIN)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    welcome = site.root_page_id
    site.hostname, site.port, site.site_name, site.root_page = address.hostname or "localhost", port, name, home
    site.save()
    DjangoSite.objects.update_or_create(
        pk=settings.SITE_ID, defaults={"domain": address.netloc or "localhost", "name": name[:50]}
    )
    DjangoSite.objects.clear_cache()
    _remove_welcome(welcome, home)
    return site


def _remove_welcome(pk: int | None, home: HomePage) -> None:
    """Wagtail's own welcome page, when it is what the site showed before."""
    page = Page.objects.filter(pk=pk).exclude(pk=home.pk).first()
    if page is not None and page.specific_class is Page and page.is_leaf():
        page.delete()


def _home(code: str, name: str, sentence: str, summary: str) -> HomePage:
    locale, _created = Locale.objects.get_or_create(language_code=code)
    home = HomePage.objects.filter(locale=locale, depth=2).first()
    if home is not None:
        return home
    with override(code):
        home = HomePage(
            title=name,
            slug=f"accueil-{code}",
            locale=locale,
            sentence=sentence or _("Here, we decide together."),
            summary=summary or _("Have your say, vote, and see what became of it."),
        )
    first = HomePage.objects.filter(depth=2).order_by("pk").first()
    if first is not None:
        home.translation_key = first.translation_key
    return _published(Page.get_first_root_node(), home)


def _published(parent: Page, page: AnyPage) -> AnyPage:
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _compulsory_pages(home: HomePage, name: str, office: Office, original: HomePage) -> None:
    with override(home.locale.language_code):
        for page in _drafts(name, office):
            if type(page).objects.child_of(home).exists():
                continue
            page.slug = _slug(type(page), home.locale.language_code)
            page.locale = home.locale
            twin = type(page).objects.child_of(original).first() if home != original else None
            if twin is not None:
                page.translation_key = twin.translation_key
            _published(Page.objects.get(pk=home.pk), page)


def _slug(model: type[SitePage], code: str) -> str:
    """Addresses do not depend on translations: a sentence may be reworded, an address stays."""
    french, english, dutch = ADDRESSES[model]
    return {"fr": french, "nl": dutch}.get(code, english)


def _drafts(name: str, office: Office) -> list[SitePage]:
    notice = rich_text.clean(render_to_string("cms/founding/personal_data.html", {"name": name}))
    return [
        ContactPage(
            title=_("Contact"),
            summary=_("Write to us: every message gets a reference number and an answer."),
            recipient=office.email,
            postal_address=office.address,
            phone=office.phone,
            opening_hours=office.opening_hours,
        ),
        SiteMapPage(title=_("Site map"), summary=_("Every page of this site, on one page.")),
        LegalNoticePage(
            title=_("Legal notice"),
            publisher=name,
            publisher_address=office.address,
            publisher_phone=office.phone,
            director=office.director,
            host=office.host,
            host_address=office.host_address,
            host_phone=office.host_phone,
        ),
        PersonalDataPage(
            title=_("Personal data"),
            summary=_("What we keep about you, why, how long, and how to have it corrected or erased."),
            controller=name,
            officer=office.data_officer,
            body=[("paragraph", notice)],
        ),
        AccessibilityPage(
            title=_("Accessibility"), summary=_("Where this site stands, and how to tell us what blocks you.")
        ),
    ]
