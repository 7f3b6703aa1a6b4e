"""What anybody may read of moderation: the charter, the log, the counts."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dreamplus.core import clock
from dreamplus.core.sheets.writing import csv_bytes, csv_lines
from dreamplus.moderation import queries

PER_PAGE = 25


@require_GET
def charter(request: HttpRequest) -> HttpResponse:
    """The rules, the grounds, whom to write to, other ways to contest."""
    return render(
        request, "moderation/charter.html", {"charter": queries.charter(), "grounds": list(queries.grounds())}
    )


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Decisions, the newest first: no person, no words."""
    page = Paginator(queries.decisions(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "moderation/log.html", {"page": page, "lines": list(queries.lines(page.object_list))})


@require_GET
def log_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The whole log."""
    header = [
        _("Day"),
        _("Kind"),
        _("Measure"),
        _("Ground"),
        _("Where it came from"),
        _("Hours"),
        _("Contested"),
        _("Answer to the appeal"),
    ]
    rows = (
        [
            line.day,
            line.kind,
            line.measure,
            line.ground,
            line.source,
            line.hours,
            _("yes") if line.appealed else _("no"),
            line.outcome,
        ]
        for line in queries.lines(queries.decisions().iterator(chunk_size=500))
    )
    return StreamingHttpResponse(csv_lines(header, rows), headers=_headers("journal"))


@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """Half years, the present one first."""
    found = [queries.half_year(*one) for one in queries.half_years(clock.now())]
    return render(request, "moderation/counts.html", {"half_years": found})


@require_GET
def counts_csv(request: HttpRequest) -> HttpResponse:
    """One row for each figure of each half year."""
    rows = []
    for one in (queries.half_year(*half) for half in queries.half_years(clock.now())):
        totals = [
            (_("Reports received"), one.notices),
            (_("Decisions"), one.decisions),
            (_("Words hidden"), one.hidden),
            (_("Words shown"), one.kept),
            (_("Median delay, in hours"), one.median_hours),
            (_("Decisions contested"), one.appeals),
            (_("Decisions changed by the appeal"), one.overturned),
            (_("Decisions taken by a machine"), 0),
        ]
        rows += [(one.label, label, "", number) for label, number in totals]
        rows += [(one.label, _("Words hidden, by ground"), ground, number) for ground, number in one.by_ground]
        rows += [(one.label, _("Decisions, by origin"), source, number) for source, number in one.by_source]
    body = csv_bytes([_("Half year"), _("Figure"), _("Of which"), _("Number")], rows)
    return HttpResponse(body, headers=_headers("bilan"))


def _headers(name: str) -> dict[str, str]:
    return {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="moderation-{name}.csv"',
    }
