"""Who may do what: a table in plain Python, denied unless written. `cms` maps it on Wagtail's groups."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """What a person is to the collectivité. Everyone with an account is a citizen; the others are granted."""

    CITIZEN = "citizen"
    MODERATOR = "moderator"
    AGENT = "agent"
    EVALUATOR = "evaluator"
    SCRUTINEER = "scrutineer"
    OFFICIAL = "official"
    ASSISTANT = "assistant"
    ANIMATOR = "animator"
    ADMINISTRATOR = "administrator"
    REGION_OFFICER = "region_officer"
    JUROR = "juror"
    CONSULTANT = "consultant"


class Permission(StrEnum):
    """One thing that a role may do."""

    PARTICIPATE = "participate"
    EDIT_PAGES = "edit_pages"
    PUBLISH_PAGES = "publish_pages"
    MANAGE_ACTIVITIES = "manage_activities"
    VALIDATE = "validate"
    ANSWER_PROPOSALS = "answer_proposals"
    EVALUATE = "evaluate"
    SCRUTINISE = "scrutinise"
    READ_PAPER = "read_paper"
    MODERATE = "moderate"
    MANAGE_ROLLS = "manage_rolls"
    VOUCH = "vouch"
    ASSIST = "assist"
    MANAGE_PLACES = "manage_places"
    MANAGE_ORGANISATIONS = "manage_organisations"
    MANAGE_BRAND = "manage_brand"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_PERSONAL_DATA = "manage_personal_data"
    MANAGE_FEDERATION = "manage_federation"
    READ_ACCESS_LOG = "read_access_log"
    MANAGE_PROGRAMME = "manage_programme"
    JUDGE_APPLICATIONS = "judge_applications"
    ADVISE_APPLICANTS = "advise_applicants"


_CITIZEN = frozenset({Permission.PARTICIPATE})
_COUNTER = frozenset({Permission.VOUCH, Permission.ASSIST})
_AGENT = (
    _CITIZEN
    | _COUNTER
    | {
        Permission.EDIT_PAGES,
        Permission.PUBLISH_PAGES,
        Permission.MANAGE_ACTIVITIES,
        Permission.VALIDATE,
        Permission.ANSWER_PROPOSALS,
        Permission.EVALUATE,
        Permission.READ_PAPER,
        Permission.MODERATE,
        Permission.MANAGE_ROLLS,
        Permission.MANAGE_PLACES,
        Permission.MANAGE_ORGANISATIONS,
    }
)

TABLE: dict[Role, frozenset[Permission]] = {
    Role.CITIZEN: _CITIZEN,
    Role.MODERATOR: _CITIZEN | {Permission.MODERATE},
    Role.AGENT: _AGENT,
    Role.EVALUATOR: _CITIZEN | {Permission.EVALUATE},
    Role.SCRUTINEER: _CITIZEN | {Permission.SCRUTINISE, Permission.READ_PAPER},
    Role.OFFICIAL: _CITIZEN | {Permission.VALIDATE, Permission.ANSWER_PROPOSALS, Permission.READ_PAPER},
    Role.ASSISTANT: _CITIZEN | {Permission.ANSWER_PROPOSALS},
    Role.ANIMATOR: _CITIZEN | _COUNTER | {Permission.READ_PAPER},
    Role.ADMINISTRATOR: _AGENT
    | {
        Permission.MANAGE_BRAND,
        Permission.MANAGE_PEOPLE,
        Permission.MANAGE_PERSONAL_DATA,
        Permission.MANAGE_FEDERATION,
        Permission.READ_ACCESS_LOG,
    },
    Role.REGION_OFFICER: _CITIZEN | {Permission.MANAGE_FEDERATION, Permission.MANAGE_PROGRAMME},
    Role.JUROR: _CITIZEN | {Permission.JUDGE_APPLICATIONS},
    Role.CONSULTANT: _CITIZEN | {Permission.ADVISE_APPLICANTS},
}

STAFF = frozenset(Role) - {Role.CITIZEN}
"""Roles that are granted, and that open a door only after a second factor."""

HUB_ONLY = frozenset({Role.REGION_OFFICER, Role.JUROR, Role.CONSULTANT})
"""Roles that only the region gives."""

ON_A_PART = frozenset({Role.AGENT, Role.EVALUATOR})
"""Roles that may be given for a part of the site alone."""

OF_A_PART = frozenset(
    {
        Permission.EDIT_PAGES,
        Permission.PUBLISH_PAGES,
        Permission.MANAGE_ACTIVITIES,
        Permission.ANSWER_PROPOSALS,
        Permission.EVALUATE,
        Permission.READ_PAPER,
    }
)
"""What a role on a part gives there; the rest of its line concerns the whole house, and needs the role everywhere."""

NEVER_TRUSTED = frozenset({Role.ADMINISTRATOR})
"""Roles whose browser is never remembered: they show their second factor in every session."""


def allows(role: Role, permission: Permission) -> bool:
    """Whether `role` alone gives `permission`."""
    return permission in TABLE.get(role, frozenset())


def any_allows(roles: Iterable[Role], permission: Permission) -> bool:
    """Whether one of `roles` gives `permission`; nobody's roles give nothing."""
    return any(allows(role, permission) for role in roles)
