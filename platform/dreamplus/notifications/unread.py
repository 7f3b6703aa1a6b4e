"""How many notices a person has not read, beside their account in the head of every page.

Remembered a minute for each person: one query at most on a page, none on most, none for visitors.
"""

from __future__ import annotations

from django.core.cache import cache
from django.utils.translation import ngettext

from dreamplus.notifications.models import Notice
from dreamplus.people.models import User

SECONDS = 60
COUNTED = 100


def count(person: User) -> int:
    """At most `COUNTED`: beyond, nobody counts."""
    key = f"notices:unread:{person.pk}"
    known: int | None = cache.get(key)
    if known is None:
        known = Notice.objects.filter(recipient=person, read_at=None).order_by()[:COUNTED].count()
        cache.set(key, known, SECONDS)
    return known


def forget(person_id: int) -> None:
    cache.delete(f"notices:unread:{person_id}")


def in_words(person: User) -> str:
    """What stands beside the link to one's account."""
    number = count(person)
    shown = f"{COUNTED - 1}+" if number >= COUNTED else str(number)
    return ngettext("%(number)s notice", "%(number)s notices", number) % {"number": shown} if number else ""
