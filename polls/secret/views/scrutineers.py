"""The page of a scrutineer: the link of their letter is all they need. Their private key stays with them until they
give it, after the closing."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dreamplus.core import clock
from dreamplus.participation.errors import ParticipationError
from dreamplus.participation.paper.queries import is_awaited
from polls.secret.models import Scrutineer
from polls.words import words_of

MOST_BYTES = 4000


@require_GET
@never_cache
def page(request: HttpRequest, secret: str) -> HttpResponse:
    """Make a key and try it; wait; give it."""
    scrutineer = _found(secret)
    vote, at = scrutineer.vote, clock.now()
    closes = vote.activity.closes_at
    context: dict[str, Any] = {
        "scrutineer": scrutineer,
        "vote": vote,
        "activity": vote.activity,
        "words": words_of(vote.activity, translation.get_language() or ""),
        "is_over": closes is not None and closes <= at,
        "paper_awaited": is_awaited(vote.activity),
        "told": {
            "poll": str(vote.activity.uuid),
            "number": scrutineer.number,
            "public": scrutineer.public,
            "act": reverse("secret:act", args=[secret]),
        },
    }
    response = render(request, "secret/scrutineer.html", context)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_POST
@never_cache
def act(request: HttpRequest, secret: str) -> HttpResponse:
    """`{"public": …}`, then `{"opened": …}`, after the closing `{"private": …}`: JSON, a refusal with its sentence."""
    from polls.secret.services import give_key, keep_key, prove_key  # loaded when a scrutineer comes

    scrutineer = _found(secret)
    try:
        told = json.loads(request.read(MOST_BYTES))
        (name, value), *more = told.items()
        if more or not isinstance(value, str):
            raise TypeError
    except (ValueError, TypeError, AttributeError):
        return JsonResponse({"sentence": _("What your browser sent cannot be read. Load the page again.")}, status=400)
    try:
        match name:
            case "public":
                return JsonResponse(keep_key(scrutineer=scrutineer, public=value))
            case "opened":
                prove_key(scrutineer=scrutineer, opened=value, at=clock.now())
            case "private":
                give_key(scrutineer=scrutineer, private=value, at=clock.now())
            case _:
                return JsonResponse({"sentence": _("What your browser sent cannot be read.")}, status=400)
    except ParticipationError as refused:
        return JsonResponse({"sentence": str(refused)}, status=409)
    return JsonResponse({"done": True})


def _found(secret: str) -> Scrutineer:
    from polls.secret.services.scrutineers import by_link

    scrutineer = by_link(secret)
    if scrutineer is None:
        raise Http404
    return scrutineer
