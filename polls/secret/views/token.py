"""Drawing a token: who may is asked here, what they choose is asked by another house."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dreamplus.core import clock
from dreamplus.participation import audience
from dreamplus.participation.rules.audience import Act
from dreamplus.people.assisted import presence
from polls.errors import VoteRefused
from polls.models import Attendance
from polls.secret.level import CODE
from polls.secret.rules.refusals import Refused
from polls.views.doors import find, spoken
from polls.views.surroundings import address

MOST_BYTES = 4000


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page on which a person draws their token, then goes to the booth. It may talk to the box and the region, and
    keeps hold of the window of the booth, to hand it the key."""
    activity = context["activity"]
    here = address("vote", activity.uuid)
    seat, refusal = None, None
    if request.user.is_authenticated:
        refusal = audience.check(request.user, activity, Act.VOTE, back=request.path)
        seat = Attendance.objects.filter(activity=activity, voter=request.user).first()
    context |= {
        "refusal": refusal,
        "seat": seat,
        "is_helped": presence.of(request) is not None,
        "sign_in": redirect_to_login(here, reverse("account_login")).url,
        "told": {
            "poll": str(activity.uuid),
            "box": settings.DREAM_BOX,
            "witness": settings.DREAM_WITNESS,
            "draw": reverse("secret:draw", args=[activity.uuid]),
            "voter": str(request.user.pk or ""),
        },
    }
    response = render(request, "secret/token.html", context)
    return _open_to_the_other_houses(response)


@require_POST
@spoken
def draw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A blinded message in, its signature out, as JSON; a refusal has its sentence."""
    poll = find(request, uuid)
    if poll.level is None or poll.level.code != CODE:
        return _refused("not-secret", _("This vote is not secret."), 404)
    if not request.user.is_authenticated:
        return _refused("signed-out", _("You are no longer signed in. Sign in again: nothing is lost."), 401)
    from polls.secret.services import draw_token  # loaded with the first token

    try:
        blinded = json.loads(request.read(MOST_BYTES))["blinded"]
        if not isinstance(blinded, str):
            raise TypeError
        answer = draw_token(activity=poll.activity, voter=request.user, blinded=blinded, at=clock.now())
    except VoteRefused as refused:
        return _refused(type(refused).__name__, str(refused), 409)
    except (Refused, ValueError, KeyError, TypeError):
        return _refused("malformed", _("What your browser sent cannot be read. Load the page again."), 400)
    return JsonResponse({"signature": answer})


def _refused(code: str, sentence: str, status: int) -> HttpResponse:
    return JsonResponse({"refused": code, "sentence": sentence}, status=status)


def _open_to_the_other_houses(response: HttpResponse) -> HttpResponse:
    response._csp_update = {"connect-src": [settings.DREAM_BOX, settings.DREAM_WITNESS]}  # type: ignore[attr-defined]
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups"
    return response
