"""A meeting: whoever leads it opens one question after the other; the hall reads it on a screen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.models import Page

from dreamplus.core import clock
from dreamplus.participation.audience import refuse_reading
from dreamplus.participation.errors import NotReady, ParticipationError
from dreamplus.participation.models import Activity
from dreamplus.participation.reach import may_on_page
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission
from polls import levels
from polls.meeting import LONGEST, hall, questions_under
from polls.pages import PollPage
from polls.queries import turnouts
from polls.services.meeting import close_now, open_for
from polls.views.printing import square_of
from polls.views.surroundings import context_of

AGAIN, AGAIN_WHILE_OPEN = 5, 20
"""Seconds after which the screen looks again by itself (`screen.js`)."""


class MinutesForm(forms.Form):
    """How long a question stays open."""

    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), min_value=1, max_value=int(LONGEST.total_seconds()) // 60, initial=5
    )


@require_http_methods(["GET", "POST"])
@never_cache
@staff_required(Permission.PUBLISH_PAGES, on_a_part=True)
def lead(request: HttpRequest, page: int) -> HttpResponse:
    """The questions in their order, one button each."""
    found = get_object_or_404(Page, pk=page)
    if not may_on_page(request.user, Permission.PUBLISH_PAGES, found):
        raise PermissionDenied
    if not PollPage.objects.child_of(found).exists():
        raise Http404
    votes = questions_under(found, clock.now())
    refused: list[str] = []
    form = MinutesForm(request.POST if request.POST.get("act") == "open" else None)
    if request.method == "POST":
        try:
            if _obey(request, found, votes, form):
                return redirect("polls_staff:meeting", page)
        except NotReady as error:
            refused = error.missing
        except ParticipationError as error:
            refused = [str(error)]
        votes = questions_under(found, clock.now())
    at, voted = clock.now(), turnouts(votes)
    context: dict[str, Any] = {
        "page": found,
        "rows": [(one, one.state(at), voted[one.pk], levels.of(one) is not None) for one in votes],
        "is_open": any(one.is_open(at) for one in votes),
        "form": form,
        "refused": refused,
    }
    return render(request, "polls/staff/meeting.html", context, status=409 if refused else 200)


def _obey(request: HttpRequest, page: Page, votes: list[Activity], form: MinutesForm) -> bool:
    """Whether it was done; what was typed wrong is in `form`."""
    chosen = next((one for one in votes if str(one.uuid) == request.POST.get("vote")), None)
    if chosen is None or request.POST.get("act") not in ("open", "close"):
        raise Http404
    if request.POST["act"] == "close":
        close_now(activity=chosen, by=request.user, at=clock.now())
        return True
    if not form.is_valid():
        return False
    minutes = form.cleaned_data["minutes"]
    open_for(page=page, activity=chosen, minutes=minutes, by=request.user, at=clock.now())
    return True


@require_GET
@never_cache
def screen(request: HttpRequest, page: int) -> HttpResponse:
    """For a projector: what is open now, else the last result. It looks again by itself, unless `fige` is asked."""
    found = get_object_or_404(Page.objects.live().public(), pk=page)
    if not PollPage.objects.child_of(found).exists():
        raise Http404
    shown = hall(found, language=translation.get_language() or settings.LANGUAGE_CODE, at=clock.now())
    context: dict[str, Any] = {"page": found, "hall": shown, "still": "fige" in request.GET}
    if shown.poll is not None:
        context |= context_of(shown.poll) | {"address": str(found.full_url).split("://")[-1]}
    context["again"] = AGAIN_WHILE_OPEN if shown.poll is not None and shown.poll.is_open else AGAIN
    response = render(request, "polls/screen.html", context)
    response.headers["Cache-Control"] = "no-store, private"
    return response


@require_GET
def square(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The QR code of a vote, as SVG, for who may read the vote."""
    activity = get_object_or_404(Activity, uuid=uuid, kind="poll", scheduled_at__isnull=False)
    refuse_reading(request, activity)
    return square_of(activity)
