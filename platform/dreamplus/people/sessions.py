"""Where a person is signed in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from dreamplus.people.models import User

SHOWN = 50
_BROWSERS = (("Firefox", "Firefox"), ("Edg", "Edge"), ("OPR", "Opera"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"))


@dataclass(frozen=True)
class OpenSession:
    """One browser in which the person is signed in."""

    pk: int
    browser: str
    opened_at: datetime
    current: bool


def open_sessions(*, user: User, current_key: str | None, at: datetime) -> list[OpenSession]:
    """The sessions that are still open, this one first, then the latest; two queries."""
    rows = list(UserSession.objects.filter(user=user).order_by("-created_at"))
    keys = [row.session_key for row in rows]
    alive = set(Session.objects.filter(session_key__in=keys, expire_date__gt=at).values_list("session_key", flat=True))
    found = [
        OpenSession(row.pk, browser_name(row.user_agent), row.created_at, row.session_key == current_key)
        for row in rows
        if row.session_key in alive
    ]
    return sorted(found, key=lambda session: not session.current)[:SHOWN]


def close_session(*, user: User, pk: int) -> bool:
    """Ends one of the person's own sessions; False when it is not theirs or already over."""
    session = UserSession.objects.filter(user=user, pk=pk).first()
    if session is None:
        return False
    session.end()
    return True


def close_others(*, user: User, current_key: str | None) -> int:
    """Ends every session but the current one; returns how many."""
    others = list(UserSession.objects.filter(user=user).exclude(session_key=current_key))
    for session in others:
        session.end()
    return len(others)


def keys_of(user: User) -> set[str]:
    """Every stored session that names the person: signed in, or begun with one of their addresses."""
    addresses = addresses_of(user)
    return {row.session_key for row in Session.objects.iterator() if _names(row.get_decoded(), str(user.pk), addresses)}


def addresses_of(user: User) -> set[str]:
    """Their e-mail addresses, confirmed or not, in small letters."""
    others = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return {user.email.lower(), *(address.lower() for address in others)}


def _names(content: Any, pk: str, addresses: set[str]) -> bool:
    if isinstance(content, dict):
        return content.get(SESSION_KEY) == pk or any(_names(value, pk, addresses) for value in content.values())
    if isinstance(content, (list, tuple)):
        return any(_names(value, pk, addresses) for value in content)
    return isinstance(content, str) and content.lower() in addresses


def browser_name(agent: str) -> str:
    """What a person would call it: "Firefox, Android"; words of a program are never shown as they are."""
    browser = next((name for mark, name in _BROWSERS if re.search(rf"\b{mark}\w*/", agent)), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "Linux" if "Linux" in agent else "")
    return ", ".join(word for word in (browser, system) if word) or _("A browser we do not know")
