"""Who may do what, written by hand; a permission or a role without its line fails."""

import pytest

from dreamplus.people.roles import NEVER_TRUSTED, STAFF, TABLE, Permission, Role, allows

CITIZENS, COUNTER = frozenset(Role), {Role.AGENT, Role.ANIMATOR, Role.ADMINISTRATOR}
DESK, TOP = {Role.AGENT, Role.ADMINISTRATOR}, {Role.ADMINISTRATOR}
EXPECTED = {
    Permission.PARTICIPATE: CITIZENS,
    Permission.EDIT_PAGES: DESK,
    Permission.PUBLISH_PAGES: DESK,
    Permission.MANAGE_ACTIVITIES: DESK,
    Permission.VALIDATE: DESK | {Role.OFFICIAL},
    Permission.ANSWER_PROPOSALS: DESK | {Role.OFFICIAL, Role.ASSISTANT},
    Permission.EVALUATE: DESK | {Role.EVALUATOR},
    Permission.SCRUTINISE: {Role.SCRUTINEER},
    Permission.READ_PAPER: COUNTER | {Role.SCRUTINEER, Role.OFFICIAL},
    Permission.MODERATE: DESK | {Role.MODERATOR},
    Permission.MANAGE_ROLLS: DESK,
    Permission.VOUCH: COUNTER,
    Permission.ASSIST: COUNTER,
    Permission.MANAGE_PLACES: DESK,
    Permission.MANAGE_ORGANISATIONS: DESK,
    Permission.MANAGE_BRAND: TOP,
    Permission.MANAGE_PEOPLE: TOP,
    Permission.MANAGE_PERSONAL_DATA: TOP,
    Permission.MANAGE_FEDERATION: TOP | {Role.REGION_OFFICER},
    Permission.READ_ACCESS_LOG: TOP,
    Permission.MANAGE_PROGRAMME: {Role.REGION_OFFICER},
    Permission.JUDGE_APPLICATIONS: {Role.JUROR},
    Permission.ADVISE_APPLICANTS: {Role.CONSULTANT},
}


def test_every_permission_has_its_line() -> None:
    assert set(EXPECTED) == set(Permission)
    assert set(TABLE) == set(Role)


@pytest.mark.parametrize("permission", Permission)
def test_the_table_says_what_we_wrote_by_hand(permission: Permission) -> None:
    assert {role for role in Role if allows(role, permission)} == EXPECTED[permission]


def test_everyone_with_an_account_is_a_citizen_and_nobody_is_granted_it() -> None:
    assert set(Role) - STAFF == {Role.CITIZEN}


def test_an_administrators_browser_is_never_trusted() -> None:
    assert Role.ADMINISTRATOR in NEVER_TRUSTED
