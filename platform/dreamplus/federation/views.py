"""The four addresses of the federation. Public, read only, the same for everyone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

import dreamplus
from dreamplus.federation import identity, queries
from dreamplus.federation.models import Ledger
from dreamplus.federation.place import contact_address, our_place
from dreamplus.federation.wire import bodies, discovery, feed, heads, keys

View = Callable[..., HttpResponse]


def _refusal(status: int, sentence: str) -> JsonResponse:
    answer = JsonResponse({"error": sentence}, status=status)
    if status == 503:
        answer["Retry-After"] = "120"
    return answer


def _number(request: HttpRequest, name: str, default: int, most: int) -> int | None:
    raw = request.GET.get(name, str(default))
    number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= 15 else -1
    return number if 0 <= number <= most else None


def _under_the_head(view: Callable[[HttpRequest, Ledger], HttpResponse]) -> View:
    """Gives the view the current head, whose tag is the answer's; 304 when the reader already has it."""

    @require_safe
    @wraps(view)
    def inner(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        ledger = queries.ledger()
        if ledger is None:
            return _refusal(503, "Nothing is signed yet; the worker signs the first head within a minute.")
        tag = heads.etag(ledger.head)
        if tag in parse_etags(request.headers.get("If-None-Match", "")):
            answer: HttpResponse = HttpResponse(status=304)
        else:
            answer = view(request, ledger)
        if answer.status_code in (200, 304):
            answer["ETag"] = tag
            patch_cache_control(answer, no_cache=True, public=True)
        return answer

    return inner


@_under_the_head
def changes(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    """`?since=<int>&limit<=100`: the lines after `since`, and the head."""
    since = _number(request, "since", 0, 10**15 - 1)
    limit = _number(request, "limit", feed.MAX_LINES, feed.MAX_LINES)
    if since is None or not limit:
        return _refusal(400, f"`since` is a number from 0, `limit` a number from 1 to {feed.MAX_LINES}.")
    lines = queries.lines(since=since, until=ledger.seq, limit=limit)
    page = feed.encode(lines, head=ledger.head, next_seq=since + len(lines))
    return HttpResponse(page, content_type="application/json")


@_under_the_head
def head(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    """The signed head alone."""
    return HttpResponse(ledger.head, content_type="application/jose")


@require_safe
def discover(request: HttpRequest) -> HttpResponse:
    """`/.well-known/dreamplus`."""
    place = our_place()
    if place is None:
        return _refusal(503, "This site does not say yet which territory it belongs to (DREAM_TERRITORY).")
    try:
        own = identity.load()
    except identity.NoIdentity:
        return _refusal(503, "This site has no signing key yet; the worker makes it within a minute.")
    document = discovery.encode(
        issuer=settings.DREAM_ORIGIN,
        code=place.code,
        name=place.name,
        version=dreamplus.__version__,
        jwk=keys.public_jwk(own.key),
        since=own.since,
        contact=contact_address(),
        retention="",
    )
    answer = HttpResponse(document, content_type="application/json")
    patch_cache_control(answer, public=True, max_age=300)
    return answer


@require_safe
def schema(request: HttpRequest, kind: str) -> HttpResponse:
    """The JSON Schema of a type of entry, for readers in other languages."""
    if kind not in bodies.TYPES:
        return _refusal(404, "There is no such type.")
    return JsonResponse(bodies.json_schema(kind, issuer=settings.DREAM_ORIGIN), content_type="application/schema+json")
