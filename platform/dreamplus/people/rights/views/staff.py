"""For whoever answers for the data: the register of processing, and what is erased at night."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from dreamplus.core import clock, sheets
from dreamplus.people import personal_data
from dreamplus.people.doors import staff_required
from dreamplus.people.rights import notice
from dreamplus.people.rights.models import Erasure
from dreamplus.people.rights.services import purging
from dreamplus.people.roles import Permission


@never_cache
@require_GET
@staff_required(Permission.MANAGE_PERSONAL_DATA)
def register(request: HttpRequest) -> HttpResponse:
    """Article 30, as the settings stand."""
    context = {
        "notices": notice.all_of_them(),
        "exempted": sorted(personal_data.exempted().items()),
        "tabs": _tabs("rights_staff:register"),
    }
    return render(request, "rights/staff/register.html", context)


@require_GET
@staff_required(Permission.MANAGE_PERSONAL_DATA)
def register_csv(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(sheets.csv_bytes(notice.header(), notice.register()), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="registre-des-traitements.csv"'
    return answer


@never_cache
@require_GET
@staff_required(Permission.MANAGE_PERSONAL_DATA)
def purges(request: HttpRequest) -> HttpResponse:
    """What would be erased if the night were now, and what the last one did."""
    context = {
        "tonight": purging.tonight(at=clock.now()),
        "erased": Erasure.objects.count(),
        "tabs": _tabs("rights_staff:purges"),
    }
    return render(request, "rights/staff/purges.html", context)


def _tabs(current: str) -> list[dict[str, object]]:
    pages = (("rights_staff:register", _("Register of processing")), ("rights_staff:purges", _("Erased at night")))
    return [{"label": label, "href": reverse(name), "current": name == current} for name, label in pages]
