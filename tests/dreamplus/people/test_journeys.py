"""Signing up, in and out, as people do it: by typing in the pages."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dreamplus.core import clock
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from tests.dreamplus.people.conftest import CODE

pytestmark = [pytest.mark.database_promise, pytest.mark.django_db]
Ask = Callable[[str], HttpResponse]
Code = Callable[[], str]


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def totp(user: User, shift: int = 0) -> str:
    secret = decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + shift))


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


class TestSecondFactor:
    def test_staff_are_led_to_enrol_then_to_where_they_were_going(self, client: Client) -> None:
        user = make_person(Role.AGENT)
        Authenticator.objects.all().delete()
        sign_in(client, user, second_factor=False)

        answer = client.get("/admin/pages/")
        assert answer["Location"] == "/compte/second-facteur/"
        page = client.get("/compte/2fa/totp/activate/")
        secret = page.context["form"].secret
        drawing = base64.b64decode(page.context["totp_svg_data_uri"].partition("base64,")[2])
        assert b'xmlns="http://www.w3.org/2000/svg"' in drawing  # without it the picture stays empty
        code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
        answer = client.post("/compte/2fa/totp/activate/", {"code": code})
        assert answer["Location"] == "/compte/2fa/recovery-codes/"
        assert client.get(answer["Location"]).context["unused_codes"]
        assert client.get("/compte/second-facteur/")["Location"] == "/admin/pages/"
        assert not client.get("/admin/login/")["Location"].startswith("/compte/2fa")
        assert "secret" in Authenticator.objects.get(user=user, type="totp").data
        assert secret not in str(Authenticator.objects.get(user=user, type="totp").data)

    def test_signing_in_by_code_asks_for_it(
        self, client: Client, ask_code: Ask, type_code: Ask, last_code: Code
    ) -> None:
        user = make_person(Role.AGENT)
        ask_code(user.email)
        type_code(last_code())
        assert not signed_in(client)

        client.post("/compte/2fa/authenticate/", {"code": totp(user)})

        assert signed_in(client)
        assert client.get("/admin/login/")["Location"] == "/compte/login/"  # past the guard

    def test_a_code_of_the_app_works_once(self, client: Client, ask_code: Ask, type_code: Ask, last_code: Code) -> None:
        user = make_person(Role.AGENT)
        code = totp(user)
        for expected in (True, False):
            client.cookies.clear()
            ask_code(user.email)
            type_code(last_code())
            client.post("/compte/2fa/authenticate/", {"code": code})
            assert signed_in(client) is expected

    def test_wrong_codes_of_the_app_are_counted(
        self, client: Client, ask_code: Ask, type_code: Ask, last_code: Code
    ) -> None:
        user = make_person(Role.AGENT)
        ask_code(user.email)
        type_code(last_code())
        for _try in range(5):
            client.post("/compte/2fa/authenticate/", {"code": "000000"})
        client.post("/compte/2fa/authenticate/", {"code": totp(user)})
        assert not signed_in(client)

    def test_a_recovery_code_opens_once(self, client: Client, ask_code: Ask, type_code: Ask, last_code: Code) -> None:
        from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

        user = make_person(Role.AGENT)
        code = RecoveryCodes.activate(user).generate_codes()[0]
        for expected in (True, False):
            client.cookies.clear()
            ask_code(user.email)
            type_code(last_code())
            client.post("/compte/2fa/authenticate/", {"code": code})
            assert signed_in(client) is expected

    def test_a_password_does_not_replace_the_second_factor_in_an_old_session(self, client: Client) -> None:
        """Who knows the password and holds a session from before must not remove or add a factor."""
        user = make_person(Role.AGENT)
        user.set_password("une phrase à moi seule")
        user.save()
        sign_in(client, user, second_factor=False)
        for address in ("/compte/2fa/totp/deactivate/", "/compte/2fa/webauthn/add/", "/compte/reauthenticate/"):
            assert client.get(address)["Location"].startswith("/compte/2fa/reauthenticate/"), address
        client.post("/compte/reauthenticate/", {"password": "une phrase à moi seule"})
        assert client.get("/admin/")["Location"].startswith("/compte/2fa/reauthenticate/")

    def test_enrolling_the_first_factor_closes_other_sessions(
        self, client: Client, ask_code: Ask, type_code: Ask, last_code: Code
    ) -> None:
        user = make_person()
        ask_code(user.email)
        type_code(last_code())
        thief = Client()
        thief.post("/compte/login/", {"login": user.email})
        thief.post("/compte/login/code/confirm/", {"code": last_code()})
        assert signed_in(thief)

        secret = client.get("/compte/2fa/totp/activate/").context["form"].secret
        code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
        client.post("/compte/2fa/totp/activate/", {"code": code})

        assert signed_in(client)
        assert thief.get("/compte/").status_code == 302

    def test_staff_keep_their_last_factor(self, client: Client) -> None:
        user = make_person(Role.AGENT)
        sign_in(client, user)
        client.post("/compte/2fa/reauthenticate/", {"code": totp(user)})
        client.post("/compte/2fa/totp/deactivate/")
        assert Authenticator.objects.filter(user=user, type="totp").exists()

    def test_after_a_working_day_it_is_asked_again(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        sign_in(client, make_person(Role.AGENT))
        tomorrow = datetime.now(UTC) + timedelta(hours=13)
        monkeypatch.setattr("dreamplus.people.second_factor.time.time", tomorrow.timestamp)
        assert client.get("/admin/")["Location"].startswith("/compte/2fa/reauthenticate/")


def test_an_unknown_address_and_a_known_one_are_answered_alike() -> None:
    """Status, place, headers and words of each page, and the letters: alike but for the address and the code."""
    known, unknown = make_person(email="connue@exemple.fr").email, "perdue@exemple.fr"
    seen = {email: [_told(answer, email) for answer in _every_question(email)] for email in (known, unknown)}
    assert seen[known] == seen[unknown]
    assert len(seen[known]) == 14
    letters = {email: [letter for letter in mail.outbox if letter.to == [email]] for email in (known, unknown)}
    assert len(letters[known]) == len(letters[unknown]) == len(mail.outbox) / 2
    for one, other in zip(*(letters[email][:3] for email in (known, unknown)), strict=True):  # sent for signing in
        assert CODE.search(str(one.body))
        assert _plain(f"{one.subject}{one.message()}", known) == _plain(f"{other.subject}{other.message()}", unknown)


def _every_question(email: str) -> Iterator[HttpResponse]:
    visitor = Client()
    for address, data in [
        ("/compte/login/", {"login": email}),
        ("/compte/login/code/confirm/", {"code": "0000-0000"}),
        ("/compte/login/code/confirm/", {"action": "resend"}),
        ("/compte/login/code/confirm/", {"code": "0000-0000"}),
        ("/compte/login/code/confirm/", {"code": "0000-0000"}),
        ("/compte/login/code/confirm/", {"code": "0000-0000"}),
        ("/compte/login/", {"login": email}),
        ("/compte/logout/", {}),
        ("/compte/signup/passkey/", {"email": email}),
        ("/compte/confirm-email/", {"code": "0000-0000"}),
        ("/compte/logout/", {}),
        ("/compte/password/reset/", {"email": email}),
        ("/compte/password/reset/confirm/", {"code": "0000-0000"}),
        ("/compte/login/", {"login": email, "password": "n’importe quoi ici"}),
    ]:
        yield visitor.post(address, data, follow=True)


def _told(answer: HttpResponse, email: str) -> tuple[object, ...]:
    way = getattr(answer, "redirect_chain", [])
    headers = {name: _plain(value, email) for name, value in answer.items() if name != "Expires"}
    return answer.status_code, way, headers, _plain(answer.content.decode(), email)


def _plain(words: str, email: str) -> str:
    """Without the address, tokens, codes, and what each letter has of its own."""
    tokens = r"""(csrfmiddlewaretoken" value=|nonce=|boundary=)"[^"]*"|'nonce-[^']*'|\d{4}-\d{4}"""
    of_letters = r"^(Message-ID|Date): .*$|^--=+\d+==(--)?$"
    return re.sub(f"{tokens}|{of_letters}", "", words.replace(email, "ADRESSE"), flags=re.M)


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


class TestOwnPages:
    def test_profile_is_saved(self, client: Client) -> None:
        user = make_person()
        sign_in(client, user)
        client.post(reverse("people:profile"), {"display_name": "  Zoé   Lefèvre ", "language": "nl"})
        user.refresh_from_db()
        assert (user.display_name, user.language) == ("Zoé Lefèvre", "nl")

    def test_a_hostile_name_is_refused_and_what_was_chosen_stays_chosen(self, client: Client) -> None:
        user = make_person(display_name="Zoé")
        sign_in(client, user)
        answer = client.post(reverse("people:profile"), {"display_name": "Zo\u202eé", "language": "nl"})
        user.refresh_from_db()
        assert user.display_name == "Zoé"
        assert 'value="nl" selected' in answer.content.decode()

    def test_address_changes_only_after_the_code(self, client: Client, last_code: Code) -> None:
        user = make_person()
        sign_in(client, user)
        client.post("/compte/email/", {"action_add": "1", "email": "nouvelle@exemple.fr"})
        user.refresh_from_db()
        assert user.email != "nouvelle@exemple.fr"
        client.post("/compte/confirm-email/", {"code": last_code()})
        user.refresh_from_db()
        assert user.email == "nouvelle@exemple.fr"

    def test_sessions_are_listed_and_closed(
        self, client: Client, ask_code: Ask, type_code: Ask, last_code: Code
    ) -> None:
        user = make_person()
        phone = Client(HTTP_USER_AGENT="Mozilla/5.0 (Android 14; Mobile; rv:125.0) Gecko/125.0 Firefox/125.0")
        phone.post("/compte/login/", {"login": user.email})
        phone.post("/compte/login/code/confirm/", {"code": last_code()})
        ask_code(user.email)
        type_code(last_code())

        found = client.get("/compte/sessions/").context["sessions"]
        assert [(session.browser, session.current) for session in found][1] == ("Firefox, Android", False)
        client.post(reverse("people:session_close", args=[found[1].pk]))
        assert phone.get("/compte/").status_code == 302
        assert client.get("/compte/").status_code == 200

    def test_nobody_closes_the_session_of_another(self, client: Client, last_code: Code) -> None:
        other = Client()
        other.post("/compte/login/", {"login": make_person().email})
        other.post("/compte/login/code/confirm/", {"code": last_code()})
        pk = other.get("/compte/sessions/").context["sessions"][0].pk
        sign_in(client, make_person())
        client.post(reverse("people:session_close", args=[pk]))
        assert other.get("/compte/").status_code == 200

    def test_the_account_is_deleted_after_a_box_is_ticked(self, client: Client) -> None:
        user = make_person()
        sign_in(client, user)
        client.post(reverse("people:delete"), {})
        assert User.objects.filter(pk=user.pk).exists()
        answer = client.post(reverse("people:delete"), {"understood": "on", "words": "kept"}, follow=True)
        assert answer.status_code == 200
        assert not User.objects.filter(email=user.email).exists()
        assert not signed_in(client)

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_of_sessions_costs_the_same_whatever_its_length(
        self, client: Client, count: int, django_assert_num_queries: Callable[..., object]
    ) -> None:
        from allauth.usersessions.models import UserSession
        from django.contrib.sessions.backends.db import SessionStore

        user = make_person()
        for _number in range(count):
            store = SessionStore()
            store.create()
            UserSession.objects.create(user=user, ip="127.0.0.1", session_key=store.session_key, user_agent="curl")
        sign_in(client, user)
        client.get("/compte/sessions/")  # brand and menus are remembered afterwards
        with clock.frozen(timezone.now()), django_assert_num_queries(5):  # session, person, known, alive, trusted
            assert client.get("/compte/sessions/").context["session_count"] == count

    def test_the_home_of_an_account_costs_five_queries(
        self, client: Client, django_assert_num_queries: Callable[..., object]
    ) -> None:
        sign_in(client, make_person())
        client.get("/compte/")  # brand and menus are remembered afterwards
        with django_assert_num_queries(5):  # session, person, second factor, residence, identities
            client.get("/compte/")

    @pytest.mark.parametrize("name", ["home", "profile", "second_factor", "delete"])
    def test_a_visitor_signs_in_first(self, client: Client, name: str) -> None:
        assert client.get(reverse(f"people:{name}"))["Location"].startswith("/compte/login/?next=")
