"""Visiting a source: the network alone. What comes back is stored unread; `verifying` judges it elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from dreamplus.core import outbound
from dreamplus.federation.harvest import outcomes
from dreamplus.federation.harvest.errors import Trouble
from dreamplus.federation.harvest.models import Delivery, Source, State
from dreamplus.federation.wire import discovery, feed
from dreamplus.federation.wire.discovery import Discovery
from dreamplus.federation.wire.faults import WireError

SECONDS = 10  # wall clock, from the first byte sent to the last received
DISCOVER_EVERY = timedelta(days=1)


def fetch_discovery(origin: str) -> Discovery:
    """What the host at `origin` says of itself. Raises `OutboundError`, `WireError`."""
    answer = outbound.fetch(origin + discovery.PATH, max_bytes=discovery.MAX_DOCUMENT, seconds=SECONDS)
    if answer.status != 200:
        raise outbound.OutboundError(f"{origin} answered {answer.status}")
    return discovery.decode(answer.body, origin=origin)


def visit(source: Source, *, pages: int, at: datetime) -> Delivery | None:
    """Asks `source` for what follows; a `Delivery` to verify, or None when nothing changed or the visit failed.

    Writes the outcome of the visit on the source. Raises nothing a host could provoke.
    """
    if source.state != State.ACTIVE:
        return None
    try:
        if at - source.discovered_at >= DISCOVER_EVERY:
            _look_again(source, at)
        return _ask(source, pages, at)
    except outbound.OutboundError:
        outcomes.failed(source, Trouble.UNREACHABLE, at=at)
    except WireError as error:
        outcomes.refused(source, error, at=at)
    return None


def _look_again(source: Source, at: datetime) -> None:
    document = fetch_discovery(source.origin)
    discovery.pinned(document, thumbprint=source.thumbprint, code=source.territory.code, today=at.date().isoformat())
    source.name, source.discovered_at = document.name, at
    source.save(update_fields=["name", "discovered_at"])


def _ask(source: Source, pages: int, at: datetime) -> Delivery | None:
    headers = {"Accept": "application/json"}
    if source.etag and source.last_seq == source.head_seq:
        headers["If-None-Match"] = source.etag
    answer = outbound.fetch(
        f"{source.origin}{discovery.ENDPOINTS['changes']}?since={source.last_seq}&limit={feed.MAX_LINES}",
        headers=headers,
        max_bytes=feed.MAX_PAGE,
        seconds=SECONDS,
    )
    if answer.status == 304 and "If-None-Match" in headers:
        _unchanged(source, at)
        return None
    if answer.status != 200:
        outcomes.failed(source, Trouble.GONE if answer.status == 410 else Trouble.REFUSED_BY_HOST, at=at)
        return None
    return Delivery.objects.create(
        source=source,
        since=source.last_seq,
        pages=pages,
        data=answer.body,
        etag=str(answer.headers.get("etag", ""))[:80],
        fetched_at=at,
    )


def _unchanged(source: Source, at: datetime) -> None:
    """After its head has expired, a host that says "nothing changed" says nothing."""
    if source.head_expires_at is None or source.head_expires_at <= at:
        outcomes.failed(source, Trouble.STALE, at=at)
        return
    with transaction.atomic():
        outcomes.succeeded(source, at=at)
