"""One guard before every address of the staff side, whatever the method and whatever is mounted there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

from dreamplus.people import doors, trust


class StaffDoorMiddleware(MiddlewareMixin):
    """Lets nobody past `/admin/` without a staff role and a second factor shown in this session.

    It looks at the address, not at the view, so that a page added by a library is behind the same door. It runs after
    the check of forged requests (what it keeps for later has passed it) and after sessions, people and accounts.
    """

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> HttpResponse | None:
        if behind_staff_door(request.path_info):
            return doors.refusal(request)
        return None


class TrustedBrowserMiddleware(MiddlewareMixin):
    """Gives its cookie to a browser that was just trusted."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        trust.set_cookie(request, response)
        return response


def behind_staff_door(path: str) -> bool:
    """Whether `path` belongs to the staff side."""
    return path.startswith(reverse("wagtailadmin_home"))
