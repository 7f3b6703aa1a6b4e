"""A choice kept in the person's own browser between the ballot and "I vote": signed, for half an hour.

Nothing of it is stored by the server before the vote, in no session and in no address.
"""

from __future__ import annotations

from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse

SECONDS = 30 * 60


def keep(response: HttpResponse, *, request: HttpRequest, activity: UUID, choices: tuple[str, ...]) -> None:
    """Puts the choice in a cookie of this vote, which no script can read."""
    response.set_cookie(
        _name(activity),
        signing.dumps(list(choices), salt=_salt(activity), compress=True),
        max_age=SECONDS,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def kept(request: HttpRequest, activity: UUID) -> tuple[str, ...] | None:
    """The choice kept, or None when there is none, it is too old, or it was tampered with."""
    try:
        choices = signing.loads(request.COOKIES.get(_name(activity), ""), salt=_salt(activity), max_age=SECONDS)
    except signing.BadSignature:
        return None
    return tuple(str(code) for code in choices) if isinstance(choices, list) else None


def forget(response: HttpResponse, activity: UUID) -> None:
    response.delete_cookie(_name(activity), samesite="Lax")


def _name(activity: UUID) -> str:
    return f"dream_choice_{activity.hex[:12]}"


def _salt(activity: UUID) -> str:
    return f"polls.choice.{activity}"
