"""An agent prepares a vote: one form to write it, its board to open it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
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
from polls import levels
from polls.forms import METHODS, RulesForm
from polls.rules import Method
from polls.services import add_question, create_poll, open_poll, remove_question, set_poll_rules
from polls.staff_forms import PollForm, QuestionForm
from polls.words import PollWords, stored_of, words_of


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
    """Method and numbers of choices of one question (`question`, the first by default), before opening."""
    activity = _poll(request, uuid)
    number, asked = _question(request, activity)
    form = RulesForm(request.POST or None, initial=stored_of(activity)[number - 1], further=number > 1)
    if request.method == "POST" and form.is_valid():
        least = form.cleaned_data.get("least") or 1
        most = form.cleaned_data.get("most") or len(asked.options)
        try:
            set_poll_rules(
                activity=activity,
                question=number,
                method=form.cleaned_data["method"],
                least=least,
                most=max(least, most),
                numbers=form.numbers,
                thresholds=form.thresholds,
                weighting=form.weighting,
                at=clock.now(),
            )
        except ParticipationError as refused:
            form.add_error(None, str(refused))
        else:
            if "question" in request.GET:
                return redirect("polls_staff:questions", uuid)
            return redirect("participation_staff:board", uuid)
    context = {"form": form, "activity": activity, "asked": asked if "question" in request.GET else None}
    return render(request, "polls/staff/rules.html", context)


@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def questions(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the vote asks, and one question more; a question is taken away with its options."""
    activity = _poll(request, uuid)
    adds = request.method == "POST" and "remove" not in request.POST
    form = QuestionForm(request.POST if adds else None, further=True)
    refused = ""
    try:
        if request.method == "POST" and not adds:
            told = request.POST["remove"]
            number = int(told) if told.isascii() and told.isdecimal() else 0
            remove_question(activity=activity, number=number, at=clock.now(), by=request.user)
            return redirect("polls_staff:questions", uuid)
        if adds and form.is_valid():
            add_question(activity=activity, at=clock.now(), by=request.user, **form.asked())
            return redirect("polls_staff:questions", uuid)
    except ParticipationError as error:
        refused = str(error)
        activity.refresh_from_db()
    words = words_of(activity, translation.get_language() or "")
    methods = [str(METHODS[Method(told["method"])][0]) for told in stored_of(activity)]
    context = {
        "activity": activity,
        "asked": list(zip(words.every, methods, strict=False)),
        "form": form,
        "refused": refused,
        "may_change": activity.frozen_at is None and not levels.is_fixed(activity),
    }
    return render(request, "polls/staff/questions.html", context)


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


def _question(request: HttpRequest, activity: Activity) -> tuple[int, PollWords]:
    told = request.GET.get("question", "1")
    every = words_of(activity, translation.get_language() or "").every
    if not told.isascii() or not told.isdecimal() or not 1 <= int(told) <= len(every):
        raise Http404
    return int(told), every[int(told) - 1]


def _poll(request: HttpRequest, uuid: UUID) -> Activity:
    return activity_for(request, Permission.MANAGE_ACTIVITIES, uuid, kind="poll")
