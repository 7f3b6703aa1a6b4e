"""Signing up, in and out, as people do it: by typing in the pages."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from tests.dreamplus.people.browsing import signed_in

pytestmark = [pytest.mark.database_promise, pytest.mark.django_db]
Ask = Callable[[str], HttpResponse]
Code = Callable[[], str]


class TestSignUp:
    """The same address, letter and pages as for signing in: the code opens the account."""

    def test_the_code_opens_the_account_and_the_session(self, client: Client, ask_code: Ask, last_code: Code) -> None:
        ask_code("Lea@Exemple.fr")
        assert mail.outbox[-1].to == ["lea@exemple.fr"]
        assert not User.objects.exists()

        answer = client.post("/compte/login/code/confirm/", {"code": last_code()})

        assert signed_in(client)
        user = User.objects.get()
        assert (user.email, user.display_name, user.language) == ("lea@exemple.fr", "", "fr")
        assert not user.has_usable_password()
        assert list(EmailAddress.objects.values_list("user", "email", "verified", "primary")) == [
            (user.pk, "lea@exemple.fr", True, True)
        ]
        assert answer["Location"] == "/compte/profil/"  # where a name may be given
        assert "Votre compte est ouvert." in client.get("/compte/profil/").content.decode()

    def test_the_name_asked_afterwards_may_stay_empty(
        self, client: Client, ask_code: Ask, type_code: Ask, last_code: Code
    ) -> None:
        ask_code("lea@exemple.fr")
        page = type_code(last_code()).content.decode()
        assert re.search(r'name="display_name"(?![^>]*required)', page)
        assert 'href="/compte/"' in page

    def test_no_account_without_the_code(self, client: Client, ask_code: Ask, type_code: Ask) -> None:
        ask_code("lea@exemple.fr")
        for _try in range(3):
            type_code("0000-0000")
        assert not User.objects.exists()
        assert not signed_in(client)

    def test_comes_back_to_where_it_began(self, client: Client, last_code: Code) -> None:
        page = client.post("/compte/login/", {"login": "lea@exemple.fr", "next": "/vote/1/"}, follow=True)
        assert 'name="next" value="/vote/1/"' in page.content.decode()
        answer = client.post("/compte/login/code/confirm/", {"code": last_code(), "next": "/vote/1/"})
        assert answer["Location"] == "/vote/1/"
        assert signed_in(client)

    @pytest.mark.parametrize("address", ["/compte/signup/", "/compte/login/code/"])
    def test_former_pages_lead_to_the_one_that_is_left(self, client: Client, address: str) -> None:
        assert client.get(address)["Location"] == "/compte/login/"
        assert client.get(f"{address}?next=/vote/1/")["Location"] == "/compte/login/?next=%2Fvote%2F1%2F"
        assert client.get(f"{address}?next=https://ailleurs.example/")["Location"] == "/compte/login/"

    def test_who_proves_an_address_that_got_its_account_meanwhile_enters_that_account(
        self, client: Client, ask_code: Ask, type_code: Ask, last_code: Code
    ) -> None:
        ask_code("lea@exemple.fr")
        user = make_person(email="lea@exemple.fr")
        type_code(last_code())
        assert client.session["_auth_user_id"] == str(user.pk)
        assert User.objects.get() == user

    def test_an_account_that_was_closed_is_not_opened_again(
        self, client: Client, ask_code: Ask, type_code: Ask, last_code: Code
    ) -> None:
        user = make_person(email="lea@exemple.fr")
        User.objects.update(is_active=False)
        ask_code(user.email)
        answer = type_code(last_code())
        assert not signed_in(client)
        assert answer.request["PATH_INFO"] == "/compte/inactive/"
        assert User.objects.get() == user

    def test_staff_who_got_their_account_meanwhile_show_their_second_factor(
        self, client: Client, ask_code: Ask, type_code: Ask, last_code: Code
    ) -> None:
        ask_code("lea@exemple.fr")
        make_person(Role.AGENT, email="lea@exemple.fr")
        answer = type_code(last_code())
        assert not signed_in(client)
        assert answer.request["PATH_INFO"] == "/compte/2fa/authenticate/"

    @pytest.mark.parametrize("name", ["Mai\u202ere", "L\u200béa", "A" + "\u0301" * 9, "x" * 81])
    def test_refuses_a_hostile_name_and_keeps_the_address_typed(self, client: Client, name: str) -> None:
        answer = client.post("/compte/signup/passkey/", {"email": "lea@exemple.fr", "display_name": name})
        assert answer.status_code == 200
        assert answer.context["form"].errors["display_name"]
        assert 'value="lea@exemple.fr"' in answer.content.decode()
        assert not User.objects.filter(email="lea@exemple.fr").exists()

    def test_a_name_that_looks_like_a_script_is_shown_as_text(self, client: Client) -> None:
        sign_in(client, make_person(display_name="<script>alert(1)</script>"))
        page = client.get("/compte/").content.decode()
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert(1)" not in page

    def test_refuses_a_malformed_address(self, client: Client) -> None:
        answer = client.post("/compte/login/", {"login": "pas une adresse"})
        assert answer.context["form"].errors["login"]
        assert 'value="pas une adresse"' in answer.content.decode()
        assert mail.outbox == []


class TestSignInByCode:
    def test_with_the_right_code(self, client: Client, ask_code: Ask, type_code: Ask, last_code: Code) -> None:
        user = make_person()
        ask_code(user.email)
        assert not signed_in(client)
        type_code(last_code())
        assert signed_in(client)

    def test_the_code_may_be_typed_without_its_hyphen(
        self, client: Client, ask_code: Ask, type_code: Ask, last_code: Code
    ) -> None:
        ask_code(make_person().email)
        type_code(last_code().replace("-", " "))
        assert signed_in(client)

    def test_with_a_wrong_code(self, client: Client, ask_code: Ask, type_code: Ask) -> None:
        ask_code(make_person().email)
        answer = type_code("0000-0000")
        assert not signed_in(client)
        assert answer.context["form"].errors["code"]

    def test_three_wrong_codes_end_it(self, client: Client, ask_code: Ask, type_code: Ask, last_code: Code) -> None:
        ask_code(make_person().email)
        right = last_code()
        for _try in range(3):
            type_code("0000-0000")
        type_code(right)
        assert not signed_in(client)

    def test_with_a_code_that_is_too_old(
        self, client: Client, ask_code: Ask, type_code: Ask, last_code: Code, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ask_code(make_person().email)
        later = time.time() + 16 * 60
        monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: later)
        type_code(last_code())
        assert not signed_in(client)

    def test_a_code_works_once(self, client: Client, ask_code: Ask, type_code: Ask, last_code: Code) -> None:
        ask_code(make_person().email)
        code = last_code()
        type_code(code)
        client.post("/compte/logout/")
        type_code(code)
        assert not signed_in(client)

    def test_a_new_code_replaces_the_former(
        self, client: Client, ask_code: Ask, type_code: Ask, last_code: Code
    ) -> None:
        ask_code(make_person().email)
        former = last_code()
        client.post("/compte/login/code/confirm/", {"action": "resend"})
        assert last_code() != former
        type_code(former)
        assert not signed_in(client)
        type_code(last_code())
        assert signed_in(client)

    def test_a_sixth_code_in_ten_minutes_is_not_sent(self, ask_code: Ask, client: Client) -> None:
        user = make_person()
        for _number in range(6):
            client.cookies.clear()
            answer = ask_code(user.email)
        assert len(mail.outbox) <= 5
        assert answer.context["form"].errors["login"]


class TestPassword:
    @pytest.fixture
    def user(self) -> User:
        user = make_person()
        user.set_password("une phrase à moi seule")
        user.save()
        return user

    def test_signs_in(self, client: Client, user: User) -> None:
        client.post("/compte/login/?password=1", {"login": user.email, "password": "une phrase à moi seule"})
        assert signed_in(client)

    def test_a_wrong_one_does_not(self, client: Client, user: User) -> None:
        answer = client.post("/compte/login/?password=1", {"login": user.email, "password": "autre chose encore"})
        assert not signed_in(client)
        assert user.email in answer.content.decode()

    def test_after_five_wrong_ones_the_right_one_waits(self, client: Client, user: User) -> None:
        for _try in range(5):
            client.post("/compte/login/", {"login": user.email, "password": "autre chose encore"})
        client.post("/compte/login/", {"login": user.email, "password": "une phrase à moi seule"})
        assert not signed_in(client)

    def test_is_replaced_by_a_code(self, client: Client, user: User, last_code: Code) -> None:
        client.post("/compte/password/reset/", {"email": user.email})
        client.post("/compte/password/reset/confirm/", {"code": last_code()})
        new = {"password1": "une autre phrase encore", "password2": "une autre phrase encore"}
        client.post("/compte/password/reset/complete/", new)
        user.refresh_from_db()
        assert user.check_password("une autre phrase encore")
        assert not signed_in(client)

    @pytest.mark.parametrize("weak", ["court", "motdepasse1234567890"[:9], "password12345"])
    def test_a_weak_one_is_refused(self, client: Client, weak: str) -> None:
        sign_in(client, make_person())
        answer = client.post("/compte/password/set/", {"password1": weak, "password2": weak})
        assert answer.context["form"].errors["password1"]


class TestNext:
    @pytest.mark.parametrize(
        "address",
        [
            "https://ailleurs.example/",
            "//ailleurs.example/",
            "/\\ailleurs.example",
            "///ailleurs.example",
            "http:///ailleurs.example",
            "javascript:alert(1)",
            "https:ailleurs.example",
            "\thttps://ailleurs.example",
            "https://testserver.ailleurs.example/",
            "https://testserver@ailleurs.example/",
            "ftp://testserver/",
        ],
    )
    def test_an_address_elsewhere_is_not_followed(self, client: Client, last_code: Code, address: str) -> None:
        user = make_person()
        client.post("/compte/login/", {"login": user.email, "next": address})
        answer = client.post("/compte/login/code/confirm/", {"code": last_code(), "next": address})
        assert answer["Location"] == "/compte/"
        assert client.post("/compte/logout/", {"next": address})["Location"] == "/"
        assert client.get("/_util/login/", {"next": address})["Location"] == "/compte/login/"
        assert client.post("/_util/login/", {"next": address, "login": user.email})["Location"] == "/compte/login/"

    def test_an_address_of_this_site_is_followed(self, client: Client, last_code: Code) -> None:
        user = make_person()
        client.post("/compte/login/", {"login": user.email, "next": "/vote/1/"})
        answer = client.post("/compte/login/code/confirm/", {"code": last_code(), "next": "/vote/1/"})
        assert answer["Location"] == "/vote/1/"
