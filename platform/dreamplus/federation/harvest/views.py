"""Harvested results on a table, each on its page, and the communes they come from."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dreamplus.core import clock
from dreamplus.federation.harvest import presenting, queries
from dreamplus.federation.harvest.forms import ResultFilters
from dreamplus.federation.harvest.models import State
from dreamplus.federation.harvest.sentences import explain


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """`?q=&method=&sort=&page=`."""
    filters = ResultFilters(request.GET)
    kept = filters.kept()
    page = Paginator(queries.results(**kept), queries.ROWS).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "filtered": bool(kept["search"] or kept["method"]),
        "page": page,
        "rows": [presenting.row(item) for item in page],
    }
    return render(request, "harvest/results.html", context)


@require_safe
def result(request: HttpRequest, address: UUID) -> HttpResponse:
    """One result with where it comes from."""
    item = queries.result(address)
    if item is None:
        raise Http404(_("This result is not, or no longer, shared by its commune."))
    sheet = presenting.sheet(item)
    context = {
        "item": item,
        "sheet": sheet,
        "versions": queries.versions(item),
        "trail": [{"label": _("Results of the communes"), "href": reverse("harvest:results")}, {"label": sheet.title}],
        "channel_columns": [
            _("Channel"),
            {"label": _("Voters"), "number": True},
            {"label": _("Share"), "number": True},
        ],
        "in_question": item.source.state == State.QUARANTINED,
        "sentence": explain(item.source.fault),
    }
    return render(request, "harvest/result.html", context)


@require_safe
def communes(request: HttpRequest) -> HttpResponse:
    """Paired communes and how their last visit went."""
    page = Paginator(queries.sources(), queries.ROWS).get_page(request.GET.get("page"))
    at = clock.now()
    context = {"page": page, "cards": [presenting.card(source, at) for source in page]}
    return render(request, "harvest/communes.html", context)
