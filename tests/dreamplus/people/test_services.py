"""Roles given and taken back, profile changed, account deleted."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from dreamplus.people import hooks, personal_data
from dreamplus.people.models import RoleGrant, User
from dreamplus.people.permissions import is_staff, may, roles_of
from dreamplus.people.roles import Permission, Role
from dreamplus.people.services import Refused, change_profile, delete_account, grant_role, revoke_role
from dreamplus.people.testing import make_person

pytestmark = [pytest.mark.database_promise, pytest.mark.django_db]


def _nothing(user: User) -> list[dict[str, object]]:
    return []


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[User, frozenset[Role]]]:
    calls: list[tuple[User, frozenset[Role]]] = []
    monkeypatch.setattr(hooks, "roles_changed", [lambda *, user, roles: calls.append((user, roles))])
    return calls


def test_a_role_is_granted_and_applications_hear_of_it(heard: list[tuple[User, frozenset[Role]]]) -> None:
    user, administrator = make_person(), make_person(Role.ADMINISTRATOR)
    heard.clear()

    grant = grant_role(user=user, role=Role.AGENT, by=administrator, at=timezone.now())

    assert (grant.role, grant.granted_by) == ("agent", administrator)
    assert may(user, Permission.MANAGE_ACTIVITIES)
    assert heard == [(user, frozenset({Role.CITIZEN, Role.AGENT}))]


def test_granting_twice_changes_nothing() -> None:
    user = make_person(Role.AGENT)
    grant_role(user=user, role=Role.AGENT, by=None, at=timezone.now())
    assert RoleGrant.objects.filter(user=user).count() == 1


@pytest.mark.parametrize(
    ("role", "may_grant"),
    [
        (Role.CITIZEN, False),
        (Role.AGENT, False),
        (Role.OFFICIAL, False),
        (Role.ADMINISTRATOR, True),
    ],
)
def test_who_may_grant_a_role(role: Role, may_grant: bool) -> None:
    by, user = make_person(role), make_person()
    if may_grant:
        grant_role(user=user, role=Role.AGENT, by=by, at=timezone.now())
    else:
        with pytest.raises(PermissionDenied):
            grant_role(user=user, role=Role.AGENT, by=by, at=timezone.now())
    assert is_staff(user) is may_grant


def test_a_role_taken_back_is_gone_for_someone_who_is_signed_in() -> None:
    user, administrator = make_person(Role.AGENT), make_person(Role.ADMINISTRATOR)
    revoke_role(user=user, role=Role.AGENT, by=administrator, at=timezone.now())
    assert roles_of(User.objects.get(pk=user.pk)) == {Role.CITIZEN}


def test_the_last_administrator_stays() -> None:
    administrator = make_person(Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        revoke_role(user=administrator, role=Role.ADMINISTRATOR, by=administrator, at=timezone.now())
    with pytest.raises(Refused):
        delete_account(user=administrator, at=timezone.now())
    assert may(User.objects.get(pk=administrator.pk), Permission.MANAGE_PEOPLE)


def test_a_closed_account_may_do_nothing() -> None:
    user = make_person(Role.ADMINISTRATOR)
    user.is_active = False
    assert not any(may(user, permission) for permission in Permission)


def test_what_every_citizen_may_do_costs_no_query(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    citizen, agent = make_person(), User.objects.get(pk=make_person(Role.AGENT).pk)
    with django_assert_num_queries(0):
        assert may(citizen, Permission.PARTICIPATE)
        assert not may(citizen, Permission.EDIT_PAGES)
        assert may(agent, Permission.PARTICIPATE)
    with django_assert_num_queries(1):
        assert may(agent, Permission.EDIT_PAGES)
        assert not may(agent, Permission.MANAGE_PEOPLE)


def test_deleting_an_account_runs_every_eraser_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_person(display_name="Jeanne")
    erased: list[str] = []

    def erase(*, user: User, at: object) -> None:
        erased.append(user.email)

    monkeypatch.setattr(personal_data, "_registered", {})
    personal_data.register(personal_data.PersonalData("polls.Vote", _nothing, erase))
    delete_account(user=user, at=timezone.now())
    assert erased == [user.email]
    assert not User.objects.filter(email=user.email).exists()


def test_a_failing_eraser_leaves_the_account_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*, user: User, at: object) -> None:
        raise RuntimeError("disk full")

    user = make_person()
    monkeypatch.setattr(personal_data, "_registered", {})
    personal_data.register(personal_data.PersonalData("polls.Vote", _nothing, fail))
    with pytest.raises(RuntimeError):
        delete_account(user=user, at=timezone.now())
    assert User.objects.filter(pk=user.pk).exists()


def test_a_name_that_hides_is_refused_and_the_former_one_stays() -> None:
    user = make_person(display_name="Jeanne")
    with pytest.raises(ValidationError):
        change_profile(user=user, display_name="Mai\u202ere", language="fr")
    assert User.objects.get(pk=user.pk).display_name == "Jeanne"
