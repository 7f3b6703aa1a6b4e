"""May this person do that? Roles only; whether the session is strong enough is asked by `doors`."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from dreamplus.core import clock
from dreamplus.people.models import AssistantMandate, RoleGrant, User
from dreamplus.people.roles import STAFF, Permission, Role, allows, any_allows


def roles_of(user: User | AnonymousUser) -> frozenset[Role]:
    """The roles of an active person, a citizen's among them; none for a visitor. Read once per loaded `user`."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    if not user.is_staff:
        return frozenset({Role.CITIZEN})
    known: frozenset[Role] | None = user.__dict__.get("_roles")
    if known is None:
        granted = RoleGrant.objects.filter(user=user).values_list("role", flat=True)
        known = frozenset({Role.CITIZEN, *(Role(role) for role in granted)})
        if Role.ASSISTANT in known and not standing_mandates().filter(assistant=user).exists():
            known -= {Role.ASSISTANT}  # in whose name nobody said
        user.__dict__["_roles"] = known
    return known


def standing_mandates() -> QuerySet[AssistantMandate]:
    """Mandates of assistants whose last day is not over, given by somebody who is an elected official today."""
    today = localdate(clock.now())
    officials = RoleGrant.objects.filter(role=Role.OFFICIAL, user__is_active=True).values("user")
    return AssistantMandate.objects.filter(Q(until=None) | Q(until__gte=today), official__in=officials)


def may(user: User | AnonymousUser, permission: Permission) -> bool:
    """Whether one of the person's roles gives `permission`. No query for what every citizen may do."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return allows(Role.CITIZEN, permission) or any_allows(roles_of(user), permission)


def is_staff(user: User | AnonymousUser) -> bool:
    """Whether the person holds a role that is granted, and so needs a second factor."""
    return bool(roles_of(user) & STAFF)
