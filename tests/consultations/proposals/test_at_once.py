"""What many requests do at the same instant."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from consultations.proposals.models import Proposal, Support
from consultations.proposals.services.publish import publish_proposal
from consultations.proposals.services.support import support_proposal, take_back_support
from dreamplus.core import clock
from dreamplus.participation.models import Receipt
from dreamplus.people.testing import make_person

from ..conftest import BODY, NOON

pytestmark = pytest.mark.database_promise


def at_once(works: list[Callable[[], Any]]) -> list[Exception]:
    """Runs all of them from one starting line, each on a connection of its own; the errors they met."""
    line, errors = threading.Barrier(len(works)), []

    def run(work: Callable[[], Any]) -> None:
        try:
            with clock.frozen(NOON):
                line.wait()
                work()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return errors


@pytest.fixture
def open_proposal(own_database: Any, request: pytest.FixtureRequest) -> Proposal:
    """Made in a database of its own, where commits are real."""
    return request.getfixturevalue("proposal")


def test_thirty_two_supports_at_once_are_one(open_proposal: Proposal) -> None:
    karim = make_person()
    assert at_once([lambda: support_proposal(proposal=open_proposal, person=karim, at=NOON)] * 32) == []
    open_proposal.refresh_from_db()
    assert (Support.objects.count(), open_proposal.supports) == (1, 1)


def test_the_count_follows_the_rows_whatever_happens_at_once(open_proposal: Proposal) -> None:
    people = [make_person() for _ in range(8)]
    works: list[Callable[[], Any]] = []
    for person in people:
        for act in (support_proposal, take_back_support, support_proposal, take_back_support):
            works.append(lambda act=act, person=person: act(proposal=open_proposal, person=person, at=NOON))
    assert at_once(works) == []
    open_proposal.refresh_from_db()
    assert open_proposal.supports == Support.objects.count()


def test_one_draft_published_sixteen_times_at_once_is_one_proposal(open_proposal: Proposal) -> None:
    karim, key, activity = make_person(), uuid4(), open_proposal.activity
    words = {"title": "Un banc", "body": BODY, "theme": None, "at": NOON}
    made: list[Any] = []
    works = [lambda: made.append(publish_proposal(activity=activity, author=karim, key=key, **words))] * 16
    assert at_once(works) == []
    assert sorted(one.new for one in made) == [False] * 15 + [True]
    assert (Proposal.objects.count(), Receipt.objects.count()) == (2, 2)
