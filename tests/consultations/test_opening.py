"""Opening a consultation opens its steps with it, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from consultations.pages import ProcessPage
from consultations.services.opening import open_process
from dreamplus.participation.errors import NotReady
from dreamplus.people.models import User
from polls.pages import PollPage
from polls.services import create_poll

from .conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]


@pytest.fixture
def add_vote() -> Callable[..., PollPage]:
    """As the second screen does: a step in draft."""

    def add(process: ProcessPage, *, question: str = "Que planter ?") -> PollPage:
        return create_poll(
            parent=process,
            title="Que planter ?",
            question=question,
            options=[("Des tilleuls", ""), ("Des érables", "")],
            opens_at=NOON,
            closes_at=NOON + timedelta(days=5),
            at=NOON,
        )

    return add


def test_a_vote_added_as_a_step_opens_with_its_consultation(
    make_process: Callable[..., ProcessPage], add_vote: Callable[..., PollPage], agent: User
) -> None:
    process = make_process(opened=False)
    vote = add_vote(process)
    open_process(process=process, by=agent, at=NOON)
    vote.refresh_from_db()
    assert vote.live
    assert vote.activity.is_open(NOON)


def test_a_step_that_is_not_ready_leaves_everything_in_draft(
    make_process: Callable[..., ProcessPage], add_vote: Callable[..., Any], agent: User
) -> None:
    process = make_process(opened=False)
    vote = add_vote(process, question="")
    with pytest.raises(NotReady):
        open_process(process=process, by=agent, at=NOON)
    for page in (process, vote):
        page.refresh_from_db()
        assert not page.live
    assert vote.activity.scheduled_at is None
