import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dreamplus.people.models import RoleGrant, User
from dreamplus.people.testing import make_person

pytestmark = [pytest.mark.database_promise, pytest.mark.django_db]


def test_one_account_for_one_address() -> None:
    User.objects.create_user("Marie@exemple.fr")
    with pytest.raises(IntegrityError):
        User.objects.create_user("marie@exemple.fr")


def test_the_database_itself_refuses_the_same_address_in_capitals() -> None:
    User.objects.create_user("marie@exemple.fr")
    other = User.objects.create_user("jeanne@exemple.fr")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=other.pk).update(email="MARIE@exemple.fr")


def test_an_address_is_stored_in_small_letters() -> None:
    assert User.objects.create_user(" Marie@Exemple.FR ").email == "marie@exemple.fr"


def test_a_role_is_granted_once_and_only_a_staff_role() -> None:
    user = make_person()
    RoleGrant.objects.create(user=user, role="agent", granted_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=user, role="agent", granted_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=user, role="citizen", granted_at=timezone.now())


def test_others_never_see_the_address() -> None:
    assert "jeanne" not in str(make_person(email="jeanne@exemple.fr"))
    assert make_person(display_name="Jeanne").public_name == "Jeanne"
