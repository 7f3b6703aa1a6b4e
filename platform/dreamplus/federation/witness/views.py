"""What the witness answers: to sites and boxes as JSON, and to anybody who looks."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from dreamplus.core import clock
from dreamplus.federation.witness import presenting
from dreamplus.federation.witness.models import SOUND, WitnessedVote
from polls.secret.rules.refusals import Refused

STATUS = {"unknown-site": 403, "unknown-poll": 404, "not-there": 502}
REFUSED = 409
ROWS = 50
MOST_BYTES = 32_000_000
"""Of what a box tells: some 400 000 leaves, as much as the shipped web server lets through."""


def told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refusals as JSON: 409 when a head is not signed, 400 for what cannot be read."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            status = STATUS.get(refused.code, REFUSED)
            return JsonResponse({"refused": refused.code, "detail": refused.detail}, status=status)

    return answered


@csrf_exempt  # asked by servers: no session is read, and what is said is verified
@require_POST
@told
def promise(request: HttpRequest) -> HttpResponse:
    """For a site that prepares a secret vote."""
    from dreamplus.federation.witness import services  # loaded, with the protocol's libraries, by the first who asks

    return JsonResponse(services.promise(_read(request)))


@csrf_exempt  # as above
@require_POST
@told
def see(request: HttpRequest, poll: UUID) -> HttpResponse:
    """For a box: a head, and its signature."""
    from dreamplus.federation.witness import services

    return JsonResponse(services.see(poll, _read(request)))


@csrf_exempt  # as above
@require_POST
@told
def agree(request: HttpRequest, poll: UUID) -> HttpResponse:
    """For a box: a later closing, and the signature that it needs."""
    from dreamplus.federation.witness import services

    return JsonResponse(services.agree(poll, _read(request)))


@require_safe
def votes(request: HttpRequest) -> HttpResponse:
    """Every vote of which this hub is the witness, those with a fault first."""
    found = WitnessedVote.objects.select_related("source").prefetch_related("agreements")
    trouble = Case(When(SOUND, then=1), default=0)
    page = Paginator(found.order_by(trouble, "-closes", "poll"), ROWS).get_page(request.GET.get("page"))
    at = clock.now()
    context = {"page": page, "rows": [presenting.row(vote, at) for vote in page]}
    return render(request, "witness/votes.html", context)


@require_GET
@never_cache
def vote(request: HttpRequest, poll: UUID) -> HttpResponse:
    """The last state of a log that the witness has signed. Any page may read it."""
    from dreamplus.federation.witness import services

    found = get_object_or_404(WitnessedVote.objects.select_related("source"), poll=poll)
    response = JsonResponse(services.shown(found))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _read(request: HttpRequest) -> Any:
    """A log of a large town is longer than a form may be. Raises `Refused`."""
    data = request.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Refused("too-long")
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise Refused("not-json") from None
