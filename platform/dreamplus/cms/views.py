"""Addresses that are not pages of the tree: search, signposts to compulsory pages, files for robots."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath
from xml.etree import ElementTree

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.models import Page

from dreamplus.cms import admin_colours, branding, menus, search, sitemap
from dreamplus.cms.pages import (
    AccessibilityPage,
    ContactPage,
    LegalNoticePage,
    PersonalDataPage,
    SiteMapPage,
)
from dreamplus.core.text import searched

PER_PAGE = 10
PICTURES = {".jpg", ".png", ".webp"}
SIGNPOSTS: dict[str, type[Page]] = {
    "contact": ContactPage,
    "plan": SiteMapPage,
    "mentions-legales": LegalNoticePage,
    "donnees-personnelles": PersonalDataPage,
    "accessibilite": AccessibilityPage,
}


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Results by source: how many in each, and a page of those of one."""
    query = request.GET.get("q", "").strip()[:200]
    words = searched(query)
    sources = search.sources()
    chosen = next((source for source in sources if source.slug == request.GET.get("dans")), sources[0])
    context = {"query": query, "words": words, "chosen": chosen}
    if words:
        found = {source.slug: Paginator(source.rows(words, request), PER_PAGE) for source in sources}
        page = found[chosen.slug].get_page(request.GET.get("page"))
        context |= {
            "tabs": [_tab(source, found[source.slug].count, query, chosen) for source in sources],
            "page": page,
            "hits": chosen.hits(list(page.object_list), request),
            "total": sum(paginator.count for paginator in found.values()),
        }
    return render(request, "cms/search.html", context)


def _tab(source: search.Source, count: int, query: str, chosen: search.Source) -> dict[str, object]:
    href = "?" + urlencode({"q": query, "dans": source.slug})
    return {"label": source.label, "count": count, "href": href, "current": source is chosen}


@require_safe
def signpost(request: HttpRequest, slug: str) -> HttpResponseRedirect:
    """Leads to a compulsory page in the language being read: an address that e-mails and error pages can print."""
    home = menus.home_of(request)
    model = SIGNPOSTS.get(slug)
    if home is None or model is None:
        raise Http404
    page = home.get_children().live().type(model).first()
    if page is None:
        raise Http404(_("This page has not been written yet."))
    return redirect(page.get_url(request))


@require_safe
@cache_control(max_age=3600, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """What engines need not read, and where the list of pages is."""
    closed = ["/admin/", "/compte/", reverse("cms:search"), "/documents/"]
    text = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    text.append(f"Sitemap: {settings.DREAM_ORIGIN}{reverse('sitemap')}")
    return HttpResponse("\n".join(text) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=86400, public=True)
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116)."""
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {settings.DREAM_ORIGIN}{reverse('cms:contact')}",
        f"Expires: {expires}",
        "Preferred-Languages: fr, en, nl",
        f"Canonical: {settings.DREAM_ORIGIN}{reverse('security_txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=3600, public=True)
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    """Every public address, for engines (sitemaps.org)."""
    root = ElementTree.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for place in sitemap.places(request):
        url = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(url, "loc").text = place.address
        if place.changed is not None:
            ElementTree.SubElement(url, "lastmod").text = place.changed.date().isoformat()
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@require_safe
@cache_control(max_age=60, private=True)
def admin_css(request: HttpRequest) -> HttpResponse:
    """The collectivité's colour in Wagtail's admin."""
    css = admin_colours.stylesheet(branding.of_request(request).primary)
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@require_safe
@cache_control(max_age=86400, public=True)
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture. A web server in front may serve the folder itself: nothing private is ever in it."""
    if PurePath(name).suffix.lower() not in PICTURES:
        raise Http404
    answer = serve(request, name, document_root=str(settings.MEDIA_ROOT))
    answer["Content-Security-Policy"] = "default-src 'none'"
    return answer


def closed(request: HttpRequest, *args: str) -> HttpResponse:
    """An address of a library that nobody needs."""
    raise Http404
