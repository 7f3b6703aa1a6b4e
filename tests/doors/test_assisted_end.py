"""A screen on which somebody was helped (J4) is wiped, however it ends."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from dreamplus.participation.models import Contribution
from dreamplus.people.assisted.models import Accompaniment, Place, WithoutAddress
from dreamplus.people.models import User
from dreamplus.people.testing import sign_in
from tests.doors.helping import open_code, propose, sits_down, vote
from tests.doors.lived import Lived

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]


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


def test_a_browser_without_scripts_asks_too(lived: Lived, helper: User, place: Place) -> None:
    """The page leads to the question by itself, the question to the end; one press leads back."""
    client = sits_down(helper, place)
    asked = reverse("assisted:still")
    assert f'<noscript><meta http-equiv="refresh" content="120; url={asked}"></noscript>' in client.get("/").text
    page = client.get(asked, headers={"Referer": "http://testserver/participer/"}).text
    assert f'content="60; url={reverse("assisted:gone")}"' in page
    back = client.post(reverse("assisted:alive"), {"next": "http://testserver/participer/"})
    assert back.headers["Location"] == "http://testserver/participer/"
    assert client.post(reverse("assisted:alive"), {"next": "https://ailleurs.exemple/"}).headers["Location"] == "/"
