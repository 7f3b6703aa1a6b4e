"""One vote a line of the list, whatever the accounts: freed lines, deleted accounts, two at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from dreamplus.participation.models import Activity
from dreamplus.participation.rules.audience import Audience, Requirement, Way
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.rolls.models import Roll, RollLine
from dreamplus.people.rolls.services.counter import release_line
from dreamplus.people.services import delete_account
from dreamplus.people.testing import make_person
from polls.errors import LineHasVoted
from polls.models import Attendance, Ballot

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
HALL, GARDEN = "la-halle-ouverte", "le-jardin-de-marche"
MakeVoter, Vote = Callable[[str], User], Callable[..., Any]


@pytest.fixture
def roll(db: None, noon: datetime) -> Roll:
    dates = {"created_at": noon, "imported_at": noon, "erase_on": (noon + timedelta(days=90)).date()}
    return Roll.objects.create(name="Habitants", purpose="Voter.", created_by_role="agent", size=2, **dates)


@pytest.fixture
def listed(poll: Activity, roll: Roll) -> Activity:
    """The vote, for people of the list alone."""
    audience = Audience(Requirement((Way.LIST,), lists=(str(roll.uuid),)))
    Activity.objects.filter(pk=poll.pk).update(audience=audience.stored())
    poll.refresh_from_db()
    return poll


def line_of(roll: Roll, user: User | None, number: int = 1) -> RollLine:
    line, _new = RollLine.objects.get_or_create(
        roll=roll, number=number, defaults={"name": "Zoé Dupont", "folded": "zoe dupont"}
    )
    proof = {"qualified_by": "counter", "qualified_at": roll.erase_on} if user else {}
    RollLine.objects.filter(pk=line.pk).update(user=user, **proof)
    line.refresh_from_db()
    return line


def test_attendance_holds_the_line(listed: Activity, roll: Roll, marie: User, vote: Vote) -> None:
    line = line_of(roll, marie)
    vote(listed, marie, HALL)
    vote(listed, marie, GARDEN)
    assert Attendance.objects.get().line == line
    assert Ballot.objects.get().choices == GARDEN


def test_a_line_freed_at_the_counter_does_not_vote_again(
    listed: Activity, roll: Roll, marie: User, make_voter: MakeVoter, vote: Vote, noon: datetime
) -> None:
    line = line_of(roll, marie)
    vote(listed, marie, HALL)
    release_line(line=line, by=make_person(Role.AGENT), at=noon)
    again = make_voter("marie-bis")
    line_of(roll, again)
    with pytest.raises(LineHasVoted):
        vote(listed, again, GARDEN)
    assert (Attendance.objects.count(), Ballot.objects.get().choices) == (1, HALL)


def test_neither_does_one_whose_account_was_deleted(
    listed: Activity, roll: Roll, marie: User, make_voter: MakeVoter, vote: Vote, noon: datetime
) -> None:
    line = line_of(roll, marie)
    vote(listed, marie, HALL)
    delete_account(user=marie, at=noon)
    line.refresh_from_db()
    release_line(line=line, by=make_person(Role.AGENT), at=noon)
    again = make_voter("marie-bis")
    line_of(roll, again)
    with pytest.raises(LineHasVoted):
        vote(listed, again, GARDEN)
    assert Ballot.objects.count() == 1


def test_a_freed_line_that_had_not_voted_votes(
    listed: Activity, roll: Roll, marie: User, make_voter: MakeVoter, vote: Vote, noon: datetime
) -> None:
    line = line_of(roll, marie)
    release_line(line=line, by=make_person(Role.AGENT), at=noon)
    again = make_voter("marie-bis")
    line_of(roll, again)
    assert vote(listed, again, GARDEN)
    assert Attendance.objects.get().voter == again


def test_other_lines_are_not_hindered(
    listed: Activity, roll: Roll, marie: User, make_voter: MakeVoter, vote: Vote
) -> None:
    paul = make_voter("paul")
    line_of(roll, marie)
    line_of(roll, paul, 2)
    vote(listed, marie, HALL)
    vote(listed, paul, GARDEN)
    assert Ballot.objects.count() == 2


def test_the_database_refuses_two_accounts_of_one_line(
    listed: Activity, roll: Roll, marie: User, make_voter: MakeVoter, vote: Vote, noon: datetime
) -> None:
    line = line_of(roll, marie)
    vote(listed, marie, HALL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(
            activity=listed, voter=make_voter("paul"), line=line, receipt_ref="V-1", day=noon.date()
        )


def test_a_vote_without_a_list_holds_no_line(poll: Activity, marie: User, vote: Vote) -> None:
    vote(poll, marie, HALL)
    assert Attendance.objects.get().line is None


def test_who_comes_on_the_list_later_keeps_their_vote(
    poll: Activity, roll: Roll, marie: User, vote: Vote, make_voter: MakeVoter, noon: datetime
) -> None:
    """List or counter: seen at the counter first, found on the list after; the line then belongs to that vote."""
    from dreamplus.people.residences import vouch_residence

    audience = Audience(Requirement((Way.COUNTER, Way.LIST), lists=(str(roll.uuid),)))
    Activity.objects.filter(pk=poll.pk).update(audience=audience.stored())
    poll.refresh_from_db()
    agent = make_person(Role.AGENT)
    vouch_residence(user=marie, area="", birth_year=None, by=agent, at=noon)
    vote(poll, marie, HALL)
    line = line_of(roll, marie)
    vote(poll, marie, GARDEN)
    assert (Attendance.objects.get().line, Ballot.objects.get().choices) == (line, GARDEN)
    release_line(line=line, by=agent, at=noon)
    again = make_voter("marie-bis")
    line_of(roll, again)
    with pytest.raises(LineHasVoted):
        vote(poll, again, HALL)
