"""The moderators' queue and the case: take it, read, decide, answer an appeal, undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dreamplus.core import clock
from dreamplus.moderation import queries, services, subjects
from dreamplus.moderation.enums import CaseState, Source
from dreamplus.moderation.errors import ModerationError
from dreamplus.moderation.forms import DecisionForm, ReviewForm
from dreamplus.moderation.models import Case
from dreamplus.moderation.services import sanctions
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission

PER_PAGE = 25


@require_GET
@never_cache
@staff_required(Permission.MODERATE)
def queue(request: HttpRequest) -> HttpResponse:
    """One list, the oldest first."""
    filters, at = queries.Filters.read(request.GET), clock.now()
    page = Paginator(queries.queue(filters).select_related("holder"), PER_PAGE).get_page(request.GET.get("page"))
    words = queries.words_of(page.object_list)
    rows = [
        {
            "case": case,
            "shown": words.get(case.pk),
            "holder": case.holder if case.held_until and at < case.held_until else None,
            "mine": case.holder_id == request.user.pk,
        }
        for case in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "tabs": _tabs(filters),
        "kinds": [(one.kind, one.label, one.kind == filters.kind) for one in subjects.registered()],
        "sources": [(value, label, value == filters.source) for value, label in Source.choices],
        "filters": filters,
    }
    return render(request, "moderation/staff/queue.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@staff_required(Permission.MODERATE)
def case(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everything about one case on one screen; `act` says which button was pressed."""
    found = _case(uuid)
    at = clock.now()
    act = request.POST.get("act", "")
    bound = request.POST if act in ("decide", "review") else None
    form = _form(found, bound, at)
    if request.method == "POST" and (bound is None or form.is_valid()):
        try:
            _ACTS.get(act, _unknown)(found, form, request.user, at)
        except ModerationError as refused:
            form = form if bound is not None else _form(found, {}, at)
            form.add_error(None, str(refused))
            found = _case(uuid)
        else:
            messages.success(request, _DONE[act]())
            return redirect("moderation_staff:queue") if act in ("decide", "review", "release") else redirect(found)
    return render(request, "moderation/staff/case.html", _context(found, form, request, at), status=_status(form))


@require_POST
@staff_required(Permission.MODERATE)
def open_here(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """From the page the words stand on: opens their case, or the one that waits, and takes it."""
    shown = subjects.load(kind, key)
    if shown is None or shown.gone:
        raise Http404
    found = services.open_by_staff(kind=kind, key=key, author=shown.author, by=request.user, at=clock.now())
    return redirect(found)


def _claim(found: Case, form: DecisionForm, by: Any, at: datetime) -> None:
    services.claim(case=found, by=by, at=at)


def _release(found: Case, form: DecisionForm, by: Any, at: datetime) -> None:
    services.release(case=found, by=by, at=at)


def _undo(found: Case, form: DecisionForm, by: Any, at: datetime) -> None:
    services.undo(case=found, by=by, at=at)


def _decide(found: Case, form: DecisionForm, by: Any, at: datetime) -> None:
    services.decide(case=found, by=by, at=at, **form.cleaned_data)


def _review(found: Case, form: DecisionForm, by: Any, at: datetime) -> None:
    services.review(case=found, by=by, at=at, **form.cleaned_data)


def _unknown(found: Case, form: DecisionForm, by: Any, at: datetime) -> None:
    raise Http404


_ACTS: dict[str, Callable[[Case, DecisionForm, Any, datetime], None]] = {
    "claim": _claim,
    "release": _release,
    "undo": _undo,
    "decide": _decide,
    "review": _review,
}
_DONE: dict[str, Callable[[], str]] = {
    "claim": lambda: _("The case is yours for half an hour."),
    "release": lambda: _("The case is back in the queue."),
    "undo": lambda: _("The decision is undone; whoever was told it learns so."),
    "decide": lambda: _("Decided. The people concerned are told by e-mail."),
    "review": lambda: _("The appeal is answered. The people concerned are told by e-mail."),
}


def _case(uuid: UUID) -> Case:
    rows = Case.objects.select_related("author", "holder").prefetch_related(
        "notices__ground", "decisions__ground", "decisions__sanction", "decisions__appeals"
    )
    return get_object_or_404(rows, uuid=uuid)


def _form(found: Case, data: Any, at: datetime) -> DecisionForm:
    if found.state == CaseState.APPEALED:
        sanction = getattr(found.decision, "sanction", None)
        return ReviewForm(data, sanctioned=sanction is not None and sanction.lifted_at is None)
    if found.author is None:
        return DecisionForm(data)
    # What a ground of the law would allow; with a ground of the charter the service may refuse the highest.
    degrees = sanctions.allowed(found.author, unlawful=True, at=at)
    return DecisionForm(data, degrees=tuple(one.value for one in degrees))


def _context(found: Case, form: DecisionForm, request: HttpRequest, at: datetime) -> dict[str, Any]:
    standing = found.standing
    subject = subjects.get(found.subject_kind)
    return {
        "case": found,
        "kind": subject.label if subject else found.subject_kind,
        "shown": subjects.load(found.subject_kind, found.subject_key),
        "past": queries.past_of(found.author),
        "notices": found.notices.all(),
        "decisions": found.decisions.all(),
        "form": form,
        "held": standing.held(at),
        "mine": standing.held(at) == request.user.pk,
        "decided_it": standing.decided_by == request.user.pk,
        "held_by_other": standing.held(at) not in (None, request.user.pk),
    }


def _status(form: DecisionForm) -> int:
    return 422 if form.is_bound and form.errors else 200


def _tabs(filters: queries.Filters) -> list[dict[str, Any]]:
    counts = queries.count_by_state()
    labels = {queries.WAITING: _("Waiting"), **dict(CaseState.choices)}
    kept = {name: value for name, value in (("sorte", filters.kind), ("origine", filters.source)) if value}
    return [
        {
            "label": labels[state],
            "href": f"?{urlencode({'etat': state} | kept)}",
            "current": state == filters.state,
            "count": counts.get(state, 0),
        }
        for state in queries.STATES
    ]
