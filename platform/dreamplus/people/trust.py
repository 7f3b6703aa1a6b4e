"""Browsers that a person trusts with their second factor for thirty days; never those of an administrator.

The library's own trusted browsers live in a signed cookie that nothing can take back. Here the cookie holds a token and
the database its digest: forgetting the row ends the trust (decision 0011).
"""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from dreamplus.core import clock
from dreamplus.people.models import TrustedBrowser, User
from dreamplus.people.permissions import roles_of
from dreamplus.people.roles import NEVER_TRUSTED
from dreamplus.people.rules.retention import kept_for
from dreamplus.people.sessions import browser_name

KEPT = kept_for("trust")
MOST = 10
"""Trusted browsers of one person; the oldest goes first."""
_NEW, _KNOWN = "_new_trust", "_trusted"


def may_trust(user: User) -> bool:
    """Whether the person's roles let a browser be remembered."""
    return user.is_active and not roles_of(user) & NEVER_TRUSTED


def trust_browser(request: HttpRequest, *, user: User, at: datetime) -> TrustedBrowser | None:
    """Remembers this browser; None for people who may not. The cookie goes with the answer, see `set_cookie`."""
    if not may_trust(user):
        return None
    token = secrets.token_urlsafe(32)
    kept = TrustedBrowser.objects.filter(user=user).order_by("-trusted_at", "-pk").values_list("pk", flat=True)
    TrustedBrowser.objects.filter(pk__in=list(kept[MOST - 1 :])).delete()
    row = TrustedBrowser.objects.create(
        user=user,
        digest=_digest(token),
        browser=browser_name(request.META.get("HTTP_USER_AGENT", ""))[:60],
        trusted_at=at,
        expires_at=at + KEPT,
    )
    setattr(request, _NEW, token)
    return row


def set_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Gives the browser the token, if trust was just given."""
    token = getattr(request, _NEW, None)
    if token:
        response.set_cookie(
            settings.DREAM_TRUST_COOKIE_NAME,
            token,
            max_age=KEPT,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def trusted(request: HttpRequest, user: User) -> TrustedBrowser | None:
    """The trust that this browser has from `user`, if any. One query a request, none without the cookie."""
    token = request.COOKIES.get(settings.DREAM_TRUST_COOKIE_NAME)
    if not token:
        return None
    known: dict[int, TrustedBrowser | None] = request.__dict__.setdefault(_KNOWN, {})
    if user.pk not in known:
        rows = TrustedBrowser.objects.filter(user=user, digest=_digest(token), expires_at__gt=clock.now())
        known[user.pk] = rows.first()
    return known[user.pk] if may_trust(user) else None


def trusted_browsers(*, user: User, at: datetime) -> list[TrustedBrowser]:
    """The latest first; one query."""
    return list(TrustedBrowser.objects.filter(user=user, expires_at__gt=at).order_by("-trusted_at", "-pk"))


def forget(*, user: User, pk: int) -> bool:
    """Ends the trust in one of the person's browsers; False when it is not theirs."""
    return bool(TrustedBrowser.objects.filter(user=user, pk=pk).delete()[0])


def forget_all(user: User, *, but: TrustedBrowser | None = None) -> None:
    """Ends the trust in every browser of the person, `but` one."""
    rows = TrustedBrowser.objects.filter(user=user)
    (rows.exclude(pk=but.pk) if but else rows).delete()


def expired(*, before: datetime) -> QuerySet[TrustedBrowser]:
    """What no longer counts; the nightly purge deletes it."""
    return TrustedBrowser.objects.filter(expires_at__lte=before)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
