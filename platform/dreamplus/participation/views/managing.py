"""The agent's board: where activities stand, their dates, their closing, the reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dreamplus.core import clock
from dreamplus.participation import audience, kinds
from dreamplus.participation.enums import State
from dreamplus.participation.errors import ParticipationError
from dreamplus.participation.forms import ClosingForm, DatesForm, ReasonForm
from dreamplus.participation.models import Activity, Contribution
from dreamplus.participation.moments import moment
from dreamplus.participation.services import (
    hide_contribution,
    keep_contribution,
    may_be_archived,
    move_closing,
    set_dates,
    show_contribution,
    unschedule,
)
from dreamplus.people.doors import may_now, staff_required
from dreamplus.people.roles import Permission

PER_PAGE = 25
BADGES = {
    State.DRAFT: "plain",
    State.UPCOMING: "soon",
    State.OPEN: "open",
    State.CLOSED: "vote",
    State.SETTLED: "closed",
}


@require_GET
@staff_required(Permission.MANAGE_ACTIVITIES)
def activities(request: HttpRequest) -> HttpResponse:
    """Every activity that is not archived, the newest first."""
    found = Activity.objects.filter(archived_at=None).order_by("-created_at", "-pk")
    return listed(request, found, creations=kinds.creations())


def listed(request: HttpRequest, found: QuerySet[Activity], **more: Any) -> HttpResponse:
    """A page of `found`, each with its state in words."""
    at = clock.now()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"activity": one, "kind": kinds.get(one.kind).label, "state": one.state(at), "badge": BADGES[one.state(at)]}
        for one in page
    ]
    return render(request, "participation/staff/activities.html", {"page": page, "rows": rows} | more)


@require_GET
@staff_required(Permission.MANAGE_ACTIVITIES)
def board(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One activity: its state in words, and what can be done about it now."""
    return render(request, "participation/staff/board.html", context_of(request, activity_of(uuid)))


@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES)
def dates(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Opening and closing, until it opens."""
    activity = activity_of(uuid)
    initial = {"opens_at": activity.opens_at, "closes_at": activity.closes_at}
    form = DatesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        opens_at = form.cleaned_data["opens_at"] or activity.opens_at or at
        try:
            set_dates(activity=activity, opens_at=opens_at, closes_at=form.cleaned_data["closes_at"], at=at)
        except ParticipationError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("participation_staff:board", uuid)
    return render(request, "participation/staff/dates.html", context_of(request, activity) | {"form": form})


@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES)
def close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Closes now, or moves the closing, with a published reason."""
    activity = activity_of(uuid)
    form = ClosingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        try:
            move_closing(
                activity=activity,
                closes_at=form.cleaned_data["closes_at"] or at,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=at,
            )
        except ParticipationError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("participation_staff:board", uuid)
    return render(request, "participation/staff/close.html", context_of(request, activity) | {"form": form})


@require_POST
@staff_required(Permission.MANAGE_ACTIVITIES)
def back_to_draft(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Undoes the opening while it has not come."""
    activity = activity_of(uuid)
    try:
        unschedule(activity=activity, at=clock.now())
    except ParticipationError as refused:
        return render(
            request,
            "participation/staff/board.html",
            context_of(request, activity) | {"refused": str(refused)},
            status=409,
        )
    return redirect("participation_staff:board", uuid)


@require_GET
@staff_required(Permission.MODERATE)
def reports(request: HttpRequest) -> HttpResponse:
    """Contributions with reports to read, the oldest report first."""
    reported = (
        Contribution.objects.filter(reports__isnull=False, reports__handled_at=None)
        .annotate(number=Count("reports"), first=Min("reports__created_at"))
        .select_related("activity")
        .prefetch_related("reports")
        .order_by("first", "pk")
    )
    page = Paginator(reported, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "participation/staff/reports.html", {"page": page})


@require_http_methods(["GET", "POST"])
@staff_required(Permission.MODERATE)
def moderate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hides one with a reason, keeps it, or shows it again."""
    contribution = get_object_or_404(
        Contribution.objects.select_related("activity").prefetch_related("reports"), uuid=uuid
    )
    act = request.POST.get("act", "")
    form = ReasonForm(request.POST if act == "hide" else None)
    if act in ("keep", "show"):
        service = keep_contribution if act == "keep" else show_contribution
        service(contribution=contribution, by=request.user, at=clock.now())
        return redirect("participation_staff:reports")
    if act == "hide" and form.is_valid():
        reason = form.cleaned_data["reason"]
        hide_contribution(contribution=contribution, reason=reason, by=request.user, at=clock.now())
        return redirect("participation_staff:reports")
    kind = kinds.get(contribution.activity.kind)
    href = kind.href(contribution.activity) if kind.href else ""
    context = {"contribution": contribution, "form": form, "href": href}
    return render(request, "participation/staff/moderate.html", context)


def activity_of(uuid: UUID) -> Activity:
    return get_object_or_404(Activity, uuid=uuid)


def context_of(request: HttpRequest, activity: Activity) -> dict[str, Any]:
    """What the board of an activity shows, and the pages that lead back to it."""
    kind = kinds.get(activity.kind)
    at = clock.now()
    state = activity.state(at)
    return {
        "activity": activity,
        "kind": kind,
        "state": state,
        "badge": BADGES[state],
        "audience": audience.sentence(activity, kind.acts[0]),
        "actions": kinds.actions(activity, lambda permission: may_now(request, permission)),
        "may_be_archived": may_be_archived(activity, at),
        "href": kind.href(activity) if kind.href else "",
        "changes": list(activity.closing_changes.all()),
        "dates": _dates(activity, state),
    }


def _dates(activity: Activity, state: State) -> list[dict[str, str]]:
    """Both instants on a line."""
    reached = [State.DRAFT, State.UPCOMING, State.OPEN, State.CLOSED, State.SETTLED].index(state)
    return [
        {"label": _("Opening"), "detail": _shown(activity.opens_at), "state": "done" if reached >= 2 else "next"},
        {
            "label": _("Closing"),
            "detail": _shown(activity.closes_at),
            "state": "done" if reached >= 3 else "next",
        },
    ]


def _shown(instant: datetime | None) -> str:
    return moment(instant) or _("not set yet")
