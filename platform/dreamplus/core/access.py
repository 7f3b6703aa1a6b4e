"""Who among the staff did or read what, and for which purpose: apart from the event log, which knows no person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dreamplus.core.models import AccessLog


def log(*, actor: Any, purpose: str, subject: str, at: datetime) -> AccessLog:
    """Writes one access. `actor`: the person or the primary key; `purpose`: a slug such as `people.export`;
    `subject`: what was touched, as `application.Model:key`, never a name or an e-mail address."""
    if "@" in subject or "@" in purpose:
        raise ValueError("an access log names things by their identifier, never by an e-mail address")
    return AccessLog.objects.create(actor_id=str(getattr(actor, "pk", actor)), purpose=purpose, subject=subject, at=at)


def purge(*, at: datetime) -> int:
    """Erases what is older than its retention; returns how many lines went."""
    return AccessLog.objects.filter(at__lt=at - timedelta(days=AccessLog.KEPT_DAYS)).delete()[0]
