"""The places where people are helped."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dreamplus.core import clock
from dreamplus.people.assisted import queries
from dreamplus.people.assisted.errors import AssistedError
from dreamplus.people.assisted.forms import PlaceForm
from dreamplus.people.assisted.models import Place
from dreamplus.people.assisted.services.places import close_place, keep_place, open_place_again
from dreamplus.people.roles import Permission
from dreamplus.people.rolls.views.staff import door, person


@require_GET
@door(Permission.MANAGE_PLACES)
def places(request: HttpRequest) -> HttpResponse:
    return render(request, "assisted/staff/places.html", {"places": queries.places_with_figures()})


@require_http_methods(["GET", "POST"])
@door(Permission.MANAGE_PLACES)
def create(request: HttpRequest) -> HttpResponse:
    return _keep(request, None)


@require_http_methods(["GET", "POST"])
@door(Permission.MANAGE_PLACES)
def place(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _keep(request, get_object_or_404(Place, uuid=uuid))


@require_POST
@door(Permission.MANAGE_PLACES)
def close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Closes it, or opens it again: one undoes the other."""
    found = get_object_or_404(Place, uuid=uuid)
    by, at = person(request), clock.now()
    if request.POST.get("act") == "open":
        open_place_again(place=found, by=by, at=at)
        messages.success(request, _("The place is open again."))
    else:
        close_place(place=found, by=by, at=at)
        messages.success(request, _("The place is closed. What people gave there stays; you can open it again."))
    return redirect("assisted_staff:places")


def _keep(request: HttpRequest, found: Place | None) -> HttpResponse:
    initial = {"name": found.name, "address": found.address, "hours": found.hours} if found else {}
    form = PlaceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            keep_place(place=found, **form.cleaned_data, by=person(request), at=clock.now())
        except AssistedError as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("The place is noted."))
            return redirect("assisted_staff:places")
    return render(
        request, "assisted/staff/place.html", {"form": form, "place": found}, status=422 if form.errors else 200
    )
