"""Boxes are read by two people, each alone; an agent ends the count; the minutes are printed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dreamplus.core import clock
from dreamplus.core.sheets import SheetError
from dreamplus.participation.enums import State
from dreamplus.participation.errors import ParticipationError
from dreamplus.participation.models import Activity
from dreamplus.participation.paper import files, queries, readers, services
from dreamplus.participation.paper.forms import AlikeForm, FileForm, FinishForm, SumForm
from dreamplus.participation.paper.models import Entry
from dreamplus.participation.paper.presentation import (
    difference_columns,
    difference_rows,
    minutes_of,
    read_rows,
    summaries,
)
from dreamplus.participation.paper.queries import Box
from dreamplus.participation.paper.readers import Reader
from dreamplus.participation.paper.rules import Reading
from dreamplus.participation.reach import activity_for, may_now_on
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission
from dreamplus.theming.pdf import render_pdf


@require_GET
@never_cache
@staff_required(Permission.READ_PAPER, on_a_part=True)
def boxes(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where each box stands, and what is left to do."""
    activity, _reader = _on_paper(request, uuid)
    return _boxes(request, activity)


@require_POST
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ends the count: the result is worked out within a minute, paper and screen together."""
    activity = activity_for(request, Permission.MANAGE_ACTIVITIES, uuid)
    try:
        services.end_count(activity=activity, by=request.user, at=clock.now())
    except ParticipationError as refused:
        return _boxes(request, activity, refused=str(refused), status=409)
    return redirect("paper_staff:boxes", uuid)


@require_http_methods(["GET", "POST"])
@never_cache
@staff_required(Permission.READ_PAPER, on_a_part=True)
def box(request: HttpRequest, uuid: UUID, station: str) -> HttpResponse:
    """One's own reading of one box: ballots written down, then the numbers that must agree."""
    activity, reader = _on_paper(request, uuid)
    found = next((one for one in queries.boxes(activity) if one.station.code == station), None)
    if found is None:
        raise Http404
    acts = {
        "write": _write,
        "file": _file,
        "strike": _strike,
        "batch": _batch,
        "batch-back": _batch_back,
        "finish": _finish,
        "back": _back,
    }
    if request.method == "POST" and (act := acts.get(request.POST.get("act", ""))):
        try:
            forms = act(request, activity, found, reader)
        except ParticipationError as refused:
            return _box(request, activity, found, reader, {"refused": str(refused)}, status=409)
        if forms is None:
            return redirect("paper_staff:box", uuid, station)
        return _box(request, activity, found, reader, forms, status=422)
    return _box(request, activity, found, reader, {})


@require_GET
@never_cache
@staff_required(Permission.READ_PAPER, on_a_part=True)
def model(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """An empty file of ballots, with its columns."""
    activity, reader = _on_paper(request, uuid)
    answer = HttpResponse(files.model(reader.sheet(activity)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="bulletins-papier-{uuid}.csv"'
    return answer


@require_GET
@never_cache
@staff_required(Permission.READ_PAPER, on_a_part=True)
def minutes(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is signed and kept: a PDF, once every box is read twice alike."""
    activity, reader = _on_paper(request, uuid)
    told = minutes_of(activity, reader)
    if told is None:
        return _boxes(request, activity, refused=_("The minutes are written once every box is read twice alike."))
    context = {"activity": activity, "minutes": told, "at": clock.now()}
    answer = HttpResponse(render_pdf("paper/pdf/minutes.html", context), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="proces-verbal.pdf"'
    return answer


Forms = dict[str, Any] | None
"""What is shown again, with what was typed; None when it was obeyed."""


def _write(request: HttpRequest, activity: Activity, found: Box, reader: Reader) -> Forms:
    ballot, alike = reader.form(activity, request.POST), AlikeForm(request.POST)
    if not (ballot.is_valid() & alike.is_valid()):
        return {"ballot": ballot, "alike": alike}
    words = " ".join(ballot.cleaned_data["choices"])
    services.write_down(**_who(request, activity, found), words=words, number=alike.cleaned_data["number"])
    return None


def _file(request: HttpRequest, activity: Activity, found: Box, reader: Reader) -> Forms:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return {"file": form}
    try:
        heaps = files.heaps_in(form.cleaned_data["file"].read(files.MOST_BYTES + 1), reader.sheet(activity))
    except SheetError as refused:
        return {"file_errors": refused.errors}
    services.write_all_down(**_who(request, activity, found), heaps=heaps)
    return None


def _strike(request: HttpRequest, activity: Activity, found: Box, reader: Reader) -> Forms:
    services.strike_out(**_who(request, activity, found), words=request.POST.get("words", ""))
    return None


def _batch(request: HttpRequest, activity: Activity, found: Box, reader: Reader) -> Forms:
    form = SumForm(request.POST, prefix="batch", written=_written(request, found))
    if not form.is_valid():
        return {"batch_form": form}
    services.finish_batch(**_who(request, activity, found), void=form.cleaned_data["void"])
    return None


def _batch_back(request: HttpRequest, activity: Activity, found: Box, reader: Reader) -> Forms:
    number = request.POST.get("number", "")
    if number.isdecimal():
        services.take_batch_back(**_who(request, activity, found), number=int(number[:6]))
    return None


def _finish(request: HttpRequest, activity: Activity, found: Box, reader: Reader) -> Forms:
    form = _finish_form(_mine(request, found), request.POST)
    if not form.is_valid():
        return {"finish": form}
    told = {"void": 0} | {name: form.cleaned_data[name] for name in form.cleaned_data if name != "found"}
    services.finish(**_who(request, activity, found), **told)
    return None


def _finish_form(mine: Entry | None, sent: Any = None) -> FinishForm:
    """With what was said before, where a reading was taken back."""
    left = {"void": mine.void, "signed": mine.signed, "remarks": mine.remarks} if mine else {}
    reading = mine.reading if mine else Reading({})
    written = sum(reading.ballots.values())
    void = reading.void if reading.batches else None
    return FinishForm(sent, initial=left, written=written, known_void=void)


def _written(request: HttpRequest, found: Box) -> int:
    """Ballots of the batch being read."""
    mine = _mine(request, found)
    return sum(mine.ballots.values()) if mine else 0


def _back(request: HttpRequest, activity: Activity, found: Box, reader: Reader) -> Forms:
    services.take_back(**_who(request, activity, found))
    return None


def _who(request: HttpRequest, activity: Activity, found: Box) -> dict[str, Any]:
    return {"activity": activity, "station": found.station.code, "person": request.user, "at": clock.now()}


def _on_paper(request: HttpRequest, uuid: UUID) -> tuple[Activity, Reader]:
    activity = activity_for(request, Permission.READ_PAPER, uuid)
    reader = readers.get(activity.kind)
    if reader is None or not queries.stations(activity) or activity.frozen_at is None:
        raise Http404  # before the opening there is no ballot yet
    return activity, reader


def _mine(request: HttpRequest, found: Box) -> Entry | None:
    return next((entry for entry in found.entries if entry.person_id == request.user.pk), None)


def _boxes(request: HttpRequest, activity: Activity, *, refused: str = "", status: int = 200) -> HttpResponse:
    found, at = queries.boxes(activity), clock.now()
    may_be_read = queries.may_be_read(activity, at)
    agreed = all(one.agreed is not None for one in found)
    context = {
        "activity": activity,
        "refused": refused,
        "rows": summaries(found, request.user),
        "may_be_read": may_be_read,
        "agreed": agreed,
        "ended": not may_be_read and activity.state(at) in (State.CLOSED, State.SETTLED),
        "may_manage": may_now_on(request, Permission.MANAGE_ACTIVITIES, activity),
    }
    return render(request, "paper/boxes.html", context, status=status)


def _box(
    request: HttpRequest, activity: Activity, found: Box, reader: Reader, forms: dict[str, Any], status: int = 200
) -> HttpResponse:
    mine = _mine(request, found)
    finished = mine is not None and mine.finished_at is not None
    heaps = dict(mine.reading.ballots) if mine and finished else mine.ballots if mine else {}
    context = {
        "activity": activity,
        "style": reader.style,
        "box": found,
        "mine": mine,
        "rows": read_rows(activity, reader, heaps),
        "written": sum(heaps.values()),
        "batches": mine.read_batches if mine else {},
        "may_be_read": queries.may_be_read(activity, clock.now()),
        "taken": mine is None and len(found.entries) == 2,
        "differences": difference_rows(activity, reader, found),
        "difference_columns": difference_columns(found, mine),
        "ballot": reader.form(activity),
        "alike": AlikeForm(),
        "file": FileForm(),
        "batch_form": SumForm(prefix="batch"),
        "finish": _finish_form(mine),
    }
    return render(request, "paper/box.html", context | forms, status=status)
