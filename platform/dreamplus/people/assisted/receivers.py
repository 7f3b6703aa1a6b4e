"""Somebody signs in during an accompaniment."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from dreamplus.core import clock
from dreamplus.people.assisted import presence
from dreamplus.people.assisted.services.beginning import signed_in
from dreamplus.people.models import User


@receiver(user_logged_in)
def person_signed_in(request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """The accompaniment follows the session, which has a new key."""
    if request is None or not hasattr(request, "session") or (now := presence.of(request)) is None:
        return
    signed_in(uuid=now.uuid, user=user, session_key=request.session.session_key or "", at=clock.now())
