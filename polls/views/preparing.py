"""An agent prepares a vote: one form to write it, its board to open it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods
from wagtail.models import Site

from dreamplus.core import clock
from dreamplus.participation.errors import NotReady, ParticipationError
from dreamplus.participation.models import Activity
from dreamplus.participation.reach import activity_for
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission
from polls.forms import RulesForm
from polls.services import create_poll, open_poll, set_poll_rules
from polls.staff_forms import PollForm
from polls.words import words_of


@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES)
def create(request: HttpRequest) -> HttpResponse:
    """Question, options, dates: one screen. Words, pictures and translations can be worked on in the page editor."""
    form = PollForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        site = Site.find_for_request(request) or Site.objects.get(is_default_site=True)
        parent = site.root_page.specific.localized
        try:
            page = create_poll(parent=parent, at=clock.now(), by=request.user, **form.poll())
        except ParticipationError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("participation_staff:board", page.activity.uuid)
    return render(request, "polls/staff/create.html", {"form": form})


@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def rules(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Method and numbers of choices, before opening."""
    activity = _poll(request, uuid)
    form = RulesForm(request.POST or None, initial=activity.rules)
    if request.method == "POST" and form.is_valid():
        least = form.cleaned_data.get("least") or 1
        most = form.cleaned_data.get("most") or len(words_of(activity, "").options)
        try:
            set_poll_rules(
                activity=activity,
                method=form.cleaned_data["method"],
                least=least,
                most=max(least, most),
                numbers=form.numbers,
                thresholds=form.thresholds,
                at=clock.now(),
            )
        except ParticipationError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("participation_staff:board", uuid)
    return render(request, "polls/staff/rules.html", {"form": form, "activity": activity})


@require_http_methods(["GET", "POST"])
@staff_required(Permission.PUBLISH_PAGES, on_a_part=True)
def open_(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The ballot as people will see it, what is still missing, and the button."""
    activity = _poll(request, uuid)
    refused: list[str] = []
    if request.method == "POST":
        try:
            open_poll(activity=activity, by=request.user, at=clock.now())
            return redirect("participation_staff:board", uuid)
        except NotReady as error:
            refused = error.missing
        except ParticipationError as error:
            refused = [str(error)]
        activity.refresh_from_db()
    context: dict[str, Any] = {"activity": activity, "refused": refused, "now": clock.now()}
    context["words"] = words_of(activity, translation.get_language() or "")
    return render(request, "polls/staff/open.html", context)


def _poll(request: HttpRequest, uuid: UUID) -> Activity:
    return activity_for(request, Permission.MANAGE_ACTIVITIES, uuid, kind="poll")
