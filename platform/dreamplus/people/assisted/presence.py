"""What a browser knows of the accompaniment under way in it. It lives in the session: pages ask no table."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest

from dreamplus.people.assisted.models import Accompaniment
from dreamplus.people.assisted.rules.idle import GRACE, is_over

KEY = "assisted"
_TOUCHED_EVERY = 5
"""Seconds between two notes of a sign of life: each is a write of the session."""


@dataclass(frozen=True)
class Done:
    """Something that the person gave: its title, and the reference of its receipt where there is one."""

    title: str
    reference: str = ""


@dataclass(frozen=True)
class Presence:
    """`place`: primary key of the place; `code`: what a ballot keeps of it. `way`: see `enums.Way`."""

    uuid: str
    place: int
    code: str
    place_name: str
    way: str
    agreed: bool
    seen: float
    done: tuple[Done, ...]

    @property
    def is_over(self) -> bool:
        return is_over(seen=self.seen, now=time.time(), idle=settings.DREAM_ASSISTED_IDLE)


def of(request: HttpRequest) -> Presence | None:
    """The accompaniment of this browser. Visitors without a session cost nothing."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not getattr(request, "_assisted_now", False):
        return None
    kept: dict[str, Any] | None = request.session.get(KEY)
    if kept is None:
        return None
    return Presence(**{**kept, "done": tuple(Done(*one) for one in kept["done"])})


def start(request: HttpRequest, accompaniment: Accompaniment) -> None:
    """This browser is the person's from now on: whoever was signed in here is signed out first."""
    logout(request)
    place = accompaniment.place
    request.session[KEY] = {
        "uuid": str(accompaniment.uuid),
        "place": place.pk,
        "code": place.code,
        "place_name": place.name,
        "way": accompaniment.way,
        "agreed": False,
        "seen": time.time(),
        "done": [],
    }
    _keep_short(request)
    request.session.cycle_key()
    Accompaniment.objects.filter(pk=accompaniment.pk).update(session_key=request.session.session_key or "")
    request._assisted_now = True  # type: ignore[attr-defined]  # its cookie leaves with this answer


def has_agreed(request: HttpRequest) -> None:
    """The person ticked the box."""
    request.session[KEY] = {**request.session[KEY], "agreed": True}


def touch(request: HttpRequest) -> None:
    """A sign of life: the time runs again from now. The library that signs people in makes sessions last: not here."""
    kept, now = request.session.get(KEY), time.time()
    if kept is None or (now - kept["seen"] < _TOUCHED_EVERY and not request.session.modified):
        return
    request.session[KEY] = {**kept, "seen": now}
    _keep_short(request)


def note(request: HttpRequest, *, title: str, reference: str = "") -> None:
    """Adds what was just given to the receipt printed at the end; nothing outside an accompaniment. A vote that is
    changed keeps its one line."""
    if of(request) is None:
        return
    kept = request.session[KEY]
    line = [title, reference]
    if line not in kept["done"]:
        request.session[KEY] = {**kept, "done": [*kept["done"], line]}


def _keep_short(request: HttpRequest) -> None:
    request.session.set_expiry(settings.DREAM_ASSISTED_IDLE + GRACE)
