"""A browser that is trusted with a second factor: for whom, for how long, and what ends it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core import mail
from django.test import Client

from dreamplus.core import clock
from dreamplus.people import personal_data, services, trust
from dreamplus.people.models import TrustedBrowser, User
from dreamplus.people.rights.services import purging
from dreamplus.people.roles import NEVER_TRUSTED, STAFF, Role
from dreamplus.people.testing import make_person, sign_in

from .conftest import CODE

pytestmark = [pytest.mark.database_promise, pytest.mark.django_db]
COOKIE = settings.DREAM_TRUST_COOKIE_NAME


def totp(user: User) -> str:
    secret = decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def types_the_code(client: Client, user: User) -> str:
    """Signs in by e-mail; returns the page it leads to."""
    client.post("/compte/logout/")
    client.post("/compte/login/", {"login": user.email})
    code = CODE.search(str(mail.outbox[-1].body)).group()  # type: ignore[union-attr]  # absent code fails the test
    answer = client.post("/compte/login/code/confirm/", {"code": code}, follow=True)
    return str(answer.request["PATH_INFO"])


def trusts(client: Client, user: User) -> None:
    """Signs in with the second factor, and ticks the box."""
    assert types_the_code(client, user) == "/compte/2fa/authenticate/"
    client.post("/compte/2fa/authenticate/", {"code": totp(user), "trust": "on"})
    assert "_auth_user_id" in client.session


def is_asked(client: Client, user: User) -> bool:
    return types_the_code(client, user) == "/compte/2fa/authenticate/"


def opens_the_desk(client: Client) -> bool:
    return client.get("/gestion/").status_code == 200


# who may ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", sorted(STAFF))
def test_every_staff_role_but_the_administrator_s_may_trust(client: Client, role: Role) -> None:
    user = make_person(role)
    types_the_code(client, user)
    page = client.get("/compte/2fa/authenticate/").content.decode()
    assert ("Faire confiance à ce navigateur pendant 30 jours" in page) is (role not in NEVER_TRUSTED)
    client.post("/compte/2fa/authenticate/", {"code": totp(user), "trust": "on"})
    assert TrustedBrowser.objects.exists() is (role not in NEVER_TRUSTED)
    assert (COOKIE in client.cookies) is (role not in NEVER_TRUSTED)


def test_who_does_not_tick_is_asked_again(client: Client) -> None:
    user = make_person(Role.AGENT)
    types_the_code(client, user)
    client.post("/compte/2fa/authenticate/", {"code": totp(user)})
    assert COOKIE not in client.cookies
    assert is_asked(client, user)


def test_a_wrong_code_gives_no_trust(client: Client) -> None:
    user = make_person(Role.AGENT)
    types_the_code(client, user)
    client.post("/compte/2fa/authenticate/", {"code": "000000", "trust": "on"})
    assert not TrustedBrowser.objects.exists()


# what it does -------------------------------------------------------------------------------------------------------
def test_a_trusted_browser_is_not_asked_and_opens_the_doors(client: Client) -> None:
    user = make_person(Role.AGENT)
    trusts(client, user)
    assert not is_asked(client, user)
    assert opens_the_desk(client)
    methods = [record["method"] for record in client.session[AUTHENTICATION_METHODS_SESSION_KEY]]
    assert "mfa" not in methods  # nothing is pretended


def test_the_code_by_e_mail_is_still_asked(client: Client) -> None:
    user = make_person(Role.AGENT)
    trusts(client, user)
    client.post("/compte/logout/")
    client.post("/compte/login/", {"login": user.email})
    assert "_auth_user_id" not in client.session


def test_a_change_of_the_second_factor_still_asks_for_it(client: Client) -> None:
    user = make_person(Role.AGENT)
    trusts(client, user)
    types_the_code(client, user)
    session = client.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= 3600  # the code by e-mail is an hour old
    session.save()
    answer = client.post("/compte/2fa/totp/deactivate/")
    assert answer["Location"].startswith("/compte/2fa/reauthenticate/")


def test_the_cookie_is_out_of_reach_of_scripts(client: Client) -> None:
    trusts(client, make_person(Role.AGENT))
    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 30 * 24 * 3600)
    assert cookie.value not in str(list(TrustedBrowser.objects.values()))


def test_trust_is_one_person_s(client: Client) -> None:
    first, second = make_person(Role.AGENT), make_person(Role.AGENT)
    trusts(client, first)
    assert is_asked(client, second)


def test_another_browser_is_asked(client: Client) -> None:
    user = make_person(Role.AGENT)
    trusts(client, user)
    assert is_asked(Client(), user)


def test_a_door_that_asks_again_offers_the_box(client: Client) -> None:
    user = make_person(Role.AGENT)
    sign_in(client, user, second_factor=False)
    asked = client.get("/gestion/")["Location"]
    assert "Faire confiance" in client.get(asked).content.decode()
    client.post(asked, {"code": totp(user), "trust": "on"})
    assert TrustedBrowser.objects.get().user == user
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = []
    session.save()
    assert opens_the_desk(client)


# what ends it -------------------------------------------------------------------------------------------------------
def becomes_administrator(client: Client, user: User) -> None:
    services.grant_role(user=user, role=Role.ADMINISTRATOR, by=None, at=clock.now())


def was_administrator_meanwhile(client: Client, user: User) -> None:
    make_person(Role.ADMINISTRATOR)
    becomes_administrator(client, user)
    services.revoke_role(user=user, role=Role.ADMINISTRATOR, by=None, at=clock.now())


def replaces_the_factor(client: Client, user: User) -> None:
    Authenticator.objects.get(user=user, type="totp").delete()
    TOTP.activate(user, generate_totp_secret())


def replaces_the_password(client: Client, user: User) -> None:
    words = "une phrase que moi seule"
    elsewhere = sign_in(Client(), user)
    answer = elsewhere.post("/compte/password/set/", {"password1": words, "password2": words})
    assert answer["Location"].startswith("/compte/password/change/")


def forgets_it_on_the_page(client: Client, user: User) -> None:
    client.post(f"/compte/navigateurs/{TrustedBrowser.objects.get().pk}/oublier/")


def closes_all_the_others_elsewhere(client: Client, user: User) -> None:
    sign_in(Client(), user).post("/compte/sessions/")


def waits_thirty_days(client: Client, user: User) -> None:
    TrustedBrowser.objects.update(expires_at=clock.now())


def forges_the_cookie(client: Client, user: User) -> None:
    client.cookies[COOKIE] = TrustedBrowser.objects.get().digest


ENDS = [
    becomes_administrator,
    was_administrator_meanwhile,
    replaces_the_factor,
    replaces_the_password,
    forgets_it_on_the_page,
    closes_all_the_others_elsewhere,
    waits_thirty_days,
    forges_the_cookie,
]


def makes_new_recovery_codes(client: Client, user: User) -> None:
    RecoveryCodes.activate(user)


def gets_another_role(client: Client, user: User) -> None:
    services.grant_role(user=user, role=Role.EVALUATOR, by=None, at=clock.now())


def closes_all_the_others_here(client: Client, user: User) -> None:
    client.post("/compte/sessions/")


def signs_out(client: Client, user: User) -> None:
    client.post("/compte/logout/")


LEAVES = [makes_new_recovery_codes, gets_another_role, closes_all_the_others_here, signs_out]


@pytest.mark.parametrize("what", [*ENDS, *LEAVES], ids=lambda what: what.__name__)
def test_what_ends_trust(client: Client, what: Callable[[Client, User], None]) -> None:
    user = make_person(Role.AGENT)
    trusts(client, user)
    what(client, user)
    assert is_asked(client, user) is (what in ENDS)


@pytest.mark.parametrize("what", ENDS, ids=lambda what: what.__name__)
def test_what_ends_trust_closes_the_doors_of_an_open_session(
    client: Client, what: Callable[[Client, User], None]
) -> None:
    """A session that was let in by trust alone."""
    user = make_person(Role.AGENT)
    trusts(client, user)
    assert not is_asked(client, user)
    assert opens_the_desk(client)
    what(client, user)
    assert not opens_the_desk(client)


def test_nobody_ends_the_trust_of_another(client: Client) -> None:
    user = make_person(Role.AGENT)
    trusts(client, user)
    other = sign_in(Client(), make_person(Role.AGENT))
    other.post(f"/compte/navigateurs/{TrustedBrowser.objects.get().pk}/oublier/")
    assert TrustedBrowser.objects.count() == 1


# the page, the rows -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_the_number(
    client: Client, count: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    user = make_person(Role.AGENT)
    sign_in(client, user)
    add(user, count, clock.now())
    client.get("/compte/sessions/")
    # session, person, sessions known (none is alive), trusted browsers
    with clock.frozen(clock.now()), django_assert_num_queries(4):
        page = client.get("/compte/sessions/").content.decode()
    assert page.count("Ne plus lui faire confiance</button>") == count


def add(user: User, count: int, at: datetime) -> None:
    until = at + trust.KEPT
    TrustedBrowser.objects.bulk_create(
        TrustedBrowser(user=user, digest=f"{n}", browser="Firefox", trusted_at=at, expires_at=until)
        for n in range(count)
    )


def test_ten_browsers_at_most(client: Client) -> None:
    user = make_person(Role.AGENT)
    add(user, 10, clock.now() - timedelta(days=1))
    trusts(client, user)
    assert TrustedBrowser.objects.count() == 10
    assert not is_asked(client, user)


def test_the_worker_deletes_what_has_run_out() -> None:
    user, now = make_person(Role.AGENT), clock.now()
    add(user, 1, now - trust.KEPT)
    TrustedBrowser.objects.create(user=user, digest="x", browser="", trusted_at=now, expires_at=now + trust.KEPT)
    purging.purge_all(at=now)
    assert [row.digest for row in TrustedBrowser.objects.all()] == ["x"]


def test_is_exported_and_erased(client: Client) -> None:
    user = make_person(Role.AGENT)
    add(user, 2, clock.now())
    assert [row["browser"] for row in personal_data.export(user)["people.TrustedBrowser"]] == ["Firefox", "Firefox"]
    services.delete_account(user=user, at=clock.now())
    assert not TrustedBrowser.objects.exists()
