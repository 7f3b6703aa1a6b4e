"""At the counter: a name is looked for on the lists of a vote, and one of its lines is chosen."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from dreamplus.participation.models import Activity
from dreamplus.participation.paper import queries as paper
from dreamplus.people.rolls.models import Roll, RollLine
from dreamplus.people.rolls.queries import lines_page, with_area_names
from dreamplus.people.rolls.views.staff import has_read
from polls.services import marking


class Names(NamedTuple):
    """The first lines of a list that bear a name; `more`: there are others."""

    lines: list[RollLine]
    more: bool


def paper_vote(uuid: UUID) -> tuple[Activity, list[Roll]]:
    """A vote with places of paper, and the lists of its audience. Raises `Http404` where it lacks either."""
    activity = get_object_or_404(Activity, uuid=uuid, kind="poll")
    rolls = list(marking.rolls_of(activity))
    if not paper.stations(activity) or not rolls:
        raise Http404
    return activity, rolls


def names_on(request: HttpRequest, roll: Roll, q: str) -> Names:
    """Those whose name holds every word of `q`. That they were read is logged."""
    page = lines_page(roll, q)
    has_read(request, "lines", f"rolls.Roll:{roll.uuid}")
    return Names(with_area_names(page), page.has_next())


def chosen_line(request: HttpRequest, rolls: list[Roll], field: str = "line") -> RollLine | None:
    """The line that a field of the form names, on one of these lists; None where the field is empty. Raises `Http404`
    for any other."""
    number = request.POST.get(field, "")
    if not number:
        return None
    line = RollLine.objects.filter(roll__in=rolls, pk=int(number)).first() if number.isdecimal() else None
    if line is None:
        raise Http404
    return line
