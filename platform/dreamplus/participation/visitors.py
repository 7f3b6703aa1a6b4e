"""Who stands before a view of an activity: what views of every kind ask."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode

from dreamplus.participation import audience
from dreamplus.participation.enums import State
from dreamplus.participation.models import Activity
from dreamplus.participation.reach import may_now_on
from dreamplus.people.models import User
from dreamplus.people.roles import Permission


def activity_or_404(request: HttpRequest, key: UUID, kind: str, at: datetime) -> Activity:
    """The activity of that kind, for those who may read it; one in preparation is seen by those who prepare it.

    Raises `Http404`, `PermissionDenied`.
    """
    activity = get_object_or_404(Activity, uuid=key, kind=kind)
    if activity.state(at) == State.DRAFT and not may_now_on(request, Permission.MANAGE_ACTIVITIES, activity):
        raise Http404
    audience.refuse_reading(request, activity)
    return activity


def signed_in(request: HttpRequest) -> User | None:
    """The person of this request, None for a visitor."""
    return request.user if isinstance(request.user, User) else None


def sign_in_then(address: str) -> str:
    """Where to sign in, and come back to `address`, which is always one of ours."""
    return f"{reverse('account_login')}?{urlencode({'next': address})}"
