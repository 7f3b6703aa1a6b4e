"""An authenticator app, keys and recovery codes, as people use them."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client

from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from tests.dreamplus.people.browsing import signed_in, totp

pytestmark = [pytest.mark.database_promise, pytest.mark.django_db]
Ask = Callable[[str], HttpResponse]
Code = Callable[[], str]


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
