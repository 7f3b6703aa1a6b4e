"""The pages of a hub about its communes: the list, and one address for each. No page of the tree until one joins."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dreamplus.cms.search import Hit, containing
from dreamplus.territory.models import Territory
from dreamplus.territory.queries import commune, search_communes

PER_PAGE = 24


@require_safe
def territory_list(request: HttpRequest) -> HttpResponse:
    """Every commune, by name, postal code or INSEE code."""
    _hub_only()
    query = request.GET.get("q", "").strip()[:100]
    page = Paginator(search_communes(query), PER_PAGE).get_page(request.GET.get("page"))
    columns = [_("Commune"), _("Postal code"), _("Group of communes"), {"label": _("Inhabitants"), "number": True}]
    context = {"query": query, "communes": page, "columns": columns, "rows": [_row(commune) for commune in page]}
    return render(request, "cms/territories/list.html", context)


def _row(commune: Territory) -> list[str]:
    name = format_html('<a href="{}">{}</a>', reverse("cms:territory", args=[commune.insee]), commune.name)
    if commune.invented:
        name = format_html("{} ({})", name, _("invented"))
    group = commune.epci.name if commune.epci else "–"
    return [name, commune.postal_codes, group, _grouped(commune.population)]


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)


@require_safe
def territory_page(request: HttpRequest, code: str) -> HttpResponse:
    """One commune; other applications add what it publishes (slot `territory.after`)."""
    _hub_only()
    found = commune(code)
    if found is None:
        raise Http404(_("No commune has this code."))
    neighbours = Territory.objects.none()
    if found.epci is not None:
        neighbours = found.epci.communes.exclude(pk=found.pk).order_by("-population")[:8]
    trail = [{"label": _("Communes"), "href": reverse("cms:territories")}, {"label": found.name, "href": ""}]
    context = {"commune": found, "neighbours": neighbours, "trail": trail}
    return render(request, "cms/territories/page.html", context)


def rows(words: list[str], request: HttpRequest) -> QuerySet[Territory]:
    """For the search of the site."""
    return search_communes("").filter(containing("folded", words))


def hits(found: list[Any], request: HttpRequest) -> list[Hit]:
    """Communes as results."""
    return [
        Hit(
            title=f"{row.name} ({row.postal_codes.split()[0] if row.postal_codes else row.insee})",
            href=reverse("cms:territory", args=[row.insee]),
            summary=row.epci.name if row.epci else "",
            detail=_("%(number)s inhabitants") % {"number": _grouped(row.population)},
        )
        for row in found
    ]


def _hub_only() -> None:
    if settings.DREAM_ROLE != "hub":
        raise Http404
