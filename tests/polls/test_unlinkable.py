"""Level A: who could bring voters and ballots together again, before the key is destroyed and after.

What is found here is what `polls/protection.html` says to voters and `docs/hosts/install.md` to hosts.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import product
from random import Random
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

from dreamplus.core.remains import leave_no_rows
from dreamplus.participation.models import Activity, Receipt
from dreamplus.participation.services import settle_due
from dreamplus.people.services import create_confirmed_user
from polls import keys
from polls.models import Attendance, Ballot
from polls.services.forgetting import forget_due
from tests.at_rest import files, rows_as_they_lie, transactions
from tests.polls.conftest import GARDEN, HALL, SQUARE
from tests.traces import dump

pytestmark = pytest.mark.database_promise
PEOPLE, DAY = 60, timedelta(days=1)
FILES = ("polls_ballot", "polls_ballot_pkey", "one_answer_for_a_code", "polls_attendance", "one_attendance_for_a_voter")


@pytest.fixture
def truth(own_database: Any, make_poll: Callable[..., Activity], vote: Callable[..., Any]) -> dict[int, str]:
    """Who chose what: known to the test alone."""
    poll, chance = make_poll(), Random(2)
    told = {}
    for number in range(PEOPLE):
        voter = create_confirmed_user(email=f"person{number}@exemple.fr")
        told[voter.pk] = chance.choice((HALL, GARDEN, SQUARE))
        vote(poll, voter, told[voter.pk])
    return told


@pytest.fixture
def refs(truth: dict[int, str]) -> set[str]:
    return set(Ballot.objects.values_list("ref", flat=True))


def forget(noon: datetime) -> None:
    settle_due(noon + 10 * DAY)
    assert forget_due(noon + 19 * DAY) == 1


def test_without_the_key_file_no_code_is_found_by_trying_everybody(truth: dict[int, str], refs: set[str]) -> None:
    """All users, as numbers and as text, under every secret that a dump of the database holds or that one might try."""
    activity = Activity.objects.get()
    secrets = [b"", activity.uuid.bytes, str(activity.uuid).encode(), activity.rules_hash.encode()]
    secrets += [bytes.fromhex(activity.rules_hash), django_settings.SECRET_KEY.encode()]
    secrets += [value.encode() for row in Ballot.objects.values_list("id", flat=True) for value in (str(row),)]
    found = {
        hmac.digest(secret, str(voter).encode(), "sha256").hex() if secret else sha256(str(voter).encode()).hexdigest()
        for secret, voter in product(secrets, truth)
    }
    assert len(refs) == PEOPLE
    assert not refs & found
    assert {keys.ref(activity.uuid, voter) for voter in truth} == refs  # with it, everybody: the test can fail


def test_while_the_vote_is_open_the_order_of_rows_links_even_without_the_key(truth: dict[int, str]) -> None:
    """What the page says of copies made before the end, so that nobody believes less. PostgreSQL also numbers each
    transaction, on both rows of a vote."""
    assert transactions("polls_ballot") in (PEOPLE, None)
    in_order = Attendance.objects.order_by("pk").values_list("voter", flat=True)
    assert dict(zip(in_order, rows_as_they_lie("polls_ballot", "choices"), strict=True)) == truth


def test_once_objections_have_ended_nothing_that_is_kept_depends_on_who_chose_what(
    truth: dict[int, str], refs: set[str], noon: datetime
) -> None:
    """No code, no attendance; ballots in the order of their words: the same rows whoever had chosen what."""
    forget(noon)
    kept = list(Ballot.objects.values_list("choices", "channel", "station", "ref"))
    assert sorted(kept) == sorted((choices, "web", "", None) for choices in truth.values())
    assert rows_as_they_lie("polls_ballot", "choices") == sorted(truth.values())
    assert transactions("polls_ballot") in (1, None)
    assert not Attendance.objects.exists()
    assert not keys.path_of(Activity.objects.get().uuid).exists()
    references = list(Receipt.objects.order_by("pk").values_list("reference", flat=True))
    assert references == sorted(references)  # in no order of time
    assert not [place for place, value in dump() if value in refs]


def test_no_code_and_no_receipt_beside_its_voter_is_left_in_the_files_of_the_database(
    truth: dict[int, str], refs: set[str], noon: datetime
) -> None:
    """Deleted rows, indexes included. The journal of writes is another matter: `docs/hosts/install.md` says so."""
    traces = [*refs, *(reference for reference in Attendance.objects.values_list("receipt_ref", flat=True))]
    before = files(FILES)
    assert [trace for trace in traces if trace.encode() not in before] == []  # they were there: the test can fail
    forget(noon)
    until_written_anew()
    after = files(FILES)
    assert not [ref for ref in refs if ref.encode() in after]
    if connection.vendor == "postgresql":  # SQLite has one file, where receipts now stand without the person
        assert not [trace for trace in traces if trace.encode() in after]


def until_written_anew() -> None:
    """Other tests on the same server have long transactions, as no page has: those are waited for."""
    assert any(leave_no_rows(Ballot._meta.db_table, Attendance._meta.db_table) for _ in range(6))
