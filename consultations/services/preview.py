"""A link with its password, for somebody who has no account: an elected official, a partner, an association."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password

from consultations.pages import ProcessPage
from consultations.previews import PreviewLink
from dreamplus.core import access, ratelimit
from dreamplus.people.models import User

LASTS = timedelta(days=14)
TRIES, PER = 10, timedelta(hours=1)
"""Passwords that may be tried on one link."""


def make_link(*, process: ProcessPage, by: User, at: datetime) -> tuple[str, str]:
    """A new link, in the place of the one before: its secret and its password, told once."""
    secret, password = secrets.token_urlsafe(18), f"{secrets.randbelow(10**4):04d} {secrets.randbelow(10**4):04d}"
    PreviewLink.objects.update_or_create(
        process=process,
        defaults={
            "digest": digest(secret),
            "password": make_password(password),
            "made_by": by,
            "expires_at": at + LASTS,
        },
    )
    access.log(actor=by, purpose="consultations.preview", subject=f"consultations.ProcessPage:{process.pk}", at=at)
    return secret, password


def end_link(*, process: ProcessPage) -> None:
    """It leads nowhere any more."""
    PreviewLink.objects.filter(process=process).delete()


def link_of(secret: str, *, at: datetime) -> PreviewLink | None:
    """The link of that secret while it lasts, for a consultation that is not on line yet."""
    found = PreviewLink.objects.filter(digest=digest(secret), expires_at__gt=at, process__live=False)
    return found.select_related("process").first()


def may_try(link: PreviewLink, *, at: datetime) -> bool:
    """Counts one try of its password."""
    return ratelimit.allow(key=f"consultations.preview:{link.digest}", limit=TRIES, per=PER, at=at)


def fits(link: PreviewLink, password: str) -> bool:
    """Whether that is its password, spaces aside."""
    digits = "".join(password.split())
    return check_password(f"{digits[:4]} {digits[4:]}", link.password)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
