"""Following and stopping; what one follows by oneself writing."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from dreamplus.notifications.models import Follow, NoticeSettings
from dreamplus.notifications.queries import is_following
from dreamplus.notifications.services import following
from dreamplus.people.models import User
from dreamplus.people.testing import sign_in
from tests.dreamplus.notifications.conftest import DAY, NOON, TITLES

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise, pytest.mark.usefixtures("noon", "bench")]


def test_following_twice_is_once_and_stopping_ends_it(marie: User) -> None:
    following.follow(person=marie, subject="bench:1", at=NOON)
    following.follow(person=marie, subject="bench:1", at=NOON + DAY)
    assert Follow.objects.get().since == NOON
    following.unfollow(person=marie, subject="bench:1", at=NOON)
    assert not is_following(marie, "bench:1")
    following.follow(person=marie, subject="bench:1", at=NOON + DAY)
    assert Follow.objects.get().since == NOON + DAY


def test_what_is_not_public_cannot_be_followed(marie: User) -> None:
    for subject in ("bench:99", "unknown:1", "", "bench:"):
        with pytest.raises(following.FollowRefused, match="ne peut plus être suivi"):
            following.follow(person=marie, subject=subject, at=NOON)
    assert not Follow.objects.exists()


def test_there_is_a_limit(marie: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "FOLLOWS_MAX", 2)
    for number in (1, 2):
        following.follow(person=marie, subject=f"bench:{number}", at=NOON)
    with pytest.raises(following.FollowRefused, match="2 sujets"):
        following.follow(person=marie, subject="bench:3", at=NOON)


def test_what_one_writes_is_followed_unless_stopped_or_unwanted(marie: User, karim: User) -> None:
    NoticeSettings.objects.create(person=karim, follows_own=False)
    for person in (marie, karim):
        following.follow_own(person_id=person.pk, subject="bench:1", at=NOON)
    assert (is_following(marie, "bench:1"), is_following(karim, "bench:1")) == (True, False)
    following.unfollow(person=marie, subject="bench:1", at=NOON)
    following.follow_own(person_id=marie.pk, subject="bench:1", at=NOON)
    assert not is_following(marie, "bench:1")


class TestButton:
    @pytest.fixture
    def address(self) -> str:
        return reverse("notifications:follow", args=["bench:1"])

    def test_a_visitor_signs_in_first_and_is_asked_then(self, client: Client, address: str, marie: User) -> None:
        assert client.get(address)["Location"].startswith("/compte/login/?next=")
        assert client.post(address)["Location"].startswith("/compte/login/?next=")
        sign_in(client, marie)
        asked = client.get(f"{address}?next=/ailleurs/").content.decode()
        assert "Banc 1" in asked
        assert not Follow.objects.exists()

    def test_follows_stops_and_leads_back(self, client: Client, address: str, marie: User) -> None:
        sign_in(client, marie)
        assert client.post(address, {"next": "/participer/"})["Location"] == "/participer/"
        assert is_following(marie, "bench:1")
        assert client.post(address, {"next": "/participer/", "stop": "1"})["Location"] == "/participer/"
        assert not is_following(marie, "bench:1")

    @pytest.mark.parametrize("back", ["https://ailleurs.exemple/", "//ailleurs.exemple/", "javascript:alert(1)", "x"])
    def test_never_leads_elsewhere(self, client: Client, address: str, marie: User, back: str) -> None:
        sign_in(client, marie)
        assert client.post(address, {"next": back})["Location"] == "/banc/1/"
        assert f'value="{back}"' not in client.get(address, {"next": back}).content.decode()

    def test_what_went_meanwhile_can_still_be_stopped(self, client: Client, address: str, marie: User) -> None:
        following.follow(person=marie, subject="bench:1", at=NOON)
        del TITLES["1"]
        sign_in(client, marie)
        assert client.get(address).status_code == client.post(address).status_code == 404
        assert client.post(address, {"stop": "1"}).status_code == 302
        assert not is_following(marie, "bench:1")


def test_the_moment_of_stopping_is_kept(marie: User) -> None:
    following.follow(person=marie, subject="bench:1", at=NOON)
    following.unfollow(person=marie, subject="bench:1", at=NOON + DAY)
    stopped: datetime | None = Follow.objects.get().stopped_at
    assert stopped == NOON + DAY
