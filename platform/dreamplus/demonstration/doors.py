"""What only a demonstration shows, and only on this machine."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def demonstration_only(view: View[P]) -> View[P]:
    """Answers 404 outside a demonstration and to anyone who is not on this very machine."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not (settings.DREAM_DEMONSTRATION and _is_local(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _is_local(request: HttpRequest) -> bool:
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
