"""Who may do what: a table in plain Python, denied unless written. `cms` maps it on Wagtail's groups."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """What a person is to the collectivité. Everyone with an account is a citizen; the others are granted."""

    CITIZEN = "citizen"
    AGENT = "agent"
    OFFICIAL = "official"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """One thing that a role may do."""

    PARTICIPATE = "participate"
    EDIT_PAGES = "edit_pages"
    PUBLISH_PAGES = "publish_pages"
    MANAGE_ACTIVITIES = "manage_activities"
    ANSWER_PROPOSALS = "answer_proposals"
    HIDE_CONTRIBUTIONS = "hide_contributions"
    MANAGE_BRAND = "manage_brand"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_FEDERATION = "manage_federation"
    READ_ACCESS_LOG = "read_access_log"


_CITIZEN = frozenset({Permission.PARTICIPATE})
_AGENT = _CITIZEN | {
    Permission.EDIT_PAGES,
    Permission.PUBLISH_PAGES,
    Permission.MANAGE_ACTIVITIES,
    Permission.ANSWER_PROPOSALS,
    Permission.HIDE_CONTRIBUTIONS,
}
_OFFICIAL = _CITIZEN | {Permission.ANSWER_PROPOSALS}

TABLE: dict[Role, frozenset[Permission]] = {
    Role.CITIZEN: _CITIZEN,
    Role.AGENT: _AGENT,
    Role.OFFICIAL: _OFFICIAL,
    Role.ADMINISTRATOR: _AGENT
    | {
        Permission.MANAGE_BRAND,
        Permission.MANAGE_PEOPLE,
        Permission.MANAGE_FEDERATION,
        Permission.READ_ACCESS_LOG,
    },
}

STAFF = frozenset({Role.AGENT, Role.OFFICIAL, Role.ADMINISTRATOR})
"""Roles that are granted, and that open a door only after a second factor."""


def allows(role: Role, permission: Permission) -> bool:
    """Whether `role` alone gives `permission`."""
    return permission in TABLE.get(role, frozenset())


def any_allows(roles: Iterable[Role], permission: Permission) -> bool:
    """Whether one of `roles` gives `permission`; nobody's roles give nothing."""
    return any(allows(role, permission) for role in roles)
