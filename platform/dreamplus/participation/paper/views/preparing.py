"""An agent says where people vote on paper, before the opening."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dreamplus.core import clock
from dreamplus.participation.errors import ParticipationError
from dreamplus.participation.paper import queries, readers
from dreamplus.participation.paper.forms import StationsForm
from dreamplus.participation.paper.services import set_stations
from dreamplus.participation.reach import activity_for
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission


@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def stations(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Places with a box of their own, one a line."""
    activity = activity_for(request, Permission.MANAGE_ACTIVITIES, uuid)
    if readers.get(activity.kind) is None:
        raise Http404
    names = "\n".join(station.name for station in queries.stations(activity))
    form = StationsForm(request.POST or None, initial={"stations": names})
    if request.method == "POST" and form.is_valid():
        try:
            set_stations(activity=activity, names=form.names, at=clock.now())
        except ParticipationError as refused:
            form.add_error("stations", str(refused))
        else:
            return redirect("participation_staff:board", uuid)
    return render(request, "paper/stations.html", {"form": form, "activity": activity})
