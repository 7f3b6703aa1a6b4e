"""During an accompaniment: only what is open to it, nothing kept by the browser, and an end when nobody is there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.deprecation import MiddlewareMixin

from dreamplus.people.assisted import leaving, open_to, presence
from dreamplus.people.assisted.enums import Ending


class AssistedMiddleware(MiddlewareMixin):
    """It runs after sessions, people and the check of forged requests. What is for machines it does not look at, so
    that such answers depend on no cookie."""

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> HttpResponse | None:
        name = _name(request)
        now = None if open_to.is_for_machines(name) else presence.of(request)
        if now is None:
            return None
        if now.is_over:
            return leaving.leave(request, now, Ending.IDLE)
        if not open_to.is_open(name):
            return render(request, "assisted/closed.html", {"presence": now}, status=403)
        if not now.agreed and not name.startswith("assisted:"):
            return redirect("assisted:begin")
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        name = _name(request)
        if open_to.is_for_machines(name) or not hasattr(request, "session") or presence.of(request) is None:
            return response
        if name not in _NO_SIGN_OF_LIFE:
            presence.touch(request)
        response["Cache-Control"] = "no-store"
        return response


_NO_SIGN_OF_LIFE = {"assisted:still", "assisted:gone"}


def _name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
