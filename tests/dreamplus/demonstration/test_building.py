"""The demonstration is built by the services everybody uses: if one of them changes, this is where it shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from consultations.pages import ProcessPage
from consultations.proposals.models import Proposal
from dreamplus.core.tasks.testing import run_all
from dreamplus.demonstration.content import saint_aubin, wattrelin
from dreamplus.demonstration.services import build
from dreamplus.participation import publishing
from dreamplus.participation.enums import State
from dreamplus.participation.models import Activity
from dreamplus.participation.services import settle_due

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.mark.database_promise
def test_the_commune_tells_its_story(client: Client) -> None:
    build("commune", at=NOW)
    settle_due(NOW)
    run_all(at=NOW)
    states = {activity.title: activity.state(NOW) for activity in Activity.objects.filter(kind="poll")}
    assert states == {
        "Quel projet pour la place du marché ?": State.OPEN,
        "Quand ouvrir la médiathèque quatre heures de plus ?": State.OPEN,
        "Par quel chantier commencer ?": State.SETTLED,
        "La cantine au quotidien": State.OPEN,
        "Le mercredi des écoliers": State.SETTLED,
        "La Grand-Rue vue par ses habitants": State.SETTLED,
        "Quelle Grand-Rue voulons-nous ?": State.OPEN,
        "Quels arbres planter dans la Grand-Rue ?": State.OPEN,
        "Dix points pour la Grand-Rue": State.OPEN,
    }
    result = publishing.published(Activity.objects.get(title="Par quel chantier commencer ?"), NOW)
    assert result is not None
    expected = saint_aubin.SCHOOL_MEALS.polls[0].ballots
    assert sorted(option["votes"] for option in result["options"] if not option["apart"]) == sorted(
        count for code, count in expected.items() if code != "blank"
    )
    assert Proposal.objects.count() == 17
    dutch = ProcessPage.objects.get(locale__language_code="nl")
    assert dutch.title == "Het marktplein, samen maken we het opnieuw"
    for page in (dutch, *dutch.get_children().live()):
        assert client.get(page.get_url()).status_code == 200
    soon = Activity.objects.get(title__startswith="Quand ouvrir la médiathèque")  # a closing to be seen
    assert soon.closes_at is not None
    assert timedelta(0) < soon.closes_at - NOW <= timedelta(minutes=10)


def test_the_village_and_the_hub_are_built_too(client: Client) -> None:
    build("village", at=NOW)
    assert "Zulma-Carpentier" in client.get("/").content.decode()
    assert wattrelin.PLACE.name in client.get("/participer/").content.decode()


def test_the_hub_knows_every_commune(client: Client) -> None:
    from dreamplus.territory.models import Kind, Territory

    build("hub", at=NOW)
    assert Territory.objects.filter(kind=Kind.COMMUNE, invented=False).count() == 1534
    assert Territory.objects.filter(kind=Kind.EPCI).count() == 36
    assert client.get("/").status_code == 200
