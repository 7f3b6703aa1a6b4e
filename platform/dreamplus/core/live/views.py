"""The address under every socket: the same payload with an entity tag, for whoever cannot or will not keep a socket."""

from __future__ import annotations

import threading
import time
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from dreamplus.core.live import topics

_recent: dict[tuple[str, str], tuple[float, topics.Message | None]] = {}
_lock = threading.Lock()


@require_safe
def topic(request: HttpRequest, topic: str, key: str) -> HttpResponse:
    """JSON of one topic; 304 when `If-None-Match` already has it; 404 when unknown, forbidden or empty."""
    if topics.readable(request.user, topic, key) is None:
        raise Http404
    message = _coalesced(topic, key)
    if message is None:
        raise Http404
    known = parse_etags(request.headers.get("If-None-Match", ""))
    response: Any
    if message.etag in known or f"W/{message.etag}" in known:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(message.text, content_type="application/json; charset=utf-8")
    response["ETag"] = message.etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _coalesced(name: str, key: str) -> topics.Message | None:
    """The payload, built at most once in `DREAM_LIVE_COALESCE` seconds by this process, however many poll."""
    keep: float = settings.DREAM_LIVE_COALESCE
    if not keep:
        return topics.message(name, key)
    at = time.monotonic()
    built, message = _recent.get((name, key), (float("-inf"), None))
    if at - built < keep:
        return message
    message = topics.message(name, key)
    with _lock:
        if len(_recent) > 500:
            _recent.clear()
        _recent[name, key] = (at, message)
    return message
