"""Who speaks for whom."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, QuerySet
from django.utils.crypto import salted_hmac

from dreamplus.core.text import searched
from dreamplus.people.models import User
from dreamplus.people.organisations.enums import State
from dreamplus.people.organisations.models import Delegate, Invitation, Organisation


def of_person(user: User) -> QuerySet[Delegate]:
    """The organisations of which `user` is a delegate, whatever their state."""
    return Delegate.objects.filter(user=user).select_related("organisation").order_by("organisation__name", "pk")


def speaks_for(user: User | AnonymousUser) -> list[Organisation]:
    """The recognised organisations in whose name `user` may write. One query, none for a visitor."""
    if not isinstance(user, User):
        return []
    found = Organisation.objects.filter(delegates__user=user, state=State.RECOGNISED)
    return list(found.order_by("name", "pk"))


def listed(q: str = "", state: str = "") -> QuerySet[Organisation]:
    """For the staff: those that have waited longest first; `q` in the name or the number."""
    found = Organisation.objects.annotate(people=Count("delegates"))
    if state in State.values:
        found = found.filter(state=state)
    for word in searched(q, most=6):
        found = found.filter(folded__contains=word)
    return found.order_by("declared_at", "pk")


def invitation_of(secret: str) -> Invitation | None:
    """The invitation that `secret` opens, expired or not."""
    return Invitation.objects.select_related("organisation").filter(digest=digest_of(secret)).first()


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return salted_hmac("dreamplus.people.organisations", secret, algorithm="sha256").hexdigest()
