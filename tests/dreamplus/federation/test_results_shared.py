"""A real vote, from its opening to the list of the region: sealed, then signed, never more than figures."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from dreamplus.core import clock
from dreamplus.core.tasks import testing
from dreamplus.federation import publishing
from dreamplus.federation.models import Entry, Ledger
from dreamplus.federation.wire import bodies
from dreamplus.participation.models import Activity
from dreamplus.participation.services.settling import settle_due
from dreamplus.people.services import create_confirmed_user
from polls.rules import Method
from polls.services import cast_ballot, create_poll, open_poll
from polls.services.casting import new_key
from tests.dreamplus.federation.honest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise, pytest.mark.usefixtures("own_keys", "frozen")]

OPENS, CLOSES = AT - timedelta(days=10), AT - timedelta(hours=1)
CANARY = "Un toit de bois serin"


def tick(at: datetime) -> None:
    """What the minute brings to activities, and what follows from it."""
    with clock.frozen(at):
        settle_due(at)
    testing.run_all(at)


@pytest.fixture
def make_vote() -> Callable[..., Activity]:
    """An open vote with two options and so many ballots for each, the rest blank."""

    def make(first: int = 3, second: int = 1, blank: int = 1, **values: Any) -> Activity:
        page = create_poll(
            parent=Site.objects.get(is_default_site=True).root_page,
            title="Quel projet pour\nla place ?",
            question="Quel projet voulez-vous ?",
            options=[(CANARY, ""), ("Un jardin", "")],
            opens_at=OPENS,
            closes_at=CLOSES,
            at=OPENS - timedelta(days=1),
            **values,
        )
        open_poll(activity=page.activity, by=None, at=OPENS)
        choices = [["un-toit-de-bois-serin"]] * first + [["un-jardin"]] * second + [[]] * blank
        for number, chosen in enumerate(choices):
            voter = create_confirmed_user(email=f"{page.pk}-{number}@exemple.fr")
            cast_ballot(activity=page.activity, voter=voter, choices=chosen, key=new_key(), at=OPENS)
        return page.activity

    return make


def test_nothing_of_a_sealed_vote_is_shared(make_vote: Callable[..., Activity], client: Client) -> None:
    make_vote()
    with clock.frozen(CLOSES - timedelta(minutes=1)):
        tick(CLOSES - timedelta(minutes=1))
        publishing.publish_due(at=CLOSES - timedelta(minutes=1))
        assert CANARY.encode() not in client.get("/federation/v1/changes").content
    assert not Entry.objects.exists()


def test_a_live_vote_is_shared_once_it_is_settled_and_not_before(make_vote: Callable[..., Activity]) -> None:
    activity = make_vote(first=8, results_visibility="live")
    tick(CLOSES - timedelta(days=1))
    assert publishing.publish_result(activity, at=CLOSES - timedelta(days=1)) is None
    tick(AT)
    assert Entry.objects.count() == 1


def test_a_closed_vote_is_signed_by_the_minute_tick_and_holds_figures_alone(make_vote: Callable[..., Activity]) -> None:
    activity = make_vote()
    tick(AT)
    entry = Entry.objects.get()
    assert entry.thing == publishing.thing_of(activity, "result")
    assert entry.body == {
        "title": {"fr": "Quel projet pour la place ?"},
        "page": f"http://testserver/vote/{activity.uuid}/",
        "method": "single-choice",
        "opened": "2026-11-10",
        "closed": "2026-11-20",
        "electorate": None,
        "voters": 5,
        "blank": 1,
        "invalid": 0,
        "options": [
            {"label": {"fr": CANARY}, "votes": 3, "first": True},
            {"label": {"fr": "Un jardin"}, "votes": 1, "first": False},
        ],
        "channels": [{"channel": "web", "voters": 5}],
        "suppression": {"threshold": 11, "hidden_tables": 1},
        "rules_hash": activity.__class__.objects.get().rules_hash,
    }
    assert "@" not in json.dumps(entry.body)


def test_a_second_tick_and_the_daily_round_add_nothing(make_vote: Callable[..., Activity]) -> None:
    make_vote()
    tick(AT)
    tick(AT)
    testing.run_periodic("day", at=AT)
    assert Entry.objects.count() == 1


def test_the_daily_round_shares_what_a_lost_handler_missed(make_vote: Callable[..., Activity]) -> None:
    make_vote()
    tick(AT)
    Entry.objects.all().delete()
    Ledger.objects.all().delete()
    assert publishing.publish_due(at=AT) == 1


def test_each_method_of_the_house_is_one_the_wire_knows() -> None:
    assert {publishing.METHODS.get(method, str(method)) for method in Method} == set(bodies.METHODS)


def test_a_vote_by_grades_is_shared_in_its_order_without_numbers() -> None:
    page = create_poll(
        parent=Site.objects.get(is_default_site=True).root_page,
        title="Quel projet pour la place ?",
        question="Que pensez-vous de ces projets ?",
        options=[(CANARY, ""), ("Un jardin", "")],
        method="majority-judgment",
        most=None,
        opens_at=OPENS,
        closes_at=CLOSES,
        at=OPENS - timedelta(days=1),
    )
    open_poll(activity=page.activity, by=None, at=OPENS)
    for number in range(3):
        voter = create_confirmed_user(email=f"{number}@exemple.fr")
        marks = ["un-toit-de-bois-serin=1", "un-jardin=5"]
        cast_ballot(activity=page.activity, voter=voter, choices=marks, key=new_key(), at=OPENS)
    tick(AT)
    body = Entry.objects.get().body
    assert body["method"] == "majority-judgment"
    assert body["options"] == [
        {"label": {"fr": "Un jardin"}, "votes": None, "first": True},
        {"label": {"fr": CANARY}, "votes": None, "first": False},
    ]
    assert body["suppression"]["hidden_tables"] == 0


def test_a_vote_without_a_ballot_is_shared_too(make_vote: Callable[..., Activity]) -> None:
    make_vote(first=0, second=0, blank=0)
    tick(AT)
    body = Entry.objects.get().body
    assert body is not None
    assert (body["voters"], body["channels"]) == (0, [])


def test_what_was_withdrawn_stays_withdrawn(make_vote: Callable[..., Activity], client: Client) -> None:
    activity = make_vote()
    tick(AT)
    publishing.withdraw_result(activity, by=None, at=AT)
    assert publishing.publish_due(at=AT) == 0
    assert CANARY.encode() not in client.get("/federation/v1/changes").content
