"""Out of the way, and back: nothing that the public sees changes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dreamplus.core import clock
from dreamplus.participation.errors import StillRunning
from dreamplus.participation.models import Activity
from dreamplus.participation.reach import activity_for
from dreamplus.participation.services import archive as archive_activity
from dreamplus.participation.services import bring_back as bring_back_activity
from dreamplus.participation.views.managing import context_of, listed
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission


@require_GET
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def archived(request: HttpRequest) -> HttpResponse:
    """What was archived, the last first."""
    found = Activity.objects.filter(archived_at__isnull=False).order_by("-archived_at", "-pk")
    return listed(request, found, archived=True)


@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def archive(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Says what happens, then does it."""
    activity = activity_for(request, Permission.MANAGE_ACTIVITIES, uuid)
    refused = ""
    if request.method == "POST":
        try:
            archive_activity(activity=activity, by=request.user, at=clock.now())
        except StillRunning as error:
            refused = str(error)
        else:
            messages.success(request, _("It is archived. You will find it under “Archived activities”."))
            return redirect("participation_staff:board", uuid)
    context = context_of(request, activity) | {"refused": refused}
    return render(request, "participation/staff/archive.html", context, status=409 if refused else 200)


@require_POST
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def bring_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Undoes it."""
    activity = activity_for(request, Permission.MANAGE_ACTIVITIES, uuid)
    bring_back_activity(activity=activity, by=request.user, at=clock.now())
    messages.success(request, _("It is back among the activities."))
    return redirect("participation_staff:board", uuid)
