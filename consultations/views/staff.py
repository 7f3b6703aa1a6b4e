"""The home page of the staff, and the preparation of a consultation: write, add a vote, read again and open."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consultations import law
from consultations.forms import AgainForm, AskForm, ProcessForm
from consultations.pages import ProcessPage
from consultations.queries.process import told
from consultations.rules.law import LAWS, ProcessType
from consultations.services import validation
from consultations.services.again import earlier, take_up_again
from consultations.services.opening import open_process
from consultations.services.prepare import Collection, create_process
from consultations.surveys import ready
from consultations.surveys.services.building import create_survey
from consultations.surveys.staff_forms import SurveyForm
from dreamplus.core import clock
from dreamplus.participation import board as panels
from dreamplus.participation.errors import NotReady, ParticipationError
from dreamplus.participation.reach import may_on_page
from dreamplus.people.doors import may_now, refusal, staff_required
from dreamplus.people.permissions import may_somewhere
from dreamplus.people.roles import Permission
from polls.services.drafting import create_poll
from polls.staff_forms import PollForm


@never_cache
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """What is open and what waits; each role sees its own part."""
    if stopped := refusal(request):
        return stopped
    at = clock.now()
    allowed = panels.panels(lambda permission: may_now(request, permission), at)
    everywhere, user = may_now(request, Permission.MANAGE_ACTIVITIES), request.user
    context = {
        "panels": allowed,
        "may_create": everywhere,
        "of_a_part": not everywhere and may_somewhere(user, Permission.MANAGE_ACTIVITIES),
    }
    return render(request, "consultations/staff/board.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES)
def create(request: HttpRequest) -> HttpResponse:
    """First screen: the consultation and its collection of proposals."""
    form = ProcessForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        collection = Collection(data["opens_at"], data["closes_at"], data["themes"]) if data["collect"] else None
        words = {name: data[name] for name in ("title", "summary", "body", "commitment", "milestones")}
        words |= {name: data[name] for name in ("decided_on", "outcome_by")}
        try:
            page = create_process(
                **words,
                kind=ProcessType(data["kind"]),
                collection=collection,
                by=request.user,  # type: ignore[arg-type]  # staff, by the door
                at=clock.now(),
            )
        except ParticipationError as refused:
            form.add_error("opens_at" if collection else None, str(refused))
        else:
            step = next((one for one in ("vote", "survey") if one in request.POST), "prepare")
            return redirect(f"consultations_staff:{step}", page.pk)
    return render(request, "consultations/staff/create.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES)
def again(request: HttpRequest) -> HttpResponse:
    """Another first screen: an earlier consultation taken up again, its words and rules, without its dates."""
    processes = earlier()
    form = AgainForm(request.POST or None, processes=processes)
    if request.method == "POST" and form.is_valid():
        told = {"process": form.cleaned_data["process"], "title": form.cleaned_data["title"]}
        page = take_up_again(**told, by=request.user, at=clock.now())  # type: ignore[arg-type]  # staff, by the door
        messages.success(request, _("It is taken up again, in draft: read its words, then set its dates."))
        return redirect("consultations_staff:prepare", page.pk)
    context = {"form": form, "some": processes.exists()}
    return render(request, "consultations/staff/again.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def add_vote(request: HttpRequest, page: int) -> HttpResponse:
    """Second screen: a vote with its options."""
    process = process_for(request, page)
    form = PollForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            create_poll(parent=process, by=request.user, at=clock.now(), **form.poll())
        except ParticipationError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The vote is added. Read everything again below."))
            return redirect("consultations_staff:prepare", process.pk)
    context = {"form": form, "process": process}
    return render(request, "consultations/staff/vote.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def add_survey(request: HttpRequest, page: int) -> HttpResponse:
    """Second screen: a survey, from questions that are ready or none."""
    process = process_for(request, page)
    form = SurveyForm(request.POST or None, templates=ready.choices())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        words = {name: data[name] for name in ("title", "summary", "opens_at", "closes_at")}
        try:
            made = create_survey(
                parent=process,
                **words,
                asked=ready.questionnaire(data["template"]),
                by=request.user,  # type: ignore[arg-type]  # staff, by the door
                at=clock.now(),
            )
        except ParticipationError as refused:
            form.add_error("closes_at", str(refused))
        else:
            messages.success(request, _("The survey is added. Here are its questions: change what does not fit."))
            return redirect("surveys:build", made.activity.uuid)
    context = {"form": form, "process": process}
    return render(request, "consultations/staff/survey.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_GET
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def prepare(request: HttpRequest, page: int) -> HttpResponse:
    """Third screen: everything as people will see it, what is missing, and the button that opens."""
    return _prepare_page(request, process_for(request, page), [])


@require_POST
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def open_(request: HttpRequest, page: int) -> HttpResponse:
    """Opens the whole consultation."""
    process = process_for(request, page)
    try:
        open_process(process=process, by=request.user, at=clock.now())  # type: ignore[arg-type]  # staff, by the door
    except NotReady as refused:
        return _prepare_page(request, process, refused.missing)
    except ParticipationError as refused:
        return _prepare_page(request, process, [str(refused)])
    messages.success(request, _("The consultation is on line."))
    return redirect("consultations_staff:prepare", process.pk)


def process_for(request: HttpRequest, page: int) -> ProcessPage:
    """The consultation, for who prepares it. Raises `Http404`, `PermissionDenied`."""
    found: ProcessPage = get_object_or_404(ProcessPage, pk=page)
    if not may_on_page(request.user, Permission.MANAGE_ACTIVITIES, found):
        raise PermissionDenied
    return found


def _prepare_page(request: HttpRequest, process: ProcessPage, problems: list[str]) -> HttpResponse:
    draft: ProcessPage = process if process.live else process.get_latest_revision_as_object()
    at = clock.now()
    shown = told(draft, request, at, drafts=True)
    asked = law.lines(draft, at)
    unmet = validation.unmet(process)
    readers = validation.readers(request.user)  # type: ignore[arg-type]  # staff, by the door
    context: dict[str, Any] = shown | {
        "page": draft,
        "process": process,
        "problems": problems,
        "missing": [] if problems else [*law.undone(asked), *unmet],
        "unmet": unmet,
        "validation": validation.last(process),
        "ask_form": AskForm(readers=readers),
        "some_readers": readers.exists(),
        "law": asked,
        "source": LAWS[draft.kind].source,
        "waiting": [one for one in shown["activities"] if not one.activity.scheduled_at],
        "edit_href": reverse("wagtailadmin_pages:edit", args=[process.pk]),
    }
    return render(request, "consultations/staff/prepare.html", context, status=409 if problems else 200)
