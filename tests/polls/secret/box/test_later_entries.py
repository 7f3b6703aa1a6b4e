"""What joins the log beside ballots: a later closing to which the witness agreed, the paper after the closing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from dreamplus.core.outbound import OutboundError
from polls.secret.box import queries, services
from polls.secret.box.models import Ballot, Postponement, SignedHead, Vote
from polls.secret.rules import postponing
from polls.secret.rules.canonical import b64, encode
from polls.secret.rules.papers import Papers, Place, Said
from polls.secret.rules.verifying import verify
from tests.polls.secret.box.conftest import TOKEN, moment
from tests.polls.secret.box.test_box import SAT, SUN, MakeTerms, MakeVoter, Witness, at, refused
from tests.polls.secret.village import POLL, STATIONS, Village

pytestmark = pytest.mark.django_db
MINE = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def region(monkeypatch: pytest.MonkeyPatch, village: Village) -> SimpleNamespace:
    """The witness, as far as it agrees; `answer` may be set to something else. `asked` counts."""
    seen = SimpleNamespace(asked=0, answer=None)

    def ask(vote: Vote, told: dict[str, Any]) -> bytes:
        seen.asked += 1
        if seen.answer is not None:
            raise seen.answer
        terms = queries.terms_of(vote)
        return postponing.Postponement.read_asked(told, terms).agreed(village.witness_key)

    monkeypatch.setattr("polls.secret.box.services.postponing.ask_agreement", ask)
    return seen


def later(hours: int) -> str:
    return moment(datetime.now(UTC) + timedelta(hours=hours))


def test_a_later_closing_stands_in_the_log_and_ballots_come_until_then(
    vote: Vote, make_voter: MakeVoter, witness: Witness, region: SimpleNamespace
) -> None:
    services.take(vote, make_voter().votes(SAT).entry)
    closes = later(3)
    services.postpone(vote, closes)
    services.postpone(vote, closes)
    assert (region.asked, Postponement.objects.count()) == (1, 1), "the same again asks nobody"
    assert SignedHead.objects.order_by("-size").values_list("size", flat=True)[0] == 2, "ballots wait for their batch"
    services.postpone(vote, later(5))
    at(vote, batch_at=timedelta(days=-1), closes_at=timedelta(seconds=-1))
    services.close(vote, [1])
    vote.refresh_from_db()
    witness(vote)
    published = queries.publication(vote)
    assert len(published.leaves) == 5
    assert [one["instead_of"] for one in published.postponements][1] == closes
    assert verify(published).ok
    assert queries.is_sealed_up(vote)


def test_batches_and_later_closings_share_the_places_of_the_log(
    make_terms: MakeTerms, make_voter: MakeVoter, witness: Witness, region: SimpleNamespace
) -> None:
    terms = make_terms(batch=(2, 1))
    services.lay(POLL, encode(terms.told()))
    vote = queries.vote_of(POLL)
    witness(vote)
    for hours in (2, 3, 4):
        for choice in (SAT, SUN):
            voter = make_voter()
            voter.terms = terms
            services.take(vote, voter.votes(choice).entry)
        at(vote, batch_at=timedelta(minutes=-1))
        assert services.write_batch(vote)
        services.postpone(vote, later(hours))
    places = [
        *Ballot.objects.values_list("position", flat=True),
        *Postponement.objects.values_list("position", flat=True),
    ]
    assert sorted(places) == list(range(9))
    before = queries.leaves_of(vote)
    at(vote, closes_at=timedelta(seconds=-1))
    services.close(vote, [6])
    vote.refresh_from_db()
    assert queries.leaves_of(vote)[:-1] == before
    witness(vote)
    assert verify(queries.publication(vote)).ok


@pytest.mark.parametrize("moved", [timedelta(0), timedelta(minutes=-1)])
def test_it_only_goes_later(vote: Vote, region: SimpleNamespace, moved: timedelta) -> None:
    closes = moment(queries.terms_of(vote).closes_at + moved)
    if moved:
        with refused("wrong-dates"):
            services.postpone(vote, closes)
    else:
        services.postpone(vote, closes)
    assert not Postponement.objects.exists()
    assert region.asked == 0


@pytest.mark.parametrize("said", ["", "demain", "2030-01-01T00:00:00", "2030-13-41T00:00:00Z", None, 7, []])
def test_what_is_no_instant_moves_nothing(vote: Vote, client: Client, said: Any) -> None:
    answer = client.put(f"/votes/{POLL}/report", encode({"closes": said}), "application/json", headers=MINE)
    assert (answer.status_code, answer.json()["refused"]) == (400, "bad-text")
    assert not Postponement.objects.exists()


def test_after_the_closing_it_is_too_late(vote: Vote, region: SimpleNamespace) -> None:
    at(vote, closes_at=timedelta(seconds=-1))
    with refused("closed"):
        services.postpone(vote, later(3))
    assert region.asked == 0
    services.close(vote, [0])
    with refused("closed"):
        services.postpone(vote, later(3))


def test_a_witness_that_is_away_or_signs_something_else_moves_nothing(
    vote: Vote, client: Client, region: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    region.answer = OutboundError("Nobody answers.")
    body = encode({"closes": later(3)})
    answer = client.put(f"/votes/{POLL}/report", body, "application/json", headers=MINE)
    assert (answer.status_code, answer.json()["refused"]) == (503, "witness-away")
    monkeypatch.setattr("polls.secret.box.services.postponing.ask_agreement", lambda *_told: bytes(64))
    with refused("wrong-signature"):
        services.postpone(vote, later(3))
    assert not Postponement.objects.exists()
    assert Vote.objects.get().fault == ""


def test_it_is_moved_so_often_and_no_more(vote: Vote, region: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postponing, "MOST", 2)
    services.postpone(vote, later(3))
    services.postpone(vote, later(4))
    with refused("too-often"):
        services.postpone(vote, later(5))
    assert Postponement.objects.count() == 2


# --- paper ---


@pytest.fixture
def on_paper(make_terms: MakeTerms, witness: Witness) -> Vote:
    """A vote with two places, laid and witnessed."""
    services.lay(POLL, encode(make_terms(stations=STATIONS).told()))
    vote = queries.vote_of(POLL)
    witness(vote)
    return vote


def entry(vote: Vote, **changes: Any) -> bytes:
    said = Said({(SAT,): 3}, bytes(32))
    places = (Place("mairie", 3, 1, 4), Place("marche", 1, 0, None))
    told = Papers(places, 4, said.commitment).told(queries.terms_of(vote))
    return encode(told | changes)


def closed(vote: Vote) -> None:
    at(vote, closes_at=timedelta(seconds=-1))
    services.close(vote, [0])
    vote.refresh_from_db()


def test_paper_comes_once_after_a_closing_that_is_signed(on_paper: Vote, witness: Witness, client: Client) -> None:
    with refused("not-yet"):
        services.add_paper(on_paper, entry(on_paper))
    closed(on_paper)
    with refused("not-yet"):
        services.add_paper(on_paper, entry(on_paper))
    witness(on_paper)
    assert not queries.is_sealed_up(on_paper), "the paper is still to come"
    assert client.get(f"/votes/{POLL}/ballots.jsonl", headers=MINE).status_code == 409
    answer = client.put(f"/votes/{POLL}/papier", entry(on_paper), "application/json", headers=MINE)
    assert answer.status_code == 200
    services.add_paper(on_paper, entry(on_paper))
    with refused("paper-is-laid"):
        services.add_paper(on_paper, entry(on_paper, marked=5))
    on_paper.refresh_from_db()
    assert not queries.is_sealed_up(on_paper), "the witness has not signed it"
    witness(on_paper)
    assert queries.is_sealed_up(on_paper)
    told = queries.publication(on_paper)
    assert len(told.leaves) == 3
    assert (told.paper["marked"], told.on_paper) == (4, None)
    assert verify(told).ok


BAD = {
    "another vote": {"poll": "11111111-1111-4111-8111-111111111111"},
    "another type": {"type": "dream-closing/1"},
    "no place": {"places": []},
    "one place only": {"places": [{"station": "mairie", "found": 1, "void": 0, "signed": None}]},
    "more void than found": {
        "places": [
            {"station": "mairie", "found": 1, "void": 2, "signed": None},
            {"station": "marche", "found": 1, "void": 0, "signed": None},
        ]
    },
    "more marks than lines": {"marked": 1000},
    "no commitment": {"said": "0"},
    "a member more": {"groups": []},
}


@pytest.mark.parametrize("fault", BAD)
def test_paper_that_cannot_be_is_refused(on_paper: Vote, witness: Witness, client: Client, fault: str) -> None:
    closed(on_paper)
    witness(on_paper)
    body = entry(on_paper, **BAD[fault])
    assert client.put(f"/votes/{POLL}/papier", body, "application/json", headers=MINE).status_code == 400
    assert Vote.objects.get().paper == ""


def test_no_paper_where_nobody_votes_on_paper(vote: Vote, witness: Witness) -> None:
    closed(vote)
    witness(vote)
    with refused("wrong-stations"):
        services.add_paper(vote, entry(vote))
    assert queries.is_sealed_up(vote)


def test_what_the_box_signs_for_is_asked_of_the_witness_of_the_terms(
    vote: Vote, monkeypatch: pytest.MonkeyPatch, village: Village
) -> None:
    """The request itself: its address, its members, what is read of the answer."""
    sent = []

    def fetch(url: str, **told: Any) -> Any:
        sent.append((url, told["body"]))
        terms = queries.terms_of(vote)
        asked = postponing.Postponement(POLL, terms.closes, closes)
        return SimpleNamespace(status=200, body=encode({"signature": b64(asked.agreed(village.witness_key))}))

    closes = later(3)
    monkeypatch.setattr("polls.secret.box.services.witnessing.fetch", fetch)
    services.postpone(vote, closes)
    [(url, body)] = sent
    assert url == f"https://region.example/temoin/votes/{POLL}/reports/"
    assert closes.encode() in body
    assert Postponement.objects.count() == 1
