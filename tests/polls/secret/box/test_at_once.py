"""The box under ballots that come at the same moment, on both databases."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from polls.secret.box import queries, services
from polls.secret.box.models import Ballot
from polls.secret.rules.canonical import encode
from polls.secret.rules.refusals import Refused
from tests.polls.secret.box.conftest import moment
from tests.polls.secret.box.test_box import SAT, SUN, MakeTerms, MakeVoter, Witness, at
from tests.polls.secret.village import POLL

pytestmark = [pytest.mark.database_promise, pytest.mark.usefixtures("own_database")]


def test_sixteen_ballots_of_one_number(make_terms: MakeTerms, witness: Witness, make_voter: MakeVoter) -> None:
    services.lay(POLL, encode(make_terms().told()))
    vote = queries.vote_of(POLL)
    witness(vote)
    voter = make_voter()
    ballots = [voter.votes(SAT if one % 2 else SUN).entry for one in range(16)]

    def send(entry: bytes) -> str:
        try:
            services.take(vote, entry)
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()
        return "taken"

    with ThreadPoolExecutor(16) as pool:
        said = list(pool.map(send, ballots))
    assert sorted(said) == ["number-used"] * 15 + ["taken"]
    assert Ballot.objects.count() == 1


def test_the_closing_counts_what_was_promised(make_terms: MakeTerms, witness: Witness, make_voter: MakeVoter) -> None:
    closes = datetime.now(UTC) + timedelta(seconds=3)
    services.lay(POLL, encode(make_terms(closes=moment(closes)).told()))
    vote = queries.vote_of(POLL)
    witness(vote)
    entries = [make_voter().votes(SAT).entry for _one in range(8)]

    def send(entry: bytes) -> bool:
        try:
            services.take(vote, entry)
        except Refused:
            return False
        finally:
            connections.close_all()
        return True

    def close() -> None:
        try:
            while True:
                try:
                    return services.close(vote, [8])
                except Refused:
                    continue
        finally:
            connections.close_all()

    at(vote, closes_at=timedelta(milliseconds=60))
    with ThreadPoolExecutor(9) as pool:
        closing = pool.submit(close)
        taken = sum(pool.map(send, entries))
        closing.result()
    vote.refresh_from_db()
    assert json.loads(vote.closing)["ballots"] == Ballot.objects.count() == taken
    assert not Ballot.objects.filter(position=None).exists()
