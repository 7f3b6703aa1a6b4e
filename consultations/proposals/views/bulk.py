"""Answers by spreadsheet: take the table, fill it in, read what it changes, publish."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from consultations.proposals.forms import BulkForm
from consultations.proposals.pages import KIND
from consultations.proposals.services import bulk
from consultations.proposals.services.answer import answers_for
from consultations.proposals.views.shared import around
from dreamplus.core import access, clock
from dreamplus.core.sheets import SheetError
from dreamplus.participation import audience
from dreamplus.participation.errors import ParticipationError
from dreamplus.participation.models import Activity
from dreamplus.participation.reach import activity_for
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission


@never_cache
@require_http_methods(["GET", "POST"])
@staff_required(Permission.ANSWER_PROPOSALS, on_a_part=True)
def answers(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """The table to take and the file to send; then the list of what it changes, and its publication."""
    subject = _activity(request, activity)
    if request.method == "GET":
        return _page(request, subject, BulkForm())
    if "list" in request.POST:
        return _publish(request, subject)
    form = BulkForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, subject, form, status=422)
    try:
        changes = bulk.read(form.cleaned_data["file"].read(bulk.MOST_BYTES + 1), subject)
    except SheetError as refused:
        return _page(request, subject, form, status=422, errors=refused.errors)
    sealed = bulk.sealed(changes, subject, request.user)  # type: ignore[arg-type]  # staff, by the door
    return _page(request, subject, form, changes=changes, sealed=sealed, read=True)


@require_GET
@staff_required(Permission.ANSWER_PROPOSALS, on_a_part=True)
def table(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """Every proposal with its status and its answer, to be filled in."""
    subject = _activity(request, activity)
    told_of = f"participation.Activity:{subject.pk}"
    access.log(actor=request.user, purpose="proposals.table", subject=told_of, at=clock.now())
    answer = HttpResponse(bulk.table(subject), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(subject.title)[:60] or "propositions"}.csv"'
    return answer


def _activity(request: HttpRequest, key: uuid.UUID) -> Activity:
    """For who answers, and may read it."""
    found = activity_for(request, Permission.ANSWER_PROPOSALS, key, kind=KIND)
    audience.refuse_reading(request, found)
    return found


def _publish(request: HttpRequest, subject: Activity) -> HttpResponse:
    who = request.user
    try:
        changes = bulk.opened(request.POST["list"], subject, who)  # type: ignore[arg-type]  # staff, by the door
        number = bulk.publish(changes=changes, activity=subject, by=who, at=clock.now())  # type: ignore[arg-type]
    except ParticipationError as refused:
        messages.error(request, str(refused))
        return redirect("proposals:bulk", activity=subject.uuid)
    told = ngettext(
        "%(number)d answer is published, and its author is told.",
        "%(number)d answers are published, and their authors are told.",
        number,
    )
    messages.success(request, told % {"number": number})
    return redirect("proposals:waiting")


def _page(request: HttpRequest, subject: Activity, form: BulkForm, status: int = 200, **more: Any) -> HttpResponse:
    """An assistant answers one by one, in the name of an official who let them."""
    only_one_by_one = answers_for(request.user) is not None  # type: ignore[arg-type]  # staff, by the door
    context = around(request, subject) | {"form": form, "only_one_by_one": only_one_by_one, **more}
    return render(request, "proposals/staff/bulk.html", context, status=status)
