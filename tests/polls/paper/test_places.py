"""Where people vote on paper: written before the opening, fixed with the rules."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from dreamplus.core import clock
from dreamplus.participation.models import Activity
from dreamplus.participation.paper import queries, services
from dreamplus.participation.paper.errors import StationsRefused
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from polls.pages import PollPage
from polls.services import open_poll
from tests.polls.conftest import NOON
from tests.polls.paper.conftest import DAY, HOUR, MakeOnPaper

pytestmark = pytest.mark.database_promise


@pytest.mark.django_db
class TestPlaces:
    def test_they_are_fixed_and_hashed_with_the_rules(self, make_on_paper: MakeOnPaper) -> None:
        activity = make_on_paper()
        assert [one.code for one in queries.stations(activity)] == ["mairie", "marche-du-samedi"]
        assert activity.rules["stations"][0]["name"] == "Mairie"
        other = make_on_paper("Mairie")
        assert activity.rules_hash != other.rules_hash

    @pytest.mark.parametrize(
        ("names", "sentence"),
        [
            (["Mairie", "mairie"], "Deux lieux portent le même nom"),
            (["M" * 81], "80 signes au plus"),
            ([f"Lieu {number}" for number in range(41)], "40 lieux au plus"),
        ],
    )
    def test_names_that_cannot_be(self, make_page: Callable[..., PollPage], names: list[str], sentence: str) -> None:
        activity = make_page().activity
        with pytest.raises(StationsRefused, match=sentence):
            services.set_stations(activity=activity, names=names, at=NOON - DAY)
        assert queries.stations(activity) == []

    def test_each_has_a_code_that_a_box_can_hold(self, make_on_paper: MakeOnPaper) -> None:
        long = "Salle polyvalente du groupe scolaire Zulma-Carpentier"
        activity = make_on_paper(f"{long}, entrée A", f"{long}, entrée B", "…", "…!")
        codes = [one.code for one in queries.stations(activity)]
        assert len(set(codes)) == 4
        assert all(0 < len(code) <= 40 for code in codes)

    def test_a_draft_has_no_box_to_read(self, make_page: Callable[..., PollPage], client: Client) -> None:
        activity = make_page().activity
        services.set_stations(activity=activity, names=["Mairie"], at=NOON - DAY)
        sign_in(client, make_person(Role.AGENT))
        for where in (reverse("paper_staff:boxes", args=[activity.uuid]), self.box(activity)):
            assert client.get(where).status_code == 404

    def box(self, activity: Activity) -> str:
        return reverse("paper_staff:box", args=[activity.uuid, "mairie"])

    def test_an_agent_writes_them_and_loses_nothing_to_a_mistake(
        self, make_page: Callable[..., PollPage], client: Client
    ) -> None:
        activity = make_page().activity
        sign_in(client, make_person(Role.AGENT))
        where = reverse("paper_staff:stations", args=[activity.uuid])
        with clock.frozen(NOON - DAY):
            refused = client.post(where, {"stations": "Mairie\nMairie"})
            assert "Mairie\nMairie" in refused.text
            assert "Deux lieux portent le même nom" in refused.text
            assert client.post(where, {"stations": "Mairie\n\n  Halle  "}).status_code == 302
        activity.refresh_from_db()
        assert [one.name for one in queries.stations(activity)] == ["Mairie", "Halle"]
        with clock.frozen(NOON + HOUR):
            open_poll(activity=activity, by=None, at=NOON + HOUR)
            late = client.post(where, {"stations": "Ailleurs"})
        assert "Ailleurs" in late.text
        activity.refresh_from_db()
        assert [one.name for one in queries.stations(activity)] == ["Mairie", "Halle"]
