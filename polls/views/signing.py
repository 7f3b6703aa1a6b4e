"""A place without a network: its list is printed once nobody votes on a screen any more, its signatures are entered
afterwards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dreamplus.core import clock
from dreamplus.participation.models import Activity
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission
from dreamplus.people.rolls.models import Roll
from dreamplus.people.rolls.queries import with_area_names
from dreamplus.people.rolls.views.staff import has_read
from polls.errors import MarksRefused, VoteRefused
from polls.services import marking
from polls.signing_form import SignaturesForm
from polls.views.names import paper_vote


@require_http_methods(["GET", "POST"])
@never_cache
@staff_required(Permission.VOUCH)
def sign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Two steps on one page. The list is printed by POST: it says who has not voted, and that it was read is logged."""
    activity, rolls = paper_vote(uuid)
    may_be_signed = marking.may_be_signed(activity, clock.now())
    if request.method == "POST" and request.POST.get("act") == "print" and may_be_signed:
        return _printed(request, activity, rolls)
    form = SignaturesForm(request.POST if request.POST.get("act") == "mark" else None, rolls=rolls)
    context: dict[str, Any] = {"activity": activity, "rolls": rolls, "form": form, "open": may_be_signed}
    if form.is_valid():
        context |= _mark(request, activity, form)
        if "done" in context:
            context["form"] = SignaturesForm(rolls=rolls)
    status = 409 if context.get("refused") else 422 if form.errors else 200
    return render(request, "polls/staff/signing.html", context, status=status)


def _mark(request: HttpRequest, activity: Activity, form: SignaturesForm) -> dict[str, Any]:
    signed = {"roll": form.signed, "numbers": form.cleaned_data["numbers"]}
    try:
        number = marking.mark_signatures(activity=activity, **signed, by=request.user, at=clock.now())
    except MarksRefused as refused:
        return {"refused": refused.sentences}
    except VoteRefused as refused:
        return {"refused": [str(refused)]}
    told = ngettext("%(number)d signature is entered.", "%(number)d signatures are entered.", number)
    return {"done": told % {"number": number}}


def _printed(request: HttpRequest, activity: Activity, rolls: list[Roll]) -> HttpResponse:
    wanted = request.POST.get("roll", "")
    roll = next((one for one in rolls if str(one.uuid) == wanted), rolls[0])
    lines = with_area_names(marking.still_to_vote(activity, roll))
    has_read(request, "signing", f"rolls.Roll:{roll.uuid}")
    context = {"activity": activity, "roll": roll, "lines": lines, "at": clock.now()}
    return render(request, "polls/staff/paper/signing.html", context)
