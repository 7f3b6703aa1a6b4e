"""A vote of every method, from the ballot a browser sends to the result, and to the stranger who counts again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dreamplus.core import clock
from dreamplus.opendata.tables import table_of
from dreamplus.participation import publishing
from dreamplus.participation.models import Activity
from dreamplus.participation.services import settle_due
from dreamplus.people.models import User
from polls import keys, recount
from polls.models import Ballot
from polls.rules import seed_of, written
from polls.services.casting import new_key
from tests.polls.conftest import GARDEN, HALL, SQUARE
from tests.polls.test_journey import hidden
from tests.polls.test_recount import counted

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.database_promise,
    pytest.mark.usefixtures("an_hour_after_the_opening"),
]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def marks(**given: int) -> tuple[str, ...]:
    codes = {"hall": HALL, "garden": GARDEN, "square": SQUARE}
    return tuple(f"{codes[name]}={mark}" for name, mark in given.items())


ORDERS = [(3, marks(garden=1, hall=2)), (2, marks(hall=1)), (2, marks(square=1, hall=2)), (1, ())]


@dataclass(frozen=True)
class Case:
    """Ballots with their number, and what was worked out by hand. The first one is what Marie sends by her browser."""

    ballots: list[tuple[int, tuple[str, ...]]]
    totals: dict[str, Any]
    winners: list[str]
    headline: str
    numbers: dict[str, Any]


CASES = {
    "majority-judgment": Case(
        [(3, marks(hall=5, garden=3, square=0)), (2, marks(hall=0, garden=4)), (1, ())],
        {
            HALL: {"median": 5, "above": 0.0, "below": 0.4},
            GARDEN: {"median": 3, "above": 0.4, "below": 0.0},
            SQUARE: {"median": 0, "above": 0.0, "below": 0.0},
        },
        [HALL],
        "« La halle ouverte » arrive en tête : une majorité lui donne au moins la mention « Excellent ».",
        {},
    ),
    "score": Case(
        [(3, marks(hall=10, garden=6)), (2, marks(garden=8, square=0)), (1, ())],
        {
            HALL: {"sum": 30, "mean": 10, "median": 10, "graded": 3},
            GARDEN: {"sum": 34, "mean": 6.8, "median": 6, "graded": 5},
            SQUARE: {"sum": 0, "mean": 0, "median": 0, "graded": 2},
        },
        [GARDEN],
        "« Le jardin de marché » arrive en tête : le total de ses notes est 34.",
        {"top": 10, "by": "sum"},
    ),
    "coloured": Case(
        [(3, marks(hall=5, garden=4, square=0)), (2, marks(hall=1, garden=4)), (1, ())],
        {HALL: {"no_opinion": 0, "no_answer": 0}, GARDEN: {"no_opinion": 0}, SQUARE: {"no_opinion": 3, "no_answer": 2}},
        [GARDEN],
        "« Le jardin de marché » rassemble le plus.",
        {},
    ),
    "irv": Case(ORDERS, {}, [], "arrive en tête après 2 tours", {}),
    "condorcet": Case(ORDERS, {}, [HALL], "« La halle ouverte » arrive en tête : elle gagne chacun de ses duels.", {}),
    "stv": Case(ORDERS, {}, [], "Retenues, dans cet ordre :", {"seats": 2}),
    "points": Case(
        [(3, marks(garden=10)), (2, marks(hall=6, square=4)), (1, ())],
        {HALL: 12, GARDEN: 30, SQUARE: 8},
        [GARDEN],
        "« Le jardin de marché » arrive en tête avec 30 points.",
        {"credits": 10},
    ),
    "quadratic": Case(
        [(3, marks(garden=3, hall=1)), (2, marks(square=3)), (1, ())],
        {HALL: 3, GARDEN: 9, SQUARE: 6},
        [GARDEN],
        "« Le jardin de marché » arrive en tête avec 9 voix.",
        {"credits": 10},
    ),
}


@pytest.fixture(params=CASES)
def method(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def open_vote(home: Any, make_poll: Callable[..., Activity], method: str) -> Activity:
    return make_poll(home, method=method, most=None, numbers=CASES[method].numbers)


def sent(choices: tuple[str, ...]) -> dict[str, str]:
    return {"mark-" + word.partition("=")[0]: word.partition("=")[2] for word in choices}


def settled(activity: Activity, noon: datetime) -> dict[str, Any]:
    """What is published once it has closed."""
    settle_due(noon + 10 * DAY)
    activity.refresh_from_db()
    data = publishing.published(activity, noon + 11 * DAY)
    assert data is not None
    return data


def test_a_vote_of_every_method_is_cast_settled_and_counted_again_by_a_stranger(
    signed_in: Client,
    method: str,
    open_vote: Activity,
    vote: Callable[..., Any],
    make_voter: Callable[[str], User],
    noon: datetime,
    tmp_path: Path,
) -> None:
    case, path = CASES[method], f"/vote/{open_vote.uuid}/"
    review = signed_in.post(path, sent(case.ballots[0][1]), follow=True)
    assert review.redirect_chain == [(f"{path}verifier/", 303)], review.content.decode()
    assert sorted(hidden(review, "choices")) == sorted(case.ballots[0][1])
    form = {"choices": hidden(review, "choices"), "key": hidden(review, "key")[0]}
    receipt = signed_in.post(f"{path}je-vote/", form, follow=True)
    assert receipt.redirect_chain == [(f"{path}recu/", 303)]
    for place, (number, choices) in enumerate(case.ballots):
        for one in range(number - (place == 0)):
            vote(open_vote, make_voter(f"v{place}{one}"), *choices)
    data = settled(open_vote, noon)
    with clock.frozen(noon + 11 * DAY):
        stranger = Client()
        page = stranger.get(reverse("polls:result", args=[open_vote.uuid])).content.decode()
        ballots = stranger.get(reverse("polls:profiles", args=[open_vote.uuid]))
        table = table_of(open_vote, at=clock.now(), language="fr")
    assert table is not None
    assert case.headline in re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", page)
    found = {one["code"]: one["total"] for one in data["options"]}
    for code, total in case.totals.items():
        assert found[code] == total if isinstance(total, int) else found[code].items() >= total.items()
    assert data["winners"] == case.winners or not case.winners
    assert data["ballots"] == {
        "cast": sum(number for number, _choices in case.ballots),
        "expressed": sum(number for number, choices in case.ballots if choices),
        "blank": 1,
        "invalid": 0,
    }
    assert {row[0] for row in table.rows} >= {"option", "place", "ballots", "turnout", "channel", "ballot"}
    for again in counted_again(tmp_path, ballots.content, json.dumps(data), page):
        assert again["winners"] == data["winners"]
        assert [[tier] if isinstance(tier, str) else tier for tier in again["ranking"]] == data["ranking"]
        assert again["totals"] == {code: total for code, total in found.items() if total is not None}


def counted_again(folder: Path, ballots: bytes, result: str, page: str) -> Iterator[dict[str, Any]]:
    """What the page says to type, typed: for the grouped ballots, then for the whole result."""
    typed = re.search(r"<code>python3 recount.pyz (\S+) (.+?)</code>", page)
    assert typed is not None
    (folder / typed[1]).write_bytes(ballots)
    (folder / "resultat.json").write_text(result, encoding="utf-8")
    (folder / recount.NAME).write_bytes(recount.archive())
    for file in (typed[1], "resultat.json"):
        yield counted(folder, file, *typed[2].split())


class TestTheLot:
    """Where options must be put in an order to go on, a lot decides that nobody could choose."""

    @pytest.fixture
    def method(self) -> str:
        return "irv"

    @pytest.fixture
    def tied(self, open_vote: Activity, vote: Callable[..., Any], make_voter: Callable[[str], User]) -> Activity:
        for place, (number, choices) in enumerate(ORDERS):
            for one in range(number):
                vote(open_vote, make_voter(f"v{place}{one}"), *choices)
        return open_vote

    def test_its_hash_stands_in_the_rules_before_anybody_votes(self, open_vote: Activity) -> None:
        lot = keys.lot_of(open_vote.uuid).read_bytes()

        assert len(lot) == 32
        assert open_vote.rules["lot_hash"] == sha256(lot).hexdigest()
        assert open_vote.rules["lot_hash"] in Client().get(f"/vote/{open_vote.uuid}/").content.decode()

    def test_it_is_told_with_the_result_and_gives_the_seed_with_the_box(self, tied: Activity, noon: datetime) -> None:
        lot = keys.lot_of(tied.uuid).read_bytes()
        data = settled(tied, noon)
        box = [(written(one["marks"]), one["count"]) for one in data["profiles"]]
        lines = sorted(f"{' '.join(choices)}\t{number}\n" for choices, number in box)
        assert data["lot"] == {"lot": lot.hex(), "seed": seed_of(lot, box).hex()}
        assert seed_of(lot, box) == sha256(lot + sha256("".join(lines).encode()).digest()).digest()
        assert data["tally"]["ties"][0]["how"] == "seed"
        with clock.frozen(noon + 11 * DAY):
            assert lot.hex() in Client().get(f"/vote/{tied.uuid}/resultat/").content.decode()

    def test_before_the_closing_no_door_tells_it(self, tied: Activity) -> None:
        lot = keys.lot_of(tied.uuid).read_bytes()
        for page in ("", "verifier/", "resultat/", "protection/", "bulletins.csv"):
            assert lot.hex() not in Client().get(f"/vote/{tied.uuid}/{page}").content.decode()

    def test_a_lot_that_was_lost_or_changed_is_not_told_as_the_one_that_was_promised(
        self, tied: Activity, noon: datetime
    ) -> None:
        keys.lot_of(tied.uuid).write_bytes(bytes(32))
        data = settled(tied, noon)
        assert data["lot"] is None
        assert data["tally"]["ties"][0]["how"] != "seed"

    def test_methods_that_never_draw_promise_no_lot(self, home: Any, make_poll: Callable[..., Activity]) -> None:
        activity = make_poll(home, title="Une autre question", method="condorcet", most=None)

        assert "lot_hash" not in activity.rules
        assert not keys.lot_of(activity.uuid).exists()


BAD = [
    ("irv", {HALL: "1", GARDEN: "1"}, "Deux options sont au rang 1"),
    ("irv", {HALL: "9"}, "Ce rang n’existe pas"),
    ("majority-judgment", {HALL: "7"}, "Cette mention n’existe pas"),
    ("points", {HALL: "7", GARDEN: "4"}, "Votre bulletin dépense 11 points, et il y en a 10"),
    ("points", {HALL: "-1"}, "On ne peut pas retirer de points"),
    ("points", {HALL: "beaucoup"}, "Écrivez un nombre entier"),
    ("quadratic", {HALL: "3", GARDEN: "2"}, "Votre bulletin dépense 13 points, et il y en a 10"),
    ("condorcet", {}, "Votre bulletin est vide"),
]


def test_a_ballot_that_cannot_be_is_answered_with_a_sentence_and_loses_nothing(
    signed_in: Client, home: Any, make_poll: Callable[..., Activity]
) -> None:
    for place, (method, given, sentence) in enumerate(BAD):
        numbers = CASES[method].numbers
        activity = make_poll(home, title=f"Question {place}", method=method, most=None, numbers=numbers)
        answer = signed_in.post(f"/vote/{activity.uuid}/", {f"mark-{code}": mark for code, mark in given.items()})
        page = re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", answer.content.decode())
        assert answer.status_code == 200, method
        assert sentence in page, (method, sentence)
        blank = signed_in.post(f"/vote/{activity.uuid}/", {f"mark-{HALL}": "1", "blank": "on"})
        assert "alert-error" in blank.content.decode(), method
        for code, mark in given.items():
            kept = rf'name="mark-{code}"[^>]*value="{mark}"' if method in ("points", "quadratic") else ""
            assert re.search(kept, page), (method, code)
    assert not Ballot.objects.exists()


def test_what_a_program_sends_past_the_form_is_refused_too(
    signed_in: Client, home: Any, make_poll: Callable[..., Activity]
) -> None:
    refused = {
        "irv": [f"{HALL}=1", f"{GARDEN}=1"],
        "majority-judgment": [f"{HALL}=6"],
        "points": [f"{HALL}=11"],
        "stv": [HALL],
        "coloured": ["autre=1"],
    }
    for place, (method, choices) in enumerate(refused.items()):
        numbers = CASES[method].numbers
        activity = make_poll(home, title=f"Question {place}", method=method, most=None, numbers=numbers)
        form = {"choices": choices, "key": new_key()}
        answer = signed_in.post(f"/vote/{activity.uuid}/je-vote/", form, follow=True)
        assert answer.status_code in (200, 409, 422), method
        assert "/recu/" not in str(answer.redirect_chain), method
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("method", ["majority-judgment"])
def test_a_live_result_waits_for_five_ballots_and_is_provisional(
    open_vote: Activity, vote: Callable[..., Any], make_voter: Callable[[str], User], noon: datetime
) -> None:
    Activity.objects.filter(pk=open_vote.pk).update(results_visibility="live")
    open_vote.refresh_from_db()
    for number in range(5):
        assert publishing.published(open_vote, noon + HOUR) is None
        vote(open_vote, make_voter(f"v{number}"), *marks(hall=5, garden=1))
    data = publishing.published(open_vote, noon + HOUR)
    assert data is not None
    assert data["provisional"]
    assert data["profiles"] is None
    assert "une majorité lui donne" in Client().get(f"/vote/{open_vote.uuid}/resultat/").content.decode()


@pytest.mark.parametrize("method", ["majority-judgment"])
def test_a_long_ballot_that_is_alone_is_not_published_but_how_many_gave_each_grade_is(
    home: Any,
    make_poll: Callable[..., Activity],
    vote: Callable[..., Any],
    make_voter: Callable[[str], User],
    noon: datetime,
    method: str,
) -> None:
    four = [("Un", ""), ("Deux", ""), ("Trois", ""), ("Quatre", "")]
    activity = make_poll(home, method=method, most=None, options=four)  # 7⁴ ballots may be told from one another
    vote(activity, make_voter("seule"), "un=5", "deux=0", "trois=3")
    for number in range(2):
        vote(activity, make_voter(f"v{number}"), "un=2")
    data = settled(activity, noon)
    assert data["profiles"] is None
    assert data["tally"]["grades"]["un"] == {"5": 1, "4": 0, "3": 0, "2": 2, "1": 0, "0": 0, "none": 0}
    assert data["tally"]["grades"]["quatre"]["none"] == 3
    assert Client().get(reverse("polls:profiles", args=[activity.uuid])).status_code == 404


@pytest.mark.parametrize(("options", "told"), [(3, True), (5, False)])
def test_points_that_are_shared_out_by_nobody_else_are_not_published_where_they_may_be_recognised(
    home: Any,
    make_poll: Callable[..., Activity],
    vote: Callable[..., Any],
    marie: User,
    noon: datetime,
    *,
    options: int,
    told: bool,
) -> None:
    """Ten points: 286 different ballots for three options, 3 003 for five."""
    labels = [(letter, "") for letter in "ABCDE"[:options]]
    activity = make_poll(home, method="points", most=None, options=labels)
    vote(activity, marie, "a=7", "b=3")
    assert (settled(activity, noon)["profiles"] is not None) == told
