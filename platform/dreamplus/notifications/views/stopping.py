"""The link at the end of each letter. Reading it changes nothing: mail scanners follow links (RFC 8058)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dreamplus.core import clock
from dreamplus.notifications import kinds, tokens
from dreamplus.notifications.services.choosing import ALL, resume_letters, stop_letters


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One click of a mail program posts here without cookie: the signed token stands for the form's own."""
    found = tokens.read_stop(token)
    if found is None and request.method == "POST":
        raise PermissionDenied
    if found is None:
        raise Http404
    at, state = clock.now(), "asked"
    if request.method == "POST" and request.POST.get("action") == "undo":
        resume_letters(person=found.person, kind=found.kind, at=at)
        state = "undone"
    elif request.method == "POST":
        stop_letters(person=found.person, kind=found.kind, at=at)
        state = "stopped"
    kind = kinds.get(found.kind)
    everything = "" if found.kind == ALL else tokens.stop_token(found.person.uuid)
    context = {"state": state, "kind": kind.label if kind else "", "everything": everything, "token": token}
    return render(request, "notifications/stop.html", context)
