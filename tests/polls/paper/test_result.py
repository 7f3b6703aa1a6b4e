"""Paper and screen in one count, and what of it is shown box by box."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dreamplus.core import clock
from dreamplus.federation.publishing import result_body
from dreamplus.opendata.tables import table_of
from dreamplus.participation import publishing
from dreamplus.participation.enums import State
from dreamplus.participation.models import Activity
from dreamplus.participation.paper import services
from dreamplus.participation.services import settle_due
from dreamplus.people.models import User
from polls.models import Ballot
from polls.rules import Majority, Thresholds
from polls.services.forgetting import forget_due, objections_end
from tests.polls.conftest import CLOSING, GARDEN, HALL, SQUARE
from tests.polls.paper.conftest import COUNTING, DAY, MakeOnPaper, read, words

pytestmark = pytest.mark.database_promise


@pytest.mark.django_db
class TestResult:
    @pytest.fixture
    def counted(
        self, make_on_paper: MakeOnPaper, vote: Any, make_voter: Callable[[str], User], two: Any
    ) -> tuple[Activity, dict[str, Any]]:
        """Thirty on line, forty-one papers in two boxes of which one is void."""
        activity, (anne, bruno) = make_on_paper(), two()
        for number in range(30):
            vote(activity, make_voter(f"ecran{number}"), HALL if number < 18 else GARDEN)
        settle_due(COUNTING)
        activity.refresh_from_db()
        assert activity.state(COUNTING) == State.CLOSED
        assert publishing.published(activity, COUNTING) is None
        for person in (anne, bruno):
            read(activity, "mairie", person, {HALL: 12, GARDEN: 13}, void=1, signed=26)
            read(activity, "marche-du-samedi", person, {GARDEN: 15})
        services.end_count(activity=activity, by=anne, at=COUNTING + DAY)
        settle_due(COUNTING + DAY)
        activity.refresh_from_db()
        data = publishing.published(activity, COUNTING + DAY)
        assert data is not None
        return activity, data

    def test_paper_and_screen_make_one_count(self, counted: tuple[Activity, dict[str, Any]]) -> None:
        activity, data = counted
        assert {one["code"]: one["votes"] for one in data["options"]} == {HALL: 30, GARDEN: 40, SQUARE: 0}
        assert data["ballots"] == {"cast": 71, "expressed": 70, "blank": 0, "invalid": 1}
        assert data["turnout"] == 71
        assert [(one["channel"], one["turnout"]) for one in data["channels"]] == [("paper", 41), ("web", 30)]
        assert [(one["name"], one["turnout"], one["void"]) for one in data["stations"]] == [
            ("", 30, 0),
            ("Mairie", 26, 1),
            ("Marché du samedi", 15, 0),
        ]
        shared = result_body(activity, data)
        assert sum(line["voters"] for line in shared["channels"]) == shared["voters"] == 71
        assert sum(one["votes"] for one in shared["options"]) + shared["blank"] + shared["invalid"] == 71
        assert Ballot.objects.filter(activity=activity, channel="paper").count() == 40
        settle_due(COUNTING + 2 * DAY)
        assert Ballot.objects.filter(activity=activity, channel="paper").count() == 40

    def test_a_box_that_would_tell_what_known_people_chose_is_shown_by_its_number_alone(
        self, counted: tuple[Activity, dict[str, Any]]
    ) -> None:
        """Everybody at the market chose the garden: it is hidden, and another with it, from which it would follow."""
        shown = {one["name"]: one["options"] for one in counted[1]["stations"]}
        assert shown["Marché du samedi"] is None
        assert list(shown.values()).count(None) >= 2

    def test_what_one_table_hides_does_not_follow_from_the_other(
        self, make_on_paper: MakeOnPaper, vote: Any, make_voter: Callable[[str], User], two: Any
    ) -> None:
        """Three were helped: shown on a screen, they would be what is on a screen less what is on line."""
        activity = make_on_paper("Mairie")
        for number in range(60):
            vote(activity, make_voter(f"ecran{number}"), (HALL, GARDEN)[number % 2])
        for number in range(3):
            vote(activity, make_voter(f"aide{number}"), HALL, channel="assisted")
        for person in two():
            read(activity, "mairie", person, {HALL: 30, GARDEN: 30})
        services.end_count(activity=activity, by=None, at=COUNTING)
        settle_due(COUNTING)
        activity.refresh_from_db()
        data = publishing.published(activity, COUNTING)
        assert data is not None
        channels = {one["channel"]: one["options"] for one in data["channels"]}
        stations = {one["name"]: one["options"] for one in data["stations"]}
        assert channels["assisted"] is None
        assert stations[""] is None
        assert [options for options in (channels["web"], channels["paper"]) if options is None]
        assert (channels["paper"] is None) == (stations["Mairie"] is None)

    def test_the_page_the_table_and_the_document_tell_it(
        self, counted: tuple[Activity, dict[str, Any]], client: Client
    ) -> None:
        activity, data = counted
        with clock.frozen(COUNTING + DAY):
            page = words(client.get(reverse("polls:result", args=[activity.uuid])))
        assert "Bulletins nuls" in page
        assert "Urne par urne" in page
        assert "Marché du samedi" in page
        table = table_of(activity, at=COUNTING + DAY, language="fr")
        assert table is not None
        rows = [row[:4] for row in table.rows]
        assert ["ballots", "void", "", 1] in rows
        assert ["station", "", "Mairie", 26] in rows
        assert sum(profile["count"] for profile in data["profiles"]) == 70

    def test_objections_last_eight_days_from_the_end_of_the_count(
        self, counted: tuple[Activity, dict[str, Any]]
    ) -> None:
        activity, _data = counted
        assert objections_end(activity) == COUNTING + 9 * DAY
        assert forget_due(CLOSING + 8 * DAY) == 0
        assert forget_due(COUNTING + 9 * DAY) == 1

    def test_whoever_gave_a_void_ballot_counts_towards_the_quorum(self, make_on_paper: MakeOnPaper, two: Any) -> None:
        activity = make_on_paper("Mairie", thresholds=Thresholds(21, Majority.RELATIVE))
        for person in two():
            read(activity, "mairie", person, {HALL: 20}, void=1)
        services.end_count(activity=activity, by=None, at=COUNTING)
        settle_due(COUNTING)
        activity.refresh_from_db()
        data = publishing.published(activity, COUNTING)
        assert data is not None
        assert data["verdict"]["quorum_reached"]

    def test_an_order_of_preference_is_read_from_paper_too(self, make_on_paper: MakeOnPaper, two: Any) -> None:
        activity = make_on_paper("Mairie", method="irv", most=None)
        for person in two():
            read(activity, "mairie", person, {f"{HALL}=1 {GARDEN}=2": 7, f"{GARDEN}=1": 5})
        services.end_count(activity=activity, by=None, at=COUNTING)
        settle_due(COUNTING)
        activity.refresh_from_db()
        data = publishing.published(activity, COUNTING)
        assert data is not None
        assert (data["winners"], data["turnout"], data["stations"][0]["options"]) == ([HALL], 12, None)
