"""What agents do: answer, sort under themes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consultations.proposals import queries
from consultations.proposals.errors import ChangedMeanwhile
from consultations.proposals.forms import AnswerForm, AssignForm, ThemesForm
from consultations.proposals.models import Proposal, StatusChoices
from consultations.proposals.pages import KIND
from consultations.proposals.rules.statuses import Status
from consultations.proposals.rules.words import paragraphs
from consultations.proposals.services.answer import answer_proposal, answers_for
from consultations.proposals.services.assign import assign_proposal
from consultations.proposals.services.themes import set_themes
from consultations.proposals.views.shared import around, proposal_or_404
from dreamplus.core import clock
from dreamplus.participation.errors import ParticipationError
from dreamplus.participation.reach import activity_for, may_on, within
from dreamplus.people.doors import staff_required
from dreamplus.people.models import User
from dreamplus.people.roles import Permission


@never_cache
@require_GET
@staff_required(Permission.ANSWER_PROPOSALS, on_a_part=True)
def waiting(request: HttpRequest) -> HttpResponse:
    """Proposals by status, those nobody has looked at first."""
    status = request.GET.get("statut", Status.SUBMITTED.value)
    known = status if status in {s.value for s in Status} else Status.SUBMITTED.value
    visible = within(queries.visible(), request.user, Permission.ANSWER_PROPOSALS, "activity")
    names = queries.services(visible)
    service = request.GET.get("service", "")
    shown = visible.filter(service=service) if service in names else visible
    page = Paginator(queries.by_status(shown, known), queries.PAGE).get_page(request.GET.get("page"))
    counts = queries.count_by_status(visible)
    tabs = [
        {"label": label, "href": f"?statut={value}", "current": value == known, "count": counts.get(value, 0)}
        for value, label in StatusChoices.choices
    ]
    context = {
        "page": page,
        "tabs": tabs,
        "services": names,
        "service": service,
        "known": known,
        "today": localdate(clock.now()),
    }
    return render(request, "proposals/staff/waiting.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@staff_required(Permission.ANSWER_PROPOSALS, on_a_part=True)
def answer(request: HttpRequest, proposal: uuid.UUID) -> HttpResponse:
    """Status and official answer on one screen, with the proposal above."""
    found = proposal_or_404(request, proposal)
    if not may_on(request.user, Permission.ANSWER_PROPOSALS, found.activity):
        raise PermissionDenied
    officials = answers_for(request.user)  # type: ignore[arg-type]  # a person of the staff, by the door above
    if request.method == "GET":
        return _answer_page(request, found, AnswerForm(initial=_present(found), proposal=found, officials=officials))
    form = AnswerForm(request.POST, proposal=found, officials=officials)
    if form.is_valid():
        try:
            answer_proposal(
                proposal=found,
                status=Status(form.cleaned_data["status"]),
                answer=form.cleaned_data["answer"],
                role=form.cleaned_data["role"],
                seen=form.cleaned_data["seen"],
                by=request.user,  # type: ignore[arg-type]  # a person of the staff, by the door above
                at=clock.now(),
                on_behalf_of=_chosen(officials, form.cleaned_data["role"]),
            )
        except ChangedMeanwhile as refusal:
            found = proposal_or_404(request, proposal)
            data = request.POST.copy()
            data["seen"] = _stamp(found)
            form = AnswerForm(data, proposal=found, officials=officials)
            form.add_error(None, str(refusal))
        except ParticipationError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The answer is published, and its author is told by e-mail."))
            return redirect(found)
    return _answer_page(request, found, form, status=422)


@never_cache
@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def themes(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """The themes of one activity, one by line."""
    subject = activity_for(request, Permission.MANAGE_ACTIVITIES, activity, kind=KIND)
    lines = "\n".join(theme.label for theme in queries.themes(subject))
    form = ThemesForm(request.POST or None, initial={"themes": lines})
    if request.method == "POST" and form.is_valid():
        try:
            set_themes(activity=subject, labels=form.cleaned_data["themes"].splitlines())
        except ParticipationError as refusal:
            form.add_error("themes", str(refusal))
        else:
            messages.success(request, _("The themes are saved."))
            return redirect("proposals:themes", activity=subject.uuid)
    context = around(request, subject) | {"form": form}
    return render(request, "proposals/staff/themes.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_required(Permission.ANSWER_PROPOSALS, on_a_part=True)
def assign(request: HttpRequest, proposal: uuid.UUID) -> HttpResponse:
    """Who prepares the answer, by when, at what cost."""
    found = proposal_or_404(request, proposal)
    if not may_on(request.user, Permission.ANSWER_PROPOSALS, found.activity):
        raise PermissionDenied
    form = AssignForm(request.POST)
    if not form.is_valid():
        officials = answers_for(request.user)  # type: ignore[arg-type]  # a person of the staff, by the door above
        fresh = AnswerForm(initial=_present(found), proposal=found, officials=officials)
        return _answer_page(request, found, fresh, status=422, assign_form=form)
    assign_proposal(proposal=found, **form.cleaned_data, by=request.user, at=clock.now())  # type: ignore[arg-type]  # staff
    messages.success(request, _("It is noted. Nobody was told."))
    return redirect("proposals:answer", proposal=proposal)


def _chosen(officials: Sequence[User] | None, uuid: str) -> User | None:
    return next((one for one in officials or () if str(one.uuid) == uuid), None)


def _present(found: Proposal) -> dict[str, Any]:
    after = Status.UNDER_REVIEW.value if found.status == Status.SUBMITTED else found.status
    return {"status": after, "answer": found.answer, "role": found.answer_role, "seen": _stamp(found)}


def _stamp(found: Proposal) -> str:
    return found.answered_at.isoformat() if found.answered_at else ""


def _answer_page(
    request: HttpRequest, found: Proposal, form: AnswerForm, status: int = 200, assign_form: AssignForm | None = None
) -> HttpResponse:
    before = {"service": found.service, "due_on": found.due_on, "cost": found.cost}
    context = around(request, found.activity) | {
        "proposal": found,
        "paragraphs": paragraphs(found.body),
        "answer_paragraphs": paragraphs(found.answer),
        "form": form,
        "assign_form": assign_form or AssignForm(initial=before),
    }
    return render(request, "proposals/staff/answer.html", context, status=status)
