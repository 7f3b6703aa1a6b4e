"""The board of those who help: who is being helped now, open, end."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dreamplus.core import clock
from dreamplus.people.assisted import presence, queries
from dreamplus.people.assisted.enums import Way
from dreamplus.people.assisted.errors import AssistedError
from dreamplus.people.assisted.forms import HERE, OpenForLineForm, OpenForm, WhereForm
from dreamplus.people.assisted.models import Accompaniment
from dreamplus.people.assisted.services import beginning, ending, opening
from dreamplus.people.identity.leaving import left_behind
from dreamplus.people.permissions import may
from dreamplus.people.roles import Permission
from dreamplus.people.rolls.models import RollLine
from dreamplus.people.rolls.views.staff import door, has_read, person

LAST_PLACE = "assisted.last_place"


@require_GET
@door(Permission.ASSIST)
def board(request: HttpRequest) -> HttpResponse:
    """Who is being helped, without any name."""
    context = {
        "under_way": queries.under_way()[:50],
        "today": queries.helped_today(clock.now()),
        "places": queries.open_places(),
        "may_keep_places": may(request.user, Permission.MANAGE_PLACES),
    }
    return render(request, "assisted/staff/board.html", context)


@require_http_methods(["GET", "POST"])
@door(Permission.ASSIST)
def open_one(request: HttpRequest) -> HttpResponse:
    """For somebody without an address, or who signs in by themselves."""
    form = OpenForm(request.POST or None, initial=_last_place(request))
    if request.method == "POST" and form.is_valid():
        told, way = form.cleaned_data, Way(form.cleaned_data["way"])
        known = {"area": told.get("area", ""), "birth_year": told["birth_year"]} if way == Way.COUNTER else {}
        seen = told["document_seen"]
        asked = opening.Asked(place=told["place"], way=way, document_seen=seen, **known)
        answer = _opened(request, form, asked)
        if answer is not None:
            return answer
    return render(request, "assisted/staff/open.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@door(Permission.ASSIST)
def open_for(request: HttpRequest, pk: int) -> HttpResponse:
    """For somebody found on a list: the next time, the same line leads to the same person."""
    line = get_object_or_404(RollLine.objects.select_related("roll"), pk=pk)
    if not line.roll.in_use:
        raise Http404
    has_read(request, "line", f"rolls.RollLine:{line.pk}")
    form = OpenForLineForm(request.POST or None, initial=_last_place(request))
    if request.method == "POST" and form.is_valid():
        asked = opening.Asked(place=form.cleaned_data["place"], way=Way.LIST, line=line)
        answer = _opened(request, form, asked)
        if answer is not None:
            return answer
    context = {"form": form, "line": line}
    return render(request, "assisted/staff/open.html", context, status=422 if form.errors else 200)


@require_POST
@door(Permission.ASSIST)
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ends one from the board: its screen shows nothing of the person any more."""
    found = get_object_or_404(Accompaniment, uuid=uuid)
    if ending.end_from_board(accompaniment=found, by=person(request), at=clock.now()):
        messages.success(request, _("It is ended: nothing more can be done on that screen."))
    return redirect("assisted_staff:board")


def _opened(request: HttpRequest, form: WhereForm, asked: opening.Asked) -> HttpResponse | None:
    """The screen for the person, or the code; None when it was refused, with the reason in the form."""
    here, by, at = form.cleaned_data["screen"] == HERE, person(request), clock.now()
    if here and left_behind(request) is not None:
        form.add_error(
            "screen",
            _("You came in through an identity service, which stays open in this browser. Use another screen."),
        )
        return None
    try:
        if here:
            made = opening.open_on_this_screen(asked=asked, by=by, at=at)
        else:
            made, code = opening.open_with_code(asked=asked, by=by, at=at)
    except AssistedError as refused:
        form.add_error(None, str(refused))
        return None
    except ValidationError as refused:
        for field, sentences in refused.message_dict.items():
            form.add_error(field if field in form.fields else None, sentences)
        return None
    if here:
        beginning.begin(accompaniment=made, at=at)
        presence.start(request, made)
        return redirect("assisted:begin")
    request.session[LAST_PLACE] = asked.place.code
    return render(request, "assisted/staff/code.html", {"code": code, "place": asked.place})


def _last_place(request: HttpRequest) -> dict[str, str]:
    return {"place": request.session.get(LAST_PLACE, "")}
