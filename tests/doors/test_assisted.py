"""A person is helped to take part (J4): what they may open, what they leave, and no trace of who helped."""

from __future__ import annotations

import re
import time
from typing import Any
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from consultations.proposals.models import Proposal
from deliberation.comments.models import Comment
from dreamplus.core.models import AccessLog
from dreamplus.core.tasks.testing import run_all, run_periodic
from dreamplus.notifications.models import Letter, Notice
from dreamplus.participation.models import Contribution
from dreamplus.people.assisted import open_to
from dreamplus.people.assisted.models import Accompaniment, Place, WithoutAddress
from dreamplus.people.assisted.services import opening
from dreamplus.people.assisted.services.places import keep_place
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from polls.models import Attendance, Ballot
from tests.doors import addresses
from tests.doors.conftest import BLUE, CLOSING, NOON
from tests.doors.lived import Lived

OPEN = {
    # what a visitor reads
    *("wagtail_serve", "wagtaildocs_serve"),
    *("cms:search", "cms:territories", "cms:territory"),
    *("cms:contact", "cms:site_map", "cms:legal_notice", "cms:personal_data", "cms:accessibility"),
    *("harvest:results", "harvest:communes", "harvest:result"),
    *("moderation:log", "moderation:charter", "moderation:counts"),
    *("moderation:report", "moderation:notice", "moderation:decision"),
    *("participation:enter", "participation:follow", "participation:organisation"),
    # what a citizen gives
    *("polls:vote", "polls:review", "polls:cast", "polls:receipt"),
    *("polls:result", "polls:protection", "polls:profiles"),
    *("proposals:detail", "proposals:history", "proposals:write", "proposals:preview", "proposals:publish"),
    *("proposals:discard", "proposals:support", "proposals:published", "proposals:edit", "proposals:withdraw"),
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


@pytest.fixture
def place(lived: Lived) -> Place:
    told = {"name": "Cyber-centre de la Lys", "address": "3 rue du Marché", "hours": ""}
    return keep_place(place=None, **told, by=make_person(Role.AGENT), at=NOON)


@pytest.fixture
def helper(place: Place) -> User:
    return make_person(Role.ANIMATOR, email="aide-canari@exemple.fr", display_name="Aide Canari")


def open_code(helper: User, place: Place, **told: Any) -> str:
    """What the helper reads aloud."""
    answer = sign_in(Client(), helper).post(
        reverse("assisted_staff:open"), {"way": "counter", "place": place.code, "screen": "elsewhere", **told}
    )
    found = re.search(r"\d{4}-\d{3}-\d{3}", answer.content.decode())
    assert found, answer.content.decode()
    return found[0]


def sits_down(helper: User, place: Place, *, name: str = "Marcel", **told: Any) -> Client:
    """The person types the code and agrees."""
    client = Client()
    client.post(reverse("assisted:arrive"), {"code": open_code(helper, place, **told)})
    assert client.post(reverse("assisted:begin"), {"agreed": "on", "name": name}).status_code == 302
    return client


def vote(client: Client, lived: Lived) -> HttpResponse:
    where = {"uuid": lived.vote.activity.uuid}
    client.post(reverse("polls:vote", kwargs=where), {"choices": BLUE})
    page = client.get(reverse("polls:review", kwargs=where)).content.decode()
    key = re.search(r'name="key" value="([^"]*)"', page)
    assert key, page
    return client.post(reverse("polls:cast", kwargs=where), {"choices": BLUE, "key": key[1]}, follow=True)


def propose(client: Client, lived: Lived, title: str = "Un banc sous la halle") -> None:
    where = {"activity": lived.collection.uuid}
    body = "Un banc de bois, à l’ombre, pour attendre le car."
    client.post(reverse("proposals:write", kwargs=where), {"title": title, "body": body, "action": "preview"})
    page = client.get(reverse("proposals:preview", kwargs=where)).content.decode()
    key = re.search(r'name="key" value="([^"]*)"', page)
    assert key, page
    client.post(reverse("proposals:publish", kwargs=where), {"key": key[1]})


def comment(client: Client, lived: Lived) -> None:
    where = {"content_type_id": ContentType.objects.get_for_model(Proposal).pk, "pk": lived.proposal.pk}
    client.post(reverse("comments:write", kwargs=where), {"text": "Oui, à l’ombre.", "form_key": str(uuid4())})


def finish(client: Client) -> HttpResponse:
    return client.post(reverse("assisted:finish"), follow=True)


def test_every_open_address_is_written_here_and_no_other() -> None:
    assert open_to.all_open() == OPEN
    known = {name for name, _pattern in addresses.patterns()}
    assert known >= OPEN, sorted(OPEN - known)


def test_everything_else_is_closed(lived: Lived, helper: User, place: Place) -> None:
    """Whatever the address and the method; nothing is done, the person stays where they were."""
    client = sits_down(helper, place)
    for name, where in lived.addresses().items():
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


def test_no_trace_of_who_helped(lived: Lived, helper: User, place: Place) -> None:
    """Every column of every table, and every foreign key, before and after; the access log alone has new lines."""
    code = open_code(helper, place)
    before, keys = _dump(helper), _pointing(helper)
    client = Client()
    client.post(reverse("assisted:arrive"), {"code": code})
    client.post(reverse("assisted:begin"), {"agreed": "on", "name": "Marcel"})
    answer = vote(client, lived)
    assert b"VOTE" in answer.content or answer.status_code == 200
    propose(client, lived)
    comment(client, lived)
    summary = client.get(reverse("assisted:finish")).content.decode()
    assert "Un banc sous la halle" in summary
    assert Attendance.objects.get(channel="assisted").receipt_ref in summary
    finish(client)
    run_all(NOON)
    assert _dump(helper) == before
    assert _pointing(helper) == keys
    assert AccessLog.objects.filter(actor_id=str(helper.pk), purpose="assisted.open.counter").count() == 1


def test_what_is_given_bears_the_channel_and_the_place(lived: Lived, helper: User, place: Place) -> None:
    client = sits_down(helper, place)
    vote(client, lived)
    propose(client, lived)
    comment(client, lived)
    given = Contribution.objects.get(proposal__title="Un banc sous la halle")
    assert (given.channel, given.place, given.signed) == ("assisted", place, "Marcel")
    written = Comment.objects.get(comment="Oui, à l’ombre.")
    assert (written.channel, written.place) == ("assisted", place)
    ballot = Ballot.objects.get(channel="assisted")
    assert (ballot.choices, ballot.station) == (BLUE, place.code)
    assert Attendance.objects.get(channel="assisted").voter == given.author


def test_nothing_is_ever_sent_to_who_has_no_address(lived: Lived, helper: User, place: Place) -> None:
    client = sits_down(helper, place)
    vote(client, lived)
    propose(client, lived)
    mail.outbox.clear()
    for at in (NOON, CLOSING):
        run_all(at)
        run_periodic("minute", at=at)
        run_periodic("hour", at=at)
        run_all(at)
    nowhere = [message.to for message in mail.outbox if any(".invalid" in to for to in message.to)]
    assert nowhere == []
    user = WithoutAddress.objects.get().user
    assert not Letter.objects.filter(recipient=user).exists()
    assert not Notice.objects.filter(recipient=user).exclude(mail_due=None).exists()


def test_at_the_end_everything_is_wiped(lived: Lived, helper: User, place: Place) -> None:
    client = sits_down(helper, place)
    vote(client, lived)
    key = client.session.session_key
    answer = client.post(reverse("assisted:finish"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert not Session.objects.filter(session_key=key).exists()
    assert not UserSession.objects.filter(session_key=key).exists()
    kept = {name for name, cookie in client.cookies.items() if cookie.value}
    assert kept <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    row = Accompaniment.objects.get()
    assert (row.ending, row.user, row.session_key) == ("finished", None, "")
    assert client.get(reverse("polls:receipt", kwargs={"uuid": lived.vote.activity.uuid})).status_code == 302
    assert client.get("/").status_code == 200


def test_pages_are_kept_by_no_browser(lived: Lived, helper: User, place: Place) -> None:
    client = sits_down(helper, place)
    for where in ("/", reverse("polls:vote", kwargs={"uuid": lived.vote.activity.uuid}), reverse("assisted:finish")):
        assert "no-store" in client.get(where).headers["Cache-Control"], where


def test_who_comes_back_on_a_list_is_the_same_person(lived: Lived, helper: User, place: Place) -> None:
    """One line, one vote: the second replaces the first."""
    from tests.doors.world import _of_rolls  # a list with one line

    line = _of_rolls(helper)["rolls_staff:"]["pk"]
    for _visit in range(2):
        client = Client()
        answer = sign_in(Client(), helper).post(
            reverse("assisted_staff:open_for", args=[line]),
            {"document_seen": "on", "place": place.code, "screen": "elsewhere"},
        )
        code = re.search(r"\d{4}-\d{3}-\d{3}", answer.content.decode())
        assert code, answer.content.decode()
        client.post(reverse("assisted:arrive"), {"code": code[0]})
        client.post(reverse("assisted:begin"), {"agreed": "on"})
        vote(client, lived)
        finish(client)
    assert Attendance.objects.filter(channel="assisted").count() == 1
    assert Ballot.objects.filter(channel="assisted").count() == 1


def test_a_screen_that_nobody_touches_is_wiped(lived: Lived, helper: User, place: Place, monkeypatch: Any) -> None:
    client = sits_down(helper, place)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + settings.DREAM_ASSISTED_IDLE - 1)
    assert client.get("/").status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 2 * settings.DREAM_ASSISTED_IDLE - 2)
    live = {"topic": "polls.turnout", "key": lived.vote.activity.uuid}
    assert client.get(reverse("live:topic", kwargs=live)).status_code == 200, "what a page asks by itself"
    monkeypatch.setattr(time, "time", lambda: now + 2 * settings.DREAM_ASSISTED_IDLE)
    answer = client.get("/")
    assert answer.headers["Location"] == reverse("assisted:gone")
    assert "Clear-Site-Data" in answer.headers
    assert Accompaniment.objects.get().ending == "idle"
    assert "_auth_user_id" not in client.session


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


def test_the_identity_provider_is_left_too(lived: Lived, helper: User, place: Place) -> None:
    """By its own page, and back to ours, which wipes what is left."""
    client = Client()
    client.post(reverse("assisted:arrive"), {"code": open_code(helper, place, way="own")})
    client.post(reverse("assisted:begin"), {"agreed": "on"})
    session = client.session
    opened = {"provider": "franceconnect", "id_token": "jeton", "end_session": "https://fc.exemple/fin"}
    session["people.identity"] = opened
    session.save()
    answer = client.post(reverse("assisted:finish"))
    onwards = answer.headers["Refresh"].partition("url=")[2]
    assert onwards.startswith("https://fc.exemple/fin?id_token_hint=jeton&")
    assert not Session.objects.filter(session_key=session.session_key).exists()
    state = onwards.rpartition("state=")[2]
    back = client.get(reverse("people:identity_left"), {"state": state})
    assert back.headers["Location"] == reverse("assisted:gone")
    assert "Clear-Site-Data" in client.get(back.headers["Location"]).headers


def test_everything_may_be_taken_back(lived: Lived, helper: User, place: Place) -> None:
    client = sits_down(helper, place)
    propose(client, lived)
    assert client.get(reverse("assisted:erase")).status_code == 200
    client.post(reverse("assisted:erase"))
    assert not WithoutAddress.objects.exists()
    assert Contribution.objects.get(proposal__title__isnull=False, channel="assisted").status == "withdrawn"
    assert client.get(reverse("assisted:finish")).headers["Location"] == reverse("assisted:gone")


def test_who_has_an_account_cannot_erase_it_there(lived: Lived, helper: User, place: Place) -> None:
    client = sign_in(Client(), lived.author)
    assert client.post(reverse("assisted:erase")).headers["Location"] == reverse("assisted:finish")
    assert User.objects.filter(pk=lived.author.pk).exists()


def test_who_does_not_agree_leaves_nothing(lived: Lived, helper: User, place: Place) -> None:
    client = Client()
    client.post(reverse("assisted:arrive"), {"code": open_code(helper, place)})
    before = User.objects.count()
    assert client.post(reverse("assisted:begin"), {"name": "Marcel"}).status_code == 422
    client.post(reverse("assisted:refuse"))
    assert (User.objects.count(), Accompaniment.objects.get().ending) == (before, "refused")


def test_a_helper_ends_it_from_the_board(lived: Lived, helper: User, place: Place) -> None:
    client = sits_down(helper, place)
    row = Accompaniment.objects.get()
    sign_in(Client(), helper).post(reverse("assisted_staff:end", args=[row.uuid]))
    assert client.get(reverse("polls:receipt", kwargs={"uuid": lived.vote.activity.uuid})).status_code == 302
    assert Accompaniment.objects.get().ending == "helper"


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


def _dump(person: User) -> set[tuple[str, str]]:
    """Values of every column that name the person, but the access log and the person's own rows."""
    needles, found = (person.email, "aide canari", str(person.uuid), person.uuid.hex), set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of ours
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    text = str(value).lower()
                    if any(needle in text for needle in needles):
                        found.add((f"{table}.{name}", text))
    for session in Session.objects.all():
        text = repr(session.get_decoded()).lower()
        if any(needle in text for needle in needles):
            found.add(("session", text))
    return found


def _pointing(person: User) -> dict[str, int]:
    """Rows whose foreign key is that person's number, by model and field."""
    counts = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if field.is_relation and field.related_model is User:
                name = f"{model._meta.label}.{field.name}"
                counts[name] = model._base_manager.filter(**{field.attname: person.pk}).count()
    return counts
