"""May this person do that? Roles only; whether the session is strong enough is asked by `doors`."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from dreamplus.core import clock
from dreamplus.people.models import AssistantMandate, RoleGrant, User
from dreamplus.people.roles import OF_A_PART, Permission, Role, allows, any_allows

Grants = dict[Role, frozenset[UUID] | None]


def roles_of(user: User | AnonymousUser) -> frozenset[Role]:
    """The roles that an active person holds everywhere, a citizen's among them; none for a visitor."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    everywhere = (role for role, parts in _grants_of(user).items() if parts is None)
    return frozenset({Role.CITIZEN, *everywhere})


def _grants_of(user: User) -> Grants:
    """The roles given to a person, with the parts of the site where each holds; None: everywhere. Read once per loaded
    `user`."""
    if not user.is_staff:
        return {}
    known: Grants | None = user.__dict__.get("_grants")
    if known is None:
        known = {}
        for name, part in RoleGrant.objects.filter(user=user).values_list("role", "part"):
            role = Role(name)
            if part is None:
                known[role] = None
            elif (others := known.get(role, frozenset())) is not None:
                known[role] = others | {part}
        if Role.ASSISTANT in known and not standing_mandates().filter(assistant=user).exists():
            del known[Role.ASSISTANT]  # in whose name nobody said
        user.__dict__["_grants"] = known
    return known


def parts_of(user: User | AnonymousUser, permission: Permission) -> frozenset[UUID] | None:
    """Where the person may do it: None everywhere, else translation keys of pages; it holds there and below."""
    if may(user, permission):
        return None
    if permission not in OF_A_PART or not isinstance(user, User) or not user.is_active:
        return frozenset()
    held = (parts for role, parts in _grants_of(user).items() if allows(role, permission))
    return frozenset().union(*(parts for parts in held if parts is not None))


def may_somewhere(user: User | AnonymousUser, permission: Permission) -> bool:
    """Whether the person may do it on a part of the site at least: what is there must then be asked for each thing."""
    parts = parts_of(user, permission)
    return parts is None or bool(parts)


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
    return isinstance(user, User) and user.is_active and bool(_grants_of(user))
