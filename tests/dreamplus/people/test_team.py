"""Giving and taking roles from the page; naming the first administrator from the command line."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse

from dreamplus.core.models import AccessLog
from dreamplus.people import second_factor
from dreamplus.people.models import RoleGrant, User
from dreamplus.people.permissions import roles_of
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in

pytestmark = [pytest.mark.database_promise, pytest.mark.django_db]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("name", "method", "arguments"), [("team", "get", []), ("team", "post", []), ("revoke", "post", [1])]
)
def test_only_administrators_open_the_page(
    client: Client, role: Role, name: str, method: str, arguments: list[int]
) -> None:
    sign_in(client, make_person(role))
    answer = getattr(client, method)(reverse(f"people:{name}", args=arguments))
    assert (answer.status_code != 403) is (role == Role.ADMINISTRATOR)


def test_an_administrator_without_the_second_factor_does_not(client: Client) -> None:
    sign_in(client, make_person(Role.ADMINISTRATOR), second_factor=False)
    assert client.get(reverse("people:team"))["Location"].startswith("/compte/2fa/reauthenticate/")


def test_a_role_is_given_then_taken_back_and_both_are_noted(client: Client) -> None:
    user, administrator = make_person(email="jeanne@exemple.fr"), make_person(Role.ADMINISTRATOR)
    sign_in(client, administrator)
    AccessLog.objects.all().delete()

    client.post(reverse("people:team"), {"email": "Jeanne@exemple.fr", "role": "official"})
    assert roles_of(User.objects.get(pk=user.pk)) == {Role.CITIZEN, Role.OFFICIAL}
    client.post(reverse("people:revoke", args=[RoleGrant.objects.get(user=user).pk]))
    assert roles_of(User.objects.get(pk=user.pk)) == {Role.CITIZEN}

    noted = AccessLog.objects.order_by("pk").values_list("actor_id", "purpose", "subject")
    assert list(noted) == [
        (str(administrator.pk), "people.grant.official", f"people.User:{user.uuid}"),
        (str(administrator.pk), "people.revoke.official", f"people.User:{user.uuid}"),
    ]


def test_an_unknown_address_gets_a_sentence_and_stays_typed(client: Client) -> None:
    sign_in(client, make_person(Role.ADMINISTRATOR))
    answer = client.post(reverse("people:team"), {"email": "personne@exemple.fr", "role": "agent"})
    assert answer.context["form"].errors["email"]
    assert "personne@exemple.fr" in answer.content.decode()


def test_the_last_administrator_is_told_why_the_role_stays(client: Client) -> None:
    administrator = make_person(Role.ADMINISTRATOR)
    sign_in(client, administrator)
    grant = RoleGrant.objects.get(user=administrator)
    answer = client.post(reverse("people:revoke", args=[grant.pk]), follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert RoleGrant.objects.filter(pk=grant.pk).exists()


@pytest.mark.parametrize("others", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    client: Client, others: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for _number in range(others):
        make_person(Role.AGENT)
    sign_in(client, make_person(Role.ADMINISTRATOR))
    client.get(reverse("people:team"))
    from dreamplus.core import clock

    with (
        clock.frozen(clock.now()),
        django_assert_num_queries(9),
    ):  # session, person, roles, two for the parts of the site, access noted, count, page, organisations
        client.get(reverse("people:team"))


def test_the_first_administrator_is_named_from_the_command_line() -> None:
    out = io.StringIO()
    call_command("dream_administrator", "Maire@Exemple.fr", "--name", "Odile", stdout=out)
    user = User.objects.get(email="maire@exemple.fr")
    assert roles_of(user) == {Role.CITIZEN, Role.ADMINISTRATOR}
    assert user.display_name == "Odile"
    assert "/compte/login/" in out.getvalue()
    call_command("dream_administrator", "maire@exemple.fr", stdout=out)
    assert RoleGrant.objects.filter(user=user).count() == 1


def test_a_malformed_address_is_refused_with_a_sentence() -> None:
    with pytest.raises(CommandError, match="is not an e-mail address"):
        call_command("dream_administrator", "maire")


def test_codes_of_the_demonstration_are_those_of_the_app() -> None:
    user = make_person(Role.AGENT)
    secret = decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])
    with override_settings(DREAM_DEMONSTRATION=True):
        codes = {format_hotp_value(hotp_value(secret, int(time.time()) // 30 + shift)) for shift in (-1, 0)}
        assert second_factor.current_code(user) in codes


def test_codes_are_refused_outside_the_demonstration() -> None:
    with pytest.raises(PermissionDenied):
        second_factor.current_code(make_person(Role.AGENT))
