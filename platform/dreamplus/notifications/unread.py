"""How many notices a person has not read, beside their account in the head of every page.

Remembered a minute for each person: one query at most on a page, none on most, none for visitors.
"""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import ngettext

from dreamplus.notifications.models import Notice
from dreamplus.people.models import User
from dreamplus.people.navigation import account_link
from dreamplus.theming.navigation import NavItem

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


def account(request: HttpRequest) -> NavItem:
    """The link of `people`, with the number of unread notices."""
    link = account_link(request)
    user = request.user
    number = count(user) if isinstance(user, User) else 0
    if not number:
        return link
    shown = f"{COUNTED - 1}+" if number >= COUNTED else str(number)
    words = ngettext("%(number)s notice", "%(number)s notices", number) % {"number": shown}
    return NavItem(f"{link.label} · {words}", link.href, link.current)
