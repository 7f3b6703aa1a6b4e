from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from dreamplus.cms.services import found_site
from dreamplus.core import clock
from dreamplus.participation.enums import Visibility
from dreamplus.participation.models import Activity
from dreamplus.participation.services import settle_due
from dreamplus.people.testing import make_person
from polls.services import cast_ballot, create_poll, open_poll
from polls.services.casting import new_key
from tests.once import once

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
CANARY = "=CMD()|Canari & <b>option</b>"
MakePoll = Callable[..., Activity]


@pytest.fixture
def make_poll() -> MakePoll:
    """A vote opened two days ago with three ballots, the first for an option that a spreadsheet might obey."""
    once("opendata", lambda: found_site(name="Wattrelin"))
    home = Site.objects.get(is_default_site=True).root_page

    def made(*, closed: bool, visibility: str = Visibility.SEALED) -> Activity:
        opening = NOW - timedelta(days=2)
        page = create_poll(
            parent=home,
            title="Un vote",
            question="Que choisir ?",
            options=[(CANARY, ""), ("Autre", "")],
            opens_at=opening,
            closes_at=NOW - timedelta(hours=1) if closed else NOW + timedelta(days=1),
            results_visibility=visibility,
            at=opening - timedelta(days=1),
        )
        activity = open_poll(activity=page.activity, by=None, at=opening)
        first, second = (row.code for row in page.options.order_by("sort_order"))
        for choices in ([first], [second], []):
            cast_ballot(activity=activity, voter=make_person(), choices=choices, key=new_key(), at=opening)
        settle_due(NOW)
        activity.refresh_from_db()
        return activity

    return made


def body_of(client: Client, name: str, activity: Activity) -> tuple[int, str]:
    answer = client.get(reverse(f"opendata:{name}", args=[activity.uuid]))
    return answer.status_code, (answer.getvalue() if answer.streaming else answer.content).decode("utf-8-sig")


def test_a_closed_vote_is_downloaded_as_a_table(client: Client, make_poll: MakePoll) -> None:
    status, text = body_of(client, "table", make_poll(closed=True))
    lines = [line.split(";") for line in text.splitlines()]
    assert status == 200
    assert lines[0] == ["section", "code", "label", "count", "share", "question"]
    assert ["ballots", "blank", "", "1", "", "1"] in lines
    assert ["turnout", "", "", "3", "", ""] in lines
    assert [line[3] for line in lines if line[0] == "option" and line[2] == "Autre"] == ["1"]


def test_a_label_never_becomes_a_formula(client: Client, make_poll: MakePoll) -> None:
    _status, text = body_of(client, "table", make_poll(closed=True))
    assert ";=CMD" not in text
    assert "'=CMD" in text


def test_the_document_says_the_same_under_its_licence(client: Client, make_poll: MakePoll) -> None:
    activity = make_poll(closed=True)
    answer = client.get(reverse("opendata:document", args=[activity.uuid])).json()
    assert answer["licence"].startswith("https://www.etalab.gouv.fr/")
    assert (answer["result"]["turnout"], answer["result"]["ballots"]["blank"]) == (3, 1)


@pytest.mark.parametrize("name", ["table", "document"])
def test_a_sealed_result_is_nowhere(client: Client, make_poll: MakePoll, name: str) -> None:
    activity = make_poll(closed=False)
    status, text = body_of(client, name, activity)
    assert status == 404
    assert "Canari" not in text
    assert str(activity.uuid) not in client.get(reverse("opendata:index")).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_two_queries(
    client: Client, make_poll: MakePoll, number: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for _ in range(number):
        make_poll(closed=True)
    client.get(reverse("opendata:index"))  # warms brand and menus, which are cached
    with clock.frozen(NOW), django_assert_num_queries(2):
        page = client.get(reverse("opendata:index")).content.decode()
    assert page.count(".csv") == number
