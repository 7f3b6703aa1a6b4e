"""Paper beside a secret vote: a line votes once, papers enter the log unread, screen and paper are one result."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dreamplus.participation.paper.errors import NotYet
from dreamplus.participation.paper.services import set_stations
from dreamplus.people.rolls.models import RollLine
from polls.errors import LineHasVoted
from polls.secret import command, files, keys, services
from polls.secret.errors import NotPrepared
from polls.secret.rules.publication import Publication
from polls.services.marking import mark
from tests.polls.secret.town import PEOPLE, SAT, SUN, Town, now, until

pytestmark = [pytest.mark.database_promise, pytest.mark.usefixtures("own_database")]


@pytest.fixture
def with_paper(town: Town) -> Town:
    """With two places where people vote on paper, open."""
    set_stations(activity=town.activity, names=["Mairie", "Marché"], at=now())
    town.activity.refresh_from_db()
    town.seal()
    town.open()
    return town


def line_of(person: Any) -> RollLine:
    return RollLine.objects.get(user=person)


def test_screen_and_paper_are_one_result_that_anybody_verifies(
    with_paper: Town, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr("polls.secret.rules.limits.FEWEST_PUBLISHED", 5)
    town = with_paper
    for one, person in enumerate(town.people[:8]):
        town.cast(town.voter(person).votes((SAT,) if one < 5 else (SUN,)).entry)
    for person in town.people[8:16]:
        mark(activity=town.activity, line=line_of(person), by=None, at=now())
    assert town.draw(town.people[8], b"x" * 384)["refused"] == "LineHasVoted"
    with pytest.raises(LineHasVoted):
        mark(activity=town.activity, line=line_of(town.people[0]), by=None, at=now())
    with pytest.raises(NotYet):
        town.read_paper({"mairie": {}})

    town.end()
    until(lambda: (services.look_after(now()), town.log().closing)[1], town.why)
    until(lambda: (services.look_after(now()), town.log().heads[-1]["witness"])[1], town.why)
    services.look_after(now())
    assert town.vote.sealed == "", "the paper is not read yet"
    with pytest.raises(NotPrepared):
        town.give(1)

    town.read_paper({"mairie": {SUN: 4, "": 1}, "marche": {SAT: 1}}, void=1)
    until(lambda: (services.look_after(now()), town.vote.sealed)[1], town.why)
    log = town.log()
    assert [place["found"] for place in log.paper["places"]] == [6, 2]
    assert (log.paper["marked"], log.on_paper) == (8, None)
    told = json.dumps([log.paper, json.loads(town.vote.sealed)])
    assert '"choices"' not in told.replace(json.dumps(log.terms.told()), ""), "nobody sees half of the result"

    town.give(1, 2)
    data = town.count()
    totals = {option["code"]: option["votes"] for option in data["options"]}
    assert (totals, data["ballots"]["blank"], data["turnout"]) == ({SAT: 6, SUN: 7}, 1, 16)
    assert data["ballots"]["invalid"] == 2
    assert {line["channel"]: line["turnout"] for line in data["channels"]} == {"web": 8, "paper": 8}
    assert [(line["name"], line["turnout"], line["void"], line["options"]) for line in data["stations"]] == [
        ("", 8, 0, None),
        ("Mairie", 6, 1, None),
        ("Marché", 2, 1, None),
    ]
    folder = files.folder_of(town.activity.uuid)
    published = Publication.in_folder(folder)
    assert sum(group["number"] for group in published.on_paper["groups"]) == 6
    assert command.main([str(folder)]) == 0
    assert "8 papers, 2 void, 8 lines marked" in capsys.readouterr().out
    page = Client().get(reverse("polls:result", args=[town.activity.uuid]))
    assert page.status_code == 200
    assert "Marché" in page.content.decode()


def test_few_papers_keep_every_ballot_unpublished(with_paper: Town) -> None:
    """Thirty-one people on screens: what is left of the totals would tell what the one on paper chose."""
    town = with_paper
    for one, person in enumerate(town.people[:31]):
        town.cast(town.voter(person).votes((SAT,) if one < 20 else (SUN,)).entry)
    mark(activity=town.activity, line=line_of(town.people[PEOPLE - 1]), by=None, at=now())
    town.end()
    until(lambda: (services.look_after(now()), town.log().closing)[1], town.why)
    town.read_paper({"mairie": {SAT: 1}, "marche": {}})
    until(lambda: (services.look_after(now()), town.vote.sealed)[1], town.why)
    town.give(2, 3)
    data = town.count()
    assert {option["code"]: option["votes"] for option in data["options"]} == {SAT: 21, SUN: 11}
    assert data["secret"]["withheld"] is True
    assert data["profiles"] is None
    published = Publication.in_folder(files.folder_of(town.activity.uuid))
    assert (published.ballots, published.on_paper, published.keys) == (None, None, {})
    assert not keys._path(town.activity.uuid, "paper").exists(), "without its nonce nobody can try what it hides"
    assert all(line["options"] is None for line in (*data["channels"], *data["stations"]))
    assert command.main([str(files.folder_of(town.activity.uuid))]) == 0
