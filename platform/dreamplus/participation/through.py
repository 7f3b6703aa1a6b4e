"""How somebody takes part in this request: on line, or helped at a place. Never who helps."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from dreamplus.participation.enums import Channel
from dreamplus.people.assisted import presence


@dataclass(frozen=True)
class Through:
    """`place`: primary key of the place where they are helped; `station`: its code, which a ballot keeps."""

    channel: Channel = Channel.WEB
    place: int | None = None
    station: str = ""


ON_LINE = Through()


def through(request: HttpRequest) -> Through:
    """No query: it is in the session."""
    now = presence.of(request)
    return ON_LINE if now is None else Through(Channel.ASSISTED, now.place, now.code)
