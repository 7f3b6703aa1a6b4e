"""Hands the brand of the site to `theming`, without a query once it is remembered."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Site

from dreamplus.cms.brand import Brand
from dreamplus.cms.caches import remembered
from dreamplus.theming import brand as theming


@dataclass(frozen=True)
class Picture:
    """A picture at one size, ready to show."""

    url: str
    width: int
    height: int
    alternative: str
    credit: str


def of_request(request: HttpRequest | None) -> theming.Brand:
    """The brand of the site that answers `request`; of the default site for e-mails, which have none."""
    if request is None:
        return remembered("brand:default", lambda: _read(Site.objects.filter(is_default_site=True).first()))
    return remembered(f"brand:{request.get_host()}", lambda: _read(Site.find_for_request(request)))


def picture_of(request: HttpRequest) -> Picture | None:
    """The picture of the place for the home page, cut around its focal point."""
    return remembered(f"picture:{request.get_host()}", lambda: _picture(Site.find_for_request(request)))


def _picture(site: Site | None) -> Picture | None:
    row = Brand.objects.select_related("picture").filter(site=site).first() if site else None
    if row is None or row.picture is None:
        return None
    drawn = row.picture.get_rendition("fill-1040x780-c70|format-webp")
    return Picture(drawn.url, drawn.width, drawn.height, row.picture.description, row.picture.credit)


def _read(site: Site | None) -> theming.Brand:
    row = Brand.objects.select_related("logo").filter(site=site).first() if site else None
    if row is None:
        return theming.Brand()
    return theming.Brand(
        name=row.name,
        tagline=row.tagline,
        initials=row.initials,
        logo_url=row.logo.get_rendition("max-240x120").url if row.logo else "",
        primary=row.primary,
        accent=row.accent,
    )
