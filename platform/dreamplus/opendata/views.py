"""Tables and documents at addresses that do not change: `/donnees/<uuid>.csv`, `/donnees/<uuid>.json`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dreamplus.core import clock
from dreamplus.core.sheets import csv_lines
from dreamplus.opendata.queries import offered
from dreamplus.opendata.tables import document_of, table_of
from dreamplus.participation import kinds
from dreamplus.participation.models import Activity

A_PAGE = 24
LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    activities = Paginator(offered(clock.now()), A_PAGE).get_page(request.GET.get("page"))
    rows = [(activity, kinds.get(activity.kind).label) for activity in activities]
    return render(request, "opendata/index.html", {"activities": activities, "rows": rows, "licence": LICENCE})


@require_safe
def table(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """CSV that opens as it is in LibreOffice and Excel; streamed, whatever its length."""
    activity = _activity(uuid)
    found = table_of(activity, at=clock.now(), language=get_language() or "fr")
    if found is None:
        raise Http404(_("Nothing is published yet: the result is sealed until closing."))
    answer = StreamingHttpResponse(csv_lines(found.columns, found.rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{activity.kind}-{activity.uuid}.csv"'
    return _open_to_all(answer)


@require_safe
def document(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    found = document_of(_activity(uuid), at=clock.now())
    if found is None:
        raise Http404(_("Nothing is published yet: the result is sealed until closing."))
    envelope: dict[str, Any] = {"licence": LICENCE, "result": found}
    return _open_to_all(JsonResponse(envelope, json_dumps_params={"ensure_ascii": False}))


def _activity(uuid: UUID) -> Activity:
    return get_object_or_404(Activity, uuid=uuid, scheduled_at__isnull=False)


def _open_to_all(answer: HttpResponseBase) -> HttpResponseBase:
    """Open data is read by other sites' pages too; no cookie goes with it."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "public, max-age=60"
    return answer
