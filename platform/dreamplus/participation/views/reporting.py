"""Anyone reports a contribution, with or without an account."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dreamplus.core import clock, ratelimit
from dreamplus.participation import kinds
from dreamplus.participation.audience import refuse_reading
from dreamplus.participation.enums import Status
from dreamplus.participation.forms import ReportForm
from dreamplus.participation.models import Contribution
from dreamplus.participation.services import report_contribution

REPORTS, PER = 5, timedelta(hours=1)


@require_http_methods(["GET", "POST"])
@never_cache
def report(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One report; the same place may send five an hour."""
    contribution = get_object_or_404(Contribution.objects.select_related("activity"), uuid=uuid, status=Status.VISIBLE)
    refuse_reading(request, contribution.activity)
    form = ReportForm(request.POST or None)
    kind = kinds.get(contribution.activity.kind)
    context = {"form": form, "back": kind.href(contribution.activity) if kind.href else "/"}
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        place = request.META.get("REMOTE_ADDR", "")
        if ratelimit.allow(key=f"participation.report:{place}", limit=REPORTS, per=PER, at=at):
            reporter = request.user if request.user.is_authenticated else None
            report_contribution(contribution=contribution, reporter=reporter, at=at, **form.cleaned_data)
            return render(request, "participation/reported.html", context)
        form.add_error(None, _("Too many reports from here. Please wait an hour; nothing you wrote is lost."))
    return render(request, "participation/report.html", context)
