"""What several views ask."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from consultations.surveys.pages import KIND, page_of
from dreamplus.participation import audience
from dreamplus.participation.enums import State
from dreamplus.participation.models import Activity
from dreamplus.participation.reach import may_now_on
from dreamplus.people.models import User
from dreamplus.people.roles import Permission


def activity_or_404(request: HttpRequest, key: uuid.UUID, at: datetime) -> Activity:
    """The activity; one in preparation is seen by those who prepare it."""
    activity = get_object_or_404(Activity, uuid=key, kind=KIND)
    if activity.state(at) == State.DRAFT and not may_now_on(request, Permission.MANAGE_ACTIVITIES, activity):
        raise Http404
    audience.refuse_reading(request, activity)
    return activity


def signed_in(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def sign_in_then(address: str) -> str:
    """Where to sign in, and come back to `address`, which is always one of ours."""
    return f"{reverse('account_login')}?{urlencode({'next': address})}"


def language_of_reader() -> str:
    return (get_language() or "").split("-")[0]


def around(request: HttpRequest, activity: Activity) -> dict[str, Any]:
    """The page an activity is told on, for the way back."""
    page = page_of(activity)
    href = (page.get_url(request) or "") if page and page.live else ""
    return {"activity": activity, "activity_page": page, "activity_href": href}
