"""What answers while somebody is helped to take part (J4), and to whom."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from dreamplus.participation.models import Contribution
from dreamplus.people.assisted import open_to
from dreamplus.people.assisted.models import Accompaniment, Place
from dreamplus.people.assisted.services import opening
from dreamplus.people.models import User
from dreamplus.people.testing import make_person, sign_in
from tests.doors import addresses
from tests.doors.conftest import NOON
from tests.doors.helping import finish, open_code, propose, sits_down
from tests.doors.lived import Lived

OPEN = {
    # what a visitor reads
    *("wagtail_serve", "wagtaildocs_serve"),
    *("cms:search", "cms:territories", "cms:territory"),
    *("cms:contact", "cms:site_map", "cms:legal_notice", "cms:personal_data", "cms:accessibility"),
    *("harvest:results", "harvest:communes", "harvest:result"),
    "witness:votes",
    *("moderation:log", "moderation:charter", "moderation:counts"),
    *("moderation:report", "moderation:notice", "moderation:decision"),
    *("participation:enter", "participation:follow", "participation:organisation"),
    # what a citizen gives
    *("polls:vote", "polls:review", "polls:cast", "polls:receipt"),
    *("polls:result", "polls:protection", "polls:profiles"),
    *("proposals:detail", "proposals:history", "proposals:write", "proposals:preview", "proposals:publish"),
    *("proposals:discard", "proposals:support", "proposals:published", "proposals:edit", "proposals:withdraw"),
    *("surveys:answer", "surveys:screen", "surveys:review", "surveys:send", "surveys:sent"),
    *("surveys:discard", "surveys:withdraw"),
    *("comments:write", "comments:reply", "comments:like", "comments:withdraw"),
    # who one is
    *("account_login", "account_signup", "account_request_login_code", "account_confirm_login_code"),
    *("mfa_authenticate", "people:identity_start", "people:identity_return", "people:identity_left"),
    *("people:residence", "rolls:claim"),
    # what machines ask for, and what holds nobody
    *("cms_media", "cms_admin_css", "theming:brand", "theming:icon", "live:topic", "robots", "sitemap", "security_txt"),
    *("federation:discovery", "federation:changes", "federation:head", "federation:schema"),
    # the accompaniment itself
    *("assisted:arrive", "assisted:begin", "assisted:refuse", "assisted:alive", "assisted:still"),
    *("assisted:finish", "assisted:erase", "assisted:gone"),
}
"""Every address that answers while somebody is being helped, written by hand; an application that opens one more adds
its line here."""
pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]


def test_every_open_address_is_written_here_and_no_other() -> None:
    assert open_to.all_open() == OPEN
    known = {name for name, _pattern in addresses.patterns()}
    assert known >= OPEN, sorted(OPEN - known)


def test_everything_else_is_closed(lived: Lived, helper: User, place: Place) -> None:
    """Whatever the address and the method; nothing is done, the person stays where they were."""
    client = sits_down(helper, place)
    for name, where in lived.addresses.items():
        if name in OPEN:
            continue
        assert client.get(where).status_code == 403, name
        assert client.post(where).status_code == 403, name
    for where in ("/admin/", "/compte/", "/compte/email/", "/compte/2fa/", "/compte/password/set/", "/compte/logout/"):
        assert client.get(where).status_code == 403, where
    assert b"ferm" in client.get("/compte/").content
    assert client.get(reverse("assisted:finish")).status_code == 200


def test_the_helper_is_signed_out_on_their_own_screen(lived: Lived, helper: User, place: Place) -> None:
    client = sign_in(Client(), helper)
    before = client.session.session_key
    given = {"way": "counter", "place": place.code, "screen": "here"}
    answer = client.post(reverse("assisted_staff:open"), given)
    assert answer.headers["Location"] == reverse("assisted:begin")
    assert not Session.objects.filter(session_key=before).exists()
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/").status_code == 403
    answer = client.get("/")
    assert answer.headers["Location"] == reverse("assisted:begin"), "nothing before they agree"


def test_who_signs_in_with_their_own_account(lived: Lived, helper: User, place: Place) -> None:
    """Their account opens by code, follows the accompaniment, and is closed here at the end."""
    person = make_person(email="marceline@exemple.fr", display_name="Marceline")
    client = Client()
    client.post(reverse("assisted:arrive"), {"code": open_code(helper, place, way="own")})
    answer = client.post(reverse("assisted:begin"), {"agreed": "on"})
    assert answer.headers["Location"].startswith(reverse("account_login"))
    mail.outbox.clear()
    client.post(reverse("account_login"), {"login": person.email})
    code = re.search(r"\b\d{4}-\d{4}\b", str(mail.outbox[-1].body))
    assert code
    client.post(reverse("account_confirm_login_code"), {"code": code[0]})
    row = Accompaniment.objects.get()
    assert (row.user, row.session_key) == (person, client.session.session_key)
    assert client.session.get_expiry_age() < 600, "the library makes sessions last a month"
    assert client.get("/compte/").status_code == 403
    propose(client, lived)
    assert Contribution.objects.get(author=person).place == place
    finish(client)
    assert client.get("/compte/").status_code == 302
    assert not Session.objects.filter(session_key=row.session_key).exists()


def test_accounts_of_the_staff_stay_closed_there(lived: Lived, helper: User, place: Place) -> None:
    client = Client()
    client.post(reverse("assisted:arrive"), {"code": open_code(helper, place, way="own")})
    client.post(reverse("assisted:begin"), {"agreed": "on"})
    mail.outbox.clear()
    client.post(reverse("account_login"), {"login": helper.email})
    code = re.search(r"\b\d{4}-\d{4}\b", str(mail.outbox[-1].body))
    assert code
    answer = client.post(reverse("account_confirm_login_code"), {"code": code[0]}, follow=True)
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("opened", [1, 3])
def test_the_board_costs_the_same_whoever_is_there(
    lived: Lived, helper: User, place: Place, opened: int, django_assert_num_queries: Any
) -> None:
    from dreamplus.people.assisted.enums import Way

    for _number in range(opened):
        opening.open_with_code(asked=opening.Asked(place, Way.OWN), by=helper, at=NOON)
    client = sign_in(Client(), helper)
    client.get(reverse("assisted_staff:board"))
    with django_assert_num_queries(6):
        client.get(reverse("assisted_staff:board"))
