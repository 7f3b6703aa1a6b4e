"""Addresses that return letters, and how they come back into use."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from dreamplus.core import access
from dreamplus.notifications.models import Bounce, Letter
from dreamplus.people.models import User


def note_bounce(*, letter: Letter, code: str, at: datetime) -> bool:
    """Notes that `letter` came back for good, once for each letter; False when it was noted before."""
    try:
        with transaction.atomic():
            address = letter.address or letter.recipient.email
            Bounce.objects.create(person=letter.recipient, address=address, letter=letter, code=code[:20], at=at)
    except IntegrityError:
        return False
    return True


def settle_bounces(*, person: User, address: str, at: datetime, by: User | None = None) -> int:
    """The address takes letters again: the person confirmed it, or an agent (`by`) found it right."""
    settled = Bounce.objects.filter(person=person, address__iexact=address, settled_at=None).update(settled_at=at)
    if by is not None and settled:
        access.log(actor=by, purpose="notifications.settle", subject=f"people.User:{person.uuid}", at=at)
    return settled
