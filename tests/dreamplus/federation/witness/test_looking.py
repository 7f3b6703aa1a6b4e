"""The voting page is fetched at hours that nobody knows, and anybody reads what the witness has seen."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from dreamplus.core import clock
from dreamplus.federation.harvest.models import Source
from dreamplus.federation.witness import looking
from dreamplus.federation.witness.models import WitnessedVote
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from dreamplus.territory.models import Territory
from tests.dreamplus.federation.conftest import AT, Host

pytestmark = pytest.mark.django_db
PAGE = b"<!doctype html><title>Isoloir</title>"
OTHER = b"<!doctype html><title>Isoloir</title><script>steal()</script>"
HOUR = timedelta(hours=1)


@pytest.fixture
def source(host: Host, saint_aubin: Territory) -> Source:
    return host.pair(saint_aubin, AT)


@pytest.fixture
def vote(host: Host, source: Source) -> WitnessedVote:
    return witnessed(host, source)


def witnessed(host: Host, source: Source, **told: Any) -> WitnessedVote:
    values = {"closes": "2026-12-20T17:00:00Z", "booth": sha256(PAGE).hexdigest(), "size": 3, "terms": "0" * 64}
    vote = WitnessedVote.objects.create(poll=uuid4(), source=source, box=source.origin, **(values | told))
    serve(host, vote, PAGE)
    return vote


def serve(host: Host, vote: WitnessedVote, body: bytes, status: int = 200) -> None:
    host.answers[f"/votes/{vote.poll}/"] = lambda _request: (status, {}, body)


def look(at: datetime = AT) -> int:
    return looking.look_at_booths(at, lambda: True)


def seen(client: Client, vote: WitnessedVote) -> Any:
    return client.get(reverse("witness:vote", args=[vote.poll])).json()["booth"]


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(answer.content.decode()).partition("<main")[2].partition("</main")[0])


def test_the_sealed_page_is_seen_as_it_is(vote: WitnessedVote, client: Client) -> None:
    assert seen(client, vote) == {"looked": None, "altered": None}
    assert look() == 1
    assert seen(client, vote) == {"looked": AT.isoformat(timespec="minutes"), "altered": None}


def test_another_page_stays_reported(vote: WitnessedVote, host: Host, client: Client) -> None:
    serve(host, vote, OTHER)
    look()
    serve(host, vote, PAGE)
    look(AT + HOUR)
    told = seen(client, vote)
    assert (told["looked"], told["altered"]) == (
        (AT + HOUR).isoformat(timespec="minutes"),
        AT.isoformat(timespec="minutes"),
    )


def test_a_box_that_is_away_accuses_nobody_and_stops_nobody(host: Host, source: Source, client: Client) -> None:
    away, there = witnessed(host, source), witnessed(host, source)
    serve(host, away, b"", 503)
    assert look() == 1
    assert seen(client, away) == {"looked": None, "altered": None}
    assert seen(client, there)["looked"]


def test_votes_that_are_closed_or_not_sealed_are_left_alone(host: Host, source: Source) -> None:
    witnessed(host, source, is_closed=True)
    WitnessedVote.objects.create(poll=uuid4(), source=source)
    assert look() == 0


def test_nobody_knows_the_hour(host: Host, source: Source) -> None:
    """Of forty hours about ten; that none or all are drawn happens once in a hundred thousand years of such tests."""
    witnessed(host, source)
    looked = sum(looking.look_at_booths(AT) for _hour in range(40))
    assert 0 < looked < 40


class TestPage:
    def test_it_says_what_the_witness_has_seen(self, host: Host, source: Source, client: Client) -> None:
        with clock.frozen(datetime(2026, 12, 1, tzinfo=UTC)):
            assert "Aucun vote secret" in words(client.get("/temoin/"))
            good = witnessed(host, source, looked_at=AT)
            good.agreements.create(instead_of=good.closes, closes="2026-12-21T17:00:00Z")
            witnessed(host, source, fault="fork", closes="2026-12-10T17:00:00Z")
            witnessed(host, source, altered_at=AT, closes="2026-12-12T17:00:00Z")
            witnessed(host, source, is_closed=True, closes="2026-11-10T17:00:00Z")
            witnessed(host, source, is_closed=True, is_complete=True, closes="2026-11-09T17:00:00Z")
            witnessed(host, source, closes="2026-11-20T17:00:00Z")
            told = words(client.get("/temoin/"))
        order = ["deux registres qui se contredisent", "une autre page était servie", "21 décembre", "Terminé"]
        places = [told.index(one) for one in order]
        assert places[2] < places[3]
        assert max(places[:2]) < places[2], "what is wrong comes first"
        for one in ("Gelé", "Comme scellée", "Pas encore regardée", "Clos et signé", "son papier est en lecture"):
            assert one in told

    def test_its_queries_do_not_grow(
        self, host: Host, source: Source, client: Client, django_assert_num_queries: Any
    ) -> None:
        with clock.frozen(AT):
            client.get("/temoin/")
            for _round in range(2):
                for _vote in range(2):
                    witnessed(host, source)
                with django_assert_num_queries(3):
                    client.get("/temoin/")

    def test_the_officer_reads_what_is_wrong_on_the_board(self, host: Host, source: Source) -> None:
        officer = sign_in(Client(), make_person(Role.ADMINISTRATOR))
        board = reverse("consultations_staff:board")
        witnessed(host, source)
        assert "quelque chose ne va pas" not in words(officer.get(board))
        witnessed(host, source, altered_at=AT)
        assert "une autre page était servie" in words(officer.get(board))
        agent = sign_in(Client(), make_person(Role.AGENT))
        assert "quelque chose ne va pas" not in words(agent.get(board))
