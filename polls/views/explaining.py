"""How this vote is protected, in words that claim no more than what is so; the ballots for who wants to recount."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from csp.decorators import csp_replace
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from dreamplus.core.sheets import csv_bytes
from polls.presentation import each
from polls.recount import NAME, archive
from polls.views.doors import find, spoken
from polls.views.surroundings import context_of


@require_GET
@spoken
def protection(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Its level explained: what is stored, who could see what, until when."""
    poll = find(request, uuid)
    return render(request, poll.level.protection if poll.level else "polls/protection.html", context_of(poll))


@require_GET
@spoken
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The result for a frame on another site: the one page that may be framed. Nobody is signed in there, it holds no
    form, and it shows what anybody may read."""
    request.user = AnonymousUser()
    return render(request, "polls/embed.html", context_of(find(request, uuid)))


@require_GET
@spoken
def profiles(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Grouped ballots of one question (`question`, the first by default): a column an option, and how many say exactly
    that. Not found where not allowed.

    A cell is 0 or 1 where ballots bear options; the grade, the rank or the points elsewhere, empty where there is none.
    """
    whole = find(request, uuid).data
    number = request.GET.get("question", "1")
    told = {str(one.get("number", 1)): one for one in each(whole)} if whole else {}
    data = told.get(number)
    if data is None or data["profiles"] is None:
        raise Http404
    which = "" if number == "1" else f"-{number}"
    codes = [option["code"] for option in data["options"]]
    rows = [[*_cells(one, codes), one["count"]] for one in data["profiles"]]
    response = HttpResponse(csv_bytes([*codes, "count"], rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="bulletins-{uuid}{which}.csv"'
    return response


def _cells(profile: dict[str, Any], codes: list[str]) -> list[Any]:
    if "marks" in profile:
        return [profile["marks"].get(code) for code in codes]
    return [int(code in profile["choices"]) for code in codes]


@require_GET
@cache_control(public=True, max_age=3600)
def recount(request: HttpRequest) -> HttpResponse:
    """The counting as one file, for a stranger's own machine."""
    response = HttpResponse(archive(), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return response
