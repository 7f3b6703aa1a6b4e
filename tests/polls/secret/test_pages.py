"""Pages of a secret vote on the site: who is told what, and what an agent may do when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from dreamplus.participation.models import Activity
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from polls.errors import VoteClosed
from polls.models import Attendance, Ballot
from polls.pages import PollPage
from polls.secret.level import CODE
from polls.secret.models import Scrutineer, SecretVote
from polls.services.casting import cast_ballot, new_key
from polls.staff_forms import PollForm

pytestmark = pytest.mark.django_db
HALL = "la-halle-ouverte"
THREE = {
    f"{what}_{n}": f"{what}{n}@exemple.fr" if what == "email" else f"Nom {n}"
    for n in (1, 2, 3)
    for what in ("name", "email")
}


@pytest.fixture(autouse=True)
def _houses(settings: Any, tmp_path: Path) -> None:
    settings.DREAM_KEYS = tmp_path / "keys"
    settings.DREAM_BOX, settings.DREAM_BOX_TOKEN = "https://urne.example", "x" * 40
    settings.DREAM_WITNESS = "https://region.example"


@pytest.fixture
def page(home: Page, make_page: Callable[..., PollPage]) -> PollPage:
    return make_page(home, level=CODE)


@pytest.fixture
def opened(page: PollPage, noon: datetime) -> Activity:
    """As if it had been sealed and opened."""
    page.save_revision().publish()
    SecretVote.objects.create(activity=page.activity, created_at=noon)
    Activity.objects.filter(pk=page.activity.pk).update(
        scheduled_at=noon, frozen_at=noon, rules={**page.activity.rules, "options": [HALL, "b"]}
    )
    page.activity.refresh_from_db()
    return page.activity


@pytest.fixture
def agent(client: Client) -> Client:
    return sign_in(client, make_person(Role.AGENT))


@pytest.fixture
def sent(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[..., Any]:
    """Letters leave once what they speak of is written."""
    return django_capture_on_commit_callbacks


def board_of(activity: Activity) -> str:
    return reverse("secret_staff:prepare", args=[activity.uuid])


def test_no_ballot_of_level_a_is_taken(opened: Activity, marie: User, noon: datetime) -> None:
    with pytest.raises(VoteClosed):
        cast_ballot(activity=opened, voter=marie, choices=[HALL], key=new_key(), at=noon)
    assert not Ballot.objects.exists()
    assert not Attendance.objects.exists()


@pytest.mark.usefixtures("an_hour_after_the_opening")
def test_every_door_of_level_a_leads_to_the_token(opened: Activity, signed_in: Client) -> None:
    for name in ("review", "receipt"):
        answer = signed_in.get(reverse(f"polls:{name}", args=[opened.uuid]))
        assert (answer.status_code, answer["Location"]) == (302, reverse("polls:vote", args=[opened.uuid]))
    told = {"choices": [HALL], "key": new_key()}
    assert signed_in.post(reverse("polls:cast", args=[opened.uuid]), told).status_code == 302
    assert not Ballot.objects.exists()


@pytest.mark.usefixtures("an_hour_after_the_opening")
def test_the_page_may_talk_to_the_two_other_houses_alone(opened: Activity, signed_in: Client) -> None:
    answer = signed_in.get(reverse("polls:vote", args=[opened.uuid]))
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    (connect,) = [part.strip() for part in policy.split(";") if "connect-src" in part]
    assert connect == "connect-src 'self' https://urne.example https://region.example"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    other = signed_in.get("/")
    assert "urne.example" not in other.headers["Content-Security-Policy"]


@pytest.mark.usefixtures("an_hour_after_the_opening")
def test_its_level_is_said_in_the_words_of_the_rules(opened: Activity, client: Client) -> None:
    for name in ("vote", "protection"):
        text = client.get(reverse(f"polls:{name}", args=[opened.uuid])).content.decode()
        assert "ans ce que nous conservons" in text
        for word in ("anonym", "inviolable", "CNIL"):
            assert word not in text


def test_level_is_offered_where_there_is_a_box(settings: Any) -> None:
    assert "level" in PollForm().fields
    settings.DREAM_BOX = ""
    assert "level" not in PollForm().fields


@pytest.mark.usefixtures("an_hour_after_the_opening")
def test_an_agent_writes_a_secret_vote(agent: Client, home: Page) -> None:
    told = {
        "title": "Éclairage",
        "question": "Quand ?",
        "method": "single",
        "options": "La nuit\nJamais",
        "majority": "relative",
        "closes_at": "2026-03-20T20:00",
        "results_visibility": "live",
        "level": CODE,
    }
    refused = agent.post(reverse("polls_staff:create"), told)
    assert "ouvre après sa clôture" in refused.content.decode()
    assert 'value="Éclairage"' in refused.content.decode()
    agent.post(reverse("polls_staff:create"), {**told, "results_visibility": "sealed"})
    assert Activity.objects.get(title="Éclairage").rules["level"] == CODE


def test_three_are_named_and_each_is_sent_a_link(agent: Client, page: PollPage, sent: Callable[..., Any]) -> None:
    where = board_of(page.activity)
    assert "Trois scrutateurs" in agent.get(where).content.decode()
    twice = {**THREE, "email_2": THREE["email_1"].upper()}
    answer = agent.post(where, {"act": "name", **twice})
    assert "une adresse à lui" in answer.content.decode()
    assert 'value="Nom 3"' in answer.content.decode(), "nothing that was typed is lost"
    assert not Scrutineer.objects.exists()
    with sent(execute=True):
        assert agent.post(where, {"act": "name", **THREE}).status_code == 302
    assert [letter.to for letter in mail.outbox[-3:]] == [[THREE[f"email_{n}"]] for n in (1, 2, 3)]
    assert list(Scrutineer.objects.order_by("number").values_list("name", flat=True)) == ["Nom 1", "Nom 2", "Nom 3"]
    links = {letter.body.split("/scrutateur/")[1].split("/")[0] for letter in mail.outbox[-3:]}
    digests = set(Scrutineer.objects.values_list("digest", flat=True))
    assert {sha256(link.encode()).hexdigest() for link in links} == digests, "the link itself is stored nowhere"


def test_a_new_link_makes_the_old_one_lead_nowhere(agent: Client, page: PollPage, sent: Callable[..., Any]) -> None:
    where = board_of(page.activity)
    with sent(execute=True):
        agent.post(where, {"act": "name", **THREE})
    old = "/vote/scrutateur/" + mail.outbox[-3].body.split("/scrutateur/")[1].split()[0]
    assert Client().get(old).status_code == 200
    assert agent.post(where, {"act": "invite", "number": "1"}).status_code == 302
    assert Client().get(old).status_code == 404
    assert agent.post(where, {"act": "invite", "number": "7"}).status_code == 404
    assert agent.post(where, {"act": "something"}).status_code == 404


def test_what_is_wanting_stops_the_seal(agent: Client, page: PollPage) -> None:
    answer = agent.post(board_of(page.activity), {"act": "lay"})
    assert answer.status_code == 409 if SecretVote.objects.exists() else answer.status_code in (404, 409)
    assert not SecretVote.objects.exclude(terms="").exists()


def test_the_board_of_a_vote_of_level_a_has_no_such_page(agent: Client, home: Page, make_page: Any) -> None:
    assert agent.get(board_of(make_page(home).activity)).status_code == 404


def test_the_board_is_for_who_may_publish(client: Client, page: PollPage) -> None:
    for role in (Role.OFFICIAL, Role.ANIMATOR, Role.MODERATOR):
        assert sign_in(client, make_person(role)).get(board_of(page.activity)).status_code == 403


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"public":1}', b'{"public":"x","opened":"y"}', b'{"other":"x"}'])
def test_what_a_scrutineers_page_does_not_send_is_refused(
    page: PollPage, noon: datetime, client: Client, body: bytes
) -> None:
    vote = SecretVote.objects.create(activity=page.activity, created_at=noon)
    Scrutineer.objects.create(vote=vote, number=1, name="A", email="a@exemple.fr", digest=sha256(b"lien").hexdigest())
    answer = client.post("/vote/scrutateur/lien/cle/", body, "application/json")
    assert answer.status_code == 400
    assert answer.json()["sentence"]
    assert Scrutineer.objects.get().public == ""


def test_no_key_of_the_issuer_is_made_before_the_seal(agent: Client, page: PollPage) -> None:
    agent.get(board_of(page.activity))
    agent.post(board_of(page.activity), {"act": "name", **THREE})
    assert not list(Path(settings.DREAM_KEYS).glob("secret/*.issuer"))
