"""The agent's board: where activities stand, their dates, their closing, their moderation."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dreamplus.core import clock
from dreamplus.participation import audience, kinds
from dreamplus.participation.enums import State
from dreamplus.participation.errors import ParticipationError
from dreamplus.participation.forms import ClosingForm, DatesForm, ModerationForm
from dreamplus.participation.models import Activity
from dreamplus.participation.moments import moment
from dreamplus.participation.reach import activity_for, may_now_on, within
from dreamplus.participation.services import (
    may_be_archived,
    move_closing,
    set_dates,
    set_moderation,
    unschedule,
)
from dreamplus.people.doors import staff_required
from dreamplus.people.permissions import may
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
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def activities(request: HttpRequest) -> HttpResponse:
    """Every activity that is not archived, the newest first."""
    found = Activity.objects.filter(archived_at=None).order_by("-created_at", "-pk")
    creations = kinds.creations() if may(request.user, Permission.MANAGE_ACTIVITIES) else []
    return listed(request, found, creations=creations)


def listed(request: HttpRequest, found: QuerySet[Activity], **more: Any) -> HttpResponse:
    """A page of `found`, each with its state in words."""
    at = clock.now()
    found = within(found, request.user, Permission.MANAGE_ACTIVITIES)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"activity": one, "kind": kinds.get(one.kind).label, "state": one.state(at), "badge": BADGES[one.state(at)]}
        for one in page
    ]
    return render(request, "participation/staff/activities.html", {"page": page, "rows": rows} | more)


@require_GET
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def board(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One activity: its state in words, and what can be done about it now."""
    activity = activity_for(request, Permission.MANAGE_ACTIVITIES, uuid)
    return render(request, "participation/staff/board.html", context_of(request, activity))


@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def dates(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Opening and closing, until it opens."""
    activity = activity_for(request, Permission.MANAGE_ACTIVITIES, uuid)
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
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Closes now, or moves the closing, with a published reason; what is sealed in a log is only moved later."""
    activity = activity_for(request, Permission.MANAGE_ACTIVITIES, uuid)
    context = context_of(request, activity)
    form = ClosingForm(request.POST or None, only_later=not context["may_close_early"])
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
    return render(request, "participation/staff/close.html", context | {"form": form})


@require_POST
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def back_to_draft(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Undoes the opening while it has not come."""
    activity = activity_for(request, Permission.MANAGE_ACTIVITIES, uuid)
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


@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def moderation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """When what people write is read: also while it is open."""
    activity = activity_for(request, Permission.MANAGE_ACTIVITIES, uuid)
    form = ModerationForm(request.POST or None, initial={"moderation": activity.moderation})
    if request.method == "POST" and form.is_valid():
        set_moderation(activity=activity, **form.cleaned_data)
        return redirect("participation_staff:board", uuid)
    return render(request, "participation/staff/moderation.html", context_of(request, activity) | {"form": form})


@require_GET
@staff_required(Permission.MODERATE)
def reports(request: HttpRequest) -> HttpResponse:
    """The former list: moderation has one queue."""
    return redirect("moderation_staff:queue", permanent=True)


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
        "actions": kinds.actions(activity, lambda permission: may_now_on(request, permission, activity)),
        "may_be_archived": may_be_archived(activity, at),
        "href": kind.href(activity) if kind.href else "",
        "may_close_early": not kinds.is_fixed(activity),
        "changes": list(activity.closing_changes.all()),
        "dates": _dates(activity, state),
        "written": kind.words is not None,
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
