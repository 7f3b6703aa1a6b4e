"""Who may do what, written by hand; a permission or a role without its line fails."""

import pytest

from dreamplus.people.roles import STAFF, TABLE, Permission, Role, allows

#                                citizen agent  official administrator
EXPECTED = {
    Permission.PARTICIPATE: (True, True, True, True),
    Permission.EDIT_PAGES: (False, True, False, True),
    Permission.PUBLISH_PAGES: (False, True, False, True),
    Permission.MANAGE_ACTIVITIES: (False, True, False, True),
    Permission.ANSWER_PROPOSALS: (False, True, True, True),
    Permission.HIDE_CONTRIBUTIONS: (False, True, False, True),
    Permission.MANAGE_BRAND: (False, False, False, True),
    Permission.MANAGE_PEOPLE: (False, False, False, True),
    Permission.MANAGE_FEDERATION: (False, False, False, True),
    Permission.READ_ACCESS_LOG: (False, False, False, True),
}


def test_every_permission_has_its_line() -> None:
    assert set(EXPECTED) == set(Permission)
    assert set(TABLE) == set(Role)


@pytest.mark.parametrize("permission", Permission)
def test_the_table_says_what_we_wrote_by_hand(permission: Permission) -> None:
    assert tuple(allows(role, permission) for role in Role) == EXPECTED[permission]


def test_everyone_with_an_account_is_a_citizen_and_nobody_is_granted_it() -> None:
    assert {Role.AGENT, Role.OFFICIAL, Role.ADMINISTRATOR} == STAFF
