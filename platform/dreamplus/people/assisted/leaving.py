"""Everything goes at the end: the session here, the one at the identity provider, and what the browser kept."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dreamplus.core import clock
from dreamplus.people.assisted.enums import Ending
from dreamplus.people.assisted.presence import Presence
from dreamplus.people.assisted.services.ending import end
from dreamplus.people.identity.leaving import left_behind, to_provider

WIPED = '"cache", "cookies", "storage"'


def leave(request: HttpRequest, now: Presence, ending: Ending) -> HttpResponse:
    """Ends the accompaniment of this browser; the answer leads to the last page, by way of the provider if one was
    used."""
    opened = left_behind(request)
    end(uuid=now.uuid, ending=ending, at=clock.now())
    logout(request)
    if opened is not None:
        onwards = to_provider(request, opened, then="assisted:gone")
        if onwards is not None:
            return _without_cookies(request, onwards)
    return wiped(request, redirect("assisted:gone"))


def wiped(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Asks the browser to forget this site, and deletes its cookies one by one where it does not know how."""
    response["Clear-Site-Data"] = WIPED
    response["Cache-Control"] = "no-store"
    return _without_cookies(request, response)


def _without_cookies(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    kept = {settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    for name in set(request.COOKIES) - kept:
        response.delete_cookie(name, samesite="Lax")
    return response
