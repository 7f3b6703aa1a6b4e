"""What every page of a vote does first: find it, speak its language, keep out of caches."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import translate_url
from django.utils import translation
from django.views.decorators.cache import never_cache

from dreamplus.core import clock
from dreamplus.participation.audience import refuse_reading
from dreamplus.participation.enums import State
from dreamplus.participation.models import Activity
from dreamplus.participation.reach import may_now_on
from dreamplus.people.roles import Permission
from polls.queries import Standing, remember, standing

LANGUAGE = "langue"


def spoken(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Sends `?langue=nl` to the address in that language, and forbids every cache to keep the page."""

    @wraps(view)
    @never_cache
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.GET.get(LANGUAGE, "")
        if wanted in dict(settings.LANGUAGES):
            return redirect(translate_url(request.path, wanted))
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    return answered


def find(request: HttpRequest, uuid: UUID) -> Standing:
    """The vote. Drafts are for staff who prepare them; for others they do not exist.

    Nothing is written: between the opening and the minute tick the rules shown are those that will be frozen.
    """
    at = clock.now()
    activity = get_object_or_404(Activity, uuid=uuid, kind="poll")
    remember(activity)
    if activity.state(at) == State.DRAFT and not may_now_on(request, Permission.MANAGE_ACTIVITIES, activity):
        raise Http404
    refuse_reading(request, activity)
    return standing(activity, language=translation.get_language() or settings.LANGUAGE_CODE, at=at)
