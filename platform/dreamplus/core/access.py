"""Who among the staff did or read what, and for which purpose: apart from the event log, which knows no person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from dreamplus.core.models import AccessLog


def log(*, actor: Any, purpose: str, subject: str, at: datetime) -> AccessLog:
    """Writes one access. `actor`: the person or the primary key; `purpose`: a slug such as `people.export`;
    `subject`: what was touched, as `application.Model:key`, never a name or an e-mail address."""
    if "@" in subject or "@" in purpose:
        raise ValueError("an access log names things by their identifier, never by an e-mail address")
    return AccessLog.objects.create(actor_id=str(getattr(actor, "pk", actor)), purpose=purpose, subject=subject, at=at)


def about(*subjects: str) -> QuerySet[AccessLog]:
    """The lines that touch one of `subjects`, the oldest first."""
    return AccessLog.objects.filter(subject__in=subjects).order_by("at", "pk")


def by(actor: Any) -> QuerySet[AccessLog]:
    """The lines of one member of staff, the oldest first."""
    return AccessLog.objects.filter(actor_id=str(actor.pk)).order_by("at", "pk")


def rename(*, actor: Any, subjects: Sequence[str], name: str) -> None:
    """Puts `name` in the place of a person who is being erased, as actor and as subject."""
    by(actor).update(actor_id=name)
    about(*subjects).update(subject=f"people.User:{name}")


def due(at: datetime) -> QuerySet[AccessLog]:
    """What is older than its retention at `at`."""
    return AccessLog.objects.filter(at__lt=at - timedelta(days=AccessLog.KEPT_DAYS))


def purge(*, at: datetime) -> int:
    """Erases what is older than its retention; returns how many lines went."""
    return due(at).delete()[0]
