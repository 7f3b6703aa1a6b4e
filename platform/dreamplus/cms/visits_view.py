"""What is read, for those who write: the last week, the last month, and everything; as a page and as a table."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from wagtail.models import Page

from dreamplus.cms.visits import PageVisits, since
from dreamplus.core import clock
from dreamplus.core.sheets import csv_bytes
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission

PER_PAGE = 50


@never_cache
@require_GET
@staff_required(Permission.EDIT_PAGES)
def visits(request: HttpRequest) -> HttpResponse:
    """By page, the most read of the month first."""
    at = clock.now()
    week, month = Q(day__gte=since(at, 7)), Q(day__gte=since(at, 30))
    counted = PageVisits.objects.values("key").annotate(
        week=Sum("number", filter=week, default=0), month=Sum("number", filter=month, default=0), total=Sum("number")
    )
    page = Paginator(counted.order_by("-month", "-total", "key"), PER_PAGE).get_page(request.GET.get("page"))
    pages = _pages([row["key"] for row in page])
    rows = [{**row, "page": pages[row["key"]]} for row in page if row["key"] in pages]
    return render(request, "cms/staff/visits.html", {"page": page, "rows": rows})


@require_GET
@staff_required(Permission.EDIT_PAGES)
def visits_csv(request: HttpRequest) -> HttpResponse:
    """By page and day, for a spreadsheet."""
    found = list(PageVisits.objects.order_by("day", "key").values_list("day", "key", "number"))
    pages = _pages([key for _day, key, _number in found])
    rows = [[day.isoformat(), pages[key].title if key in pages else "", str(number)] for day, key, number in found]
    answer = HttpResponse(csv_bytes(("jour", "page", "lectures"), rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="frequentation.csv"'
    return answer


def _pages(keys: list[object]) -> dict[object, Page]:
    """The first page of each key: the one in the first language."""
    found: dict[object, Page] = {}
    for page in Page.objects.filter(translation_key__in=set(keys), alias_of=None).order_by("pk"):
        found.setdefault(page.translation_key, page)
    return found
