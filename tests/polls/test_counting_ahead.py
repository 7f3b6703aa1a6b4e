"""A large vote is counted before the transaction that settles it, and tells how far the count is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dreamplus.core import clock
from dreamplus.participation.models import Activity
from dreamplus.participation.services import settle_due
from polls import ahead, live
from polls.models import Ballot, PollResult, RunningCount
from polls.rules import Method, Rules, tally
from polls.services import preparing

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
AFTER = timedelta(days=10)


def cast(poll: Activity, number: int, *, seed: int = 1) -> None:
    """Orders of preference, drawn."""
    chance, codes = Random(seed), poll.rules["options"]

    def words() -> str:
        ranks = chance.sample(range(1, len(codes) + 1), len(codes))
        return " ".join(f"{code}={rank}" for code, rank in zip(codes, ranks, strict=True))

    Ballot.objects.bulk_create([Ballot(id=uuid4(), activity=poll, choices=words()) for _one in range(number)])


@pytest.fixture
def poll(home: Any, make_poll: Callable[..., Activity]) -> Activity:
    """An instant-runoff."""
    return make_poll(home, method="irv", most=None)


@pytest.fixture
def large(poll: Activity, monkeypatch: pytest.MonkeyPatch) -> Activity:
    monkeypatch.setattr(preparing, "LARGE", 50)
    monkeypatch.setattr(preparing, "TOLD_EVERY", 0.0)
    cast(poll, 60)
    return poll


def test_the_result_is_that_of_the_count_made_ahead(
    large: Activity, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def noted(where: str) -> Callable[..., Any]:
        return lambda *told, **more: made.append(where) or tally(*told, **more)

    monkeypatch.setattr(preparing, "tally", noted("before"))
    monkeypatch.setattr(ahead, "tally", noted("in the transaction"))
    settle_due(noon + AFTER)
    assert (made, PollResult.objects.get(activity=large).data["ballots"]["cast"]) == (["before"], 60)
    assert not RunningCount.objects.exists()


def test_a_ballot_that_was_still_on_its_way_is_counted(
    large: Activity, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It tested the closing before, and is written while the count runs."""
    keep = ahead.keep

    def late(*told: Any) -> None:
        keep(*told)
        cast(large, 1, seed=2)

    monkeypatch.setattr(ahead, "keep", late)
    settle_due(noon + AFTER)
    assert PollResult.objects.get(activity=large).data["ballots"]["cast"] == 61


def test_the_page_and_the_live_channel_tell_how_far_it_is(
    large: Activity, noon: datetime, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    seen: list[Any] = []
    write, address = preparing.Teller.__call__, reverse("polls:result", args=[large.uuid])

    def listened(teller: preparing.Teller, share: float) -> None:
        write(teller, share)
        told.append(RunningCount.objects.get().percent)

    def kept(*_told: Any) -> None:
        seen.append(client.get(address).content.decode())
        seen.append(live.turnout_payload(str(large.uuid)))

    monkeypatch.setattr(preparing.Teller, "__call__", listened)
    monkeypatch.setattr(ahead, "keep", kept)
    with clock.frozen(noon + AFTER):
        settle_due(noon + AFTER)
        after = client.get(address).content.decode()
    assert told == sorted(told)
    assert len(set(told)) > 1
    page, payload = seen
    assert f'data-dream-field="counted">{payload["counted"]}</b>' in page
    assert f'<progress value="{told[-1]}" max="100"' in page
    assert "<progress" not in after


def test_a_small_vote_is_counted_when_it_is_settled(poll: Activity) -> None:
    """One query sees that it is small."""
    cast(poll, 10)
    with CaptureQueriesContext(connection) as queries:
        preparing.prepare(poll)
    assert (len(queries), RunningCount.objects.exists()) == (1, False)


def test_what_was_counted_ahead_serves_once_and_for_its_own_box_alone() -> None:
    rules = Rules(Method.IRV, ("a", "b", "c"), most=3)
    box: ahead.Groups = [(("a=1", "b=2"), 3), (("b=1",), 2)]
    first = tally(rules, box)
    ahead.keep(rules, box, None, first)
    assert ahead.tallied(rules, [(("b=1",), 9)], None).winners == ("b",)
    assert ahead.tallied(rules, box, b"seed") is not first
    assert ahead.tallied(rules, list(box), None) is first
    assert ahead.tallied(rules, box, None) is not first
    ahead.keep(rules, box, None, first)
    ahead.forget()
    assert ahead.tallied(rules, box, None) is not first


@pytest.mark.parametrize(("method", "least"), [(Method.IRV, 4), (Method.STV, 4), (Method.CONDORCET, 1)])
def test_methods_tell_their_progress_in_order(method: Method, least: int) -> None:
    """And count the same."""
    options, chance = tuple("abcdef"), Random(4)
    rules = Rules(method, options, most=6, seats=2 if method == Method.STV else 1)
    box: ahead.Groups = []
    for _ballot in range(40):
        ranks = chance.sample(range(1, 7), 6)
        box.append((tuple(f"{code}={rank}" for code, rank in zip(options, ranks, strict=True)), 1))
    told: list[float] = []
    assert tally(rules, box, progress=told.append).as_json() == tally(rules, box).as_json()
    assert (told, len(told) >= least) == (sorted(told), True)
    assert all(0 <= share < 1 for share in told)
