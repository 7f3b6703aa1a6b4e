"""The doors of the staff: signed in, second factor shown in this session, permission."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import suspend_request
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from dreamplus.people import second_factor
from dreamplus.people.models import User
from dreamplus.people.permissions import is_staff, may, may_somewhere
from dreamplus.people.roles import Permission

View = Callable[..., HttpResponseBase]
MARK = "staff_permission"
"""Attribute of a guarded view: the suite finds every one of them by it."""
NEXT_SESSION_KEY = "people.next_after_enrolment"


def staff_required(permission: Permission, *, on_a_part: bool = False) -> Callable[[View], View]:
    """View decorator. A visitor signs in first; a person without `permission` gets 403; staff show a second factor.

    `on_a_part`: holding it on a part of the site opens the door; the view then asks it again for what it shows.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return refusal(request, permission, on_a_part=on_a_part) or view(request, *args, **kwargs)

        setattr(guarded, MARK, permission)
        return guarded

    return decorate


def refusal(
    request: HttpRequest, permission: Permission | None = None, *, on_a_part: bool = False
) -> HttpResponse | None:
    """What stands before a staff door for this request: None when it opens.

    Without `permission` any staff role will do. Raises `PermissionDenied` for people who hold no such role.
    """
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    asked = may_somewhere if on_a_part else may
    if not (is_staff(user) and (permission is None or asked(user, permission))):
        raise PermissionDenied
    if second_factor.used_in(request):
        return None
    return ask_second_factor(request, user)


def ask_second_factor(request: HttpRequest, user: User) -> HttpResponse:
    """Sends staff to enrol a second factor, or to show the one they have; what they were posting is kept."""
    if not second_factor.enrolled(user):
        request.session[NEXT_SESSION_KEY] = request.get_full_path() if request.method == "GET" else ""
        return redirect("people:second_factor")
    methods = get_adapter(request).get_reauthentication_methods(user)
    answer: HttpResponse = suspend_request(request, methods[0]["url"])
    return answer


def may_now(request: HttpRequest, permission: Permission) -> bool:
    """Whether a staff button may be shown or obeyed: role and second factor in this session."""
    return may(request.user, permission) and second_factor_shown(request)


def second_factor_shown(request: HttpRequest) -> bool:
    """Whether this session is as strong as its person's roles ask."""
    return not is_staff(request.user) or second_factor.used_in(request)
