"""At the place where people vote on paper: the list, one name, one mark."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dreamplus.core import clock
from dreamplus.participation.models import Activity
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission
from dreamplus.people.rolls.forms import SearchForm
from dreamplus.people.rolls.models import Roll
from polls.errors import VoteRefused
from polls.services import marking
from polls.views.names import Names, chosen_line, names_on, paper_vote


@require_http_methods(["GET", "POST"])
@never_cache
@staff_required(Permission.VOUCH)
def mark(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Names are looked for by POST, so that none stands in an address; the answer shows the same names again."""
    activity, rolls = paper_vote(uuid)
    form = SearchForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST":
        context |= _obey(request, activity, rolls)
    if form.is_valid():
        name = context["name"] = form.cleaned_data["q"]
        context["found"] = [(roll, _names(request, activity, roll, name)) for roll in rolls]
    at = clock.now()
    context |= {"activity": activity, "open": marking.may_be_marked(activity, at)}
    context["number"] = marking.marks_of(activity).count()
    return render(request, "polls/staff/mark.html", context, status=409 if context.get("refused") else 200)


def _obey(request: HttpRequest, activity: Activity, rolls: list[Roll]) -> dict[str, Any]:
    """Marks the line that is named, or takes its mark back; what to say of it."""
    acts = {"mark": marking.mark, "back": marking.take_mark_back}
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        return {}
    line = chosen_line(request, rolls)
    if line is None:
        raise Http404
    try:
        act(activity=activity, line=line, by=request.user, at=clock.now())
    except VoteRefused as refused:
        return {"refused": str(refused), "line": line}
    told = _("Marked: give them a ballot.") if act is marking.mark else _("The mark is taken back.")
    return {"done": told, "line": line}


def _names(request: HttpRequest, activity: Activity, roll: Roll, q: str) -> Names:
    """The first lines that bear the name, and which of them are marked. Who votes on a screen is not told."""
    found = names_on(request, roll, q)
    marked = set(marking.marks_of(activity).filter(line__in=found.lines).values_list("line_id", flat=True))
    for line in found.lines:
        line.is_marked = line.pk in marked  # type: ignore[attr-defined]  # for the template
    return found
