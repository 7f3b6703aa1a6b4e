"""Who comes in: anybody, without a cookie; for what the site alone may ask, whoever holds the token of both."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hmac import compare_digest
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from dreamplus.core.outbound import OutboundError
from polls.secret.rules.refusals import Refused

Answer = Callable[[HttpRequest], HttpResponseBase]
NO_COOKIE = (
    "Cette page refuse les cookies : ouvrez-la dans une fenêtre privée.\n"
    "This page refuses cookies: open it in a private window.\n"
    "Deze pagina weigert cookies: open ze in een privévenster.\n"
)
STATUS = {
    "unknown-poll": 404,
    "closed": 409,
    "number-used": 409,
    "not-yet": 409,
    "forgotten": 410,
    "terms-are-laid": 409,
    "paper-is-laid": 409,
    "too-long": 413,
    "not-witnessed": 503,
    "witness-away": 503,
}


class Doors:
    """Nothing that could name a person comes in, and nothing is kept by who reads."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.META.get("HTTP_COOKIE"):
            response: HttpResponseBase = HttpResponse(NO_COOKIE, status=400, content_type="text/plain; charset=utf-8")
        else:
            response = self.answer(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        return response


def told(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refusals as JSON: `{"refused": code, "detail": …}`."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except OutboundError as away:
            return _no("witness-away", away.sentence)
        except Refused as refused:
            return _no(refused.code, refused.detail)

    return answered


def _no(code: str, detail: str) -> HttpResponseBase:
    return JsonResponse({"refused": code, "detail": detail}, status=STATUS.get(code, 400))


def of_the_site(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For the site alone: it bears `DREAM_BOX_TOKEN`."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        given = request.headers.get("Authorization", "").encode()
        if not compare_digest(given, f"Bearer {settings.DREAM_BOX_TOKEN}".encode()):
            return JsonResponse({"refused": "not-allowed", "detail": ""}, status=403)
        return view(request, *args, **kwargs)

    return told(answered)
