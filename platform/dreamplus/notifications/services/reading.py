"""What a person has read."""

from __future__ import annotations

from datetime import datetime

from dreamplus.notifications import unread
from dreamplus.notifications.models import Notice
from dreamplus.people.models import User


def mark_read(*, person: User, at: datetime, pk: int | None = None) -> int:
    """Marks one of the person's notices as read, or all of them; returns how many were not."""
    found = Notice.objects.filter(recipient=person, read_at=None)
    changed = (found if pk is None else found.filter(pk=pk)).update(read_at=at)
    unread.forget(person.pk)
    return changed
