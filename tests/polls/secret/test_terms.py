"""The first leaf: read as it was written, and refused where a promise of the level would not hold."""

from __future__ import annotations

from typing import Any

import pytest

from polls.rules import Majority, Method, Rules, Thresholds
from polls.secret.rules import opening
from polls.secret.rules.canonical import b64, encode
from polls.secret.rules.publication import Publication
from polls.secret.rules.refusals import Refused
from polls.secret.rules.terms import Terms
from polls.secret.rules.verifying import verify
from tests.polls.secret.village import STATIONS, Village, voted


@pytest.fixture(scope="module")
def terms() -> Terms:
    return Village().terms


def test_they_are_read_as_they_were_written(terms: Terms) -> None:
    assert Terms.read(terms.told()) == terms


def test_places_of_paper_are_in_them_only_where_there_are_any(terms: Terms) -> None:
    """A vote that was sealed before there was paper is read as it was written."""
    assert "stations" not in terms.told()
    with_paper = Village(stations=STATIONS).terms
    assert [one["code"] for one in with_paper.told()["stations"]] == ["mairie", "marche"]
    assert Terms.read(with_paper.told()) == with_paper


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "another type": ({"type": "dream-terms/2"}, "unknown-type"),
    "another level": ({"level": "B-two"}, "unknown-type"),
    "29 lines": ({"roll": {"root": "0" * 64, "size": 29}}, "too-few-lines"),
    "no question": ({"questions": []}, "too-many-different-ballots"),
    "another length": ({"length": 128}, "wrong-length"),
    "two scrutineers": ({"scrutineers": [b64(bytes(32)), b64(b"x" * 32)]}, "wrong-scrutineers"),
    "a scrutineer twice": ({"scrutineers": [b64(bytes(32))] * 3}, "wrong-scrutineers"),
    "closed before it opens": ({"closes": "2026-11-01T07:00:00Z"}, "wrong-dates"),
    "an hour without zone": ({"opens": "2026-11-02T07:00:00"}, "bad-text"),
    "an address with a path": ({"box": "https://urne.example/there"}, "bad-text"),
    "no issuer": ({"issuers": []}, "wrong-issuers"),
    "a short key": ({"issuers": [{"kty": "RSA", "n": b64(b"\xff" * 256), "e": "AQAB"}]}, "wrong-key"),
    "a small exponent": ({"issuers": [{"kty": "RSA", "n": b64(b"\xff" * 384), "e": "AAAD"}]}, "wrong-key"),
    "a batch of nothing": ({"batch": {"ballots": 0, "seconds": 60}}, "out-of-range"),
    "a place twice": ({"stations": [{"code": "a", "name": "A"}, {"code": "a", "name": "B"}]}, "same-station-twice"),
    "a place without a name": ({"stations": [{"code": "a", "name": ""}]}, "bad-text"),
    "a place with a strange code": ({"stations": [{"code": "a b", "name": "A"}]}, "bad-text"),
    "places that are none": ({"stations": []}, "not-canonical"),
    "a day that is none": ({"closes": "2026-13-41T07:00:00Z"}, "bad-text"),
    "one member more": ({"note": "hello"}, "wrong-members"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_cannot_hold_is_refused(fault: str, terms: Terms) -> None:
    members, code = REFUSED[fault]
    with pytest.raises(Refused) as refused:
        Terms.read(terms.told() | members)
    assert refused.value.code == code


def test_what_is_asked_of_the_result_is_in_the_terms_and_said_in_the_result() -> None:
    """Invalid ballots count towards the quorum; a majority is of the ballots that express a choice."""
    for quorum, majority, carried in (
        (33, Majority.TWO_THIRDS, False),
        (34, Majority.ABSOLUTE, False),
        (33, Majority.ABSOLUTE, True),
    ):
        village = Village(thresholds=Thresholds(quorum, majority))
        assert Terms.read(village.terms.told()) == village.terms
        ballots = [village.voter().votes(("sat",) if one < 18 else ("sun",)) for one in range(32)]
        ballots.append(village.voter().votes(plain=b"x" * village.terms.length))
        keys = dict(enumerate(village.scrutineers[:2], 1))
        told = opening.result(village.terms, opening.open_all(village.terms, ballots, keys), seed=None)
        assert told["questions"][0]["verdict"]["carried"] is carried, (quorum, majority)
    assert opening.result(Village().terms, opening.Opened({}, (), ()), seed=None)["questions"][0]["verdict"] is None


def test_the_keys_of_the_houses_are_three(terms: Terms) -> None:
    keys = dict.fromkeys(("log", "promise", "witness"), b64(bytes(32)))
    with pytest.raises(Refused, match="same-key-twice"):
        Terms.read(terms.told() | {"keys": keys})


def test_a_question_that_leaves_room_for_a_signature_is_refused() -> None:
    with pytest.raises(Refused, match="too-many-different-ballots: 13700"):
        Village((Rules(Method.IRV, tuple("abcdefg"), most=7),))
    with pytest.raises(Refused, match="too-many-different-ballots: 15656"):
        Village((Rules(Method.IRV, tuple("abcdef"), most=6), Rules(Method.SEVERAL, tuple("abc"), most=3)))


def test_a_publication_is_read_as_it_was_written() -> None:
    told = voted(30).publication()
    files = dict(told.files())
    assert Publication.read(files["vote.json"], files["ballots.jsonl"]) == told


@pytest.mark.parametrize(("voters", "withheld"), [(29, True), (30, False)])
def test_few_ballots_are_counted_and_not_published(voters: int, withheld: bool) -> None:
    told = voted(voters).publication()
    assert (told.result["withheld"], told.ballots is None, told.keys == {}) == (withheld,) * 3
    report = verify(told)
    assert report.ok
    assert (
        "The count: ballots are not published, as the rules say of few ballots or equal ones." in report.cannot
    ) is (withheld)


def test_a_unanimous_vote_is_counted_and_not_published() -> None:
    village = Village()
    village.batch([village.voter().votes(("sat",)) for _one in range(31)])
    village.close()
    told = village.publication()
    assert (told.result["withheld"], told.ballots, verify(told).ok) == (True, None, True)


def test_withholding_what_should_be_published_is_a_fault() -> None:
    told = voted(30).publication()
    files = dict(told.files())
    report = verify(Publication.read(files["vote.json"], None))
    assert report.faults == ["count"]


@pytest.mark.parametrize("vote", [b"", b"[]", b"{}", b"\xff", encode({"type": "dream-publication/1"})])
def test_what_is_no_publication_says_so(vote: bytes) -> None:
    with pytest.raises(Refused):
        Publication.read(vote, None)
