"""Marks of paper on the list: one line, one vote, on a screen or on paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dreamplus.core import clock
from dreamplus.core.models import AccessLog
from dreamplus.participation import publishing
from dreamplus.participation.models import Activity, Receipt
from dreamplus.participation.paper import services as paper
from dreamplus.participation.services import settle_due
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.rolls.models import Roll, RollLine
from dreamplus.people.testing import make_person, sign_in
from polls.errors import LineHasVoted, NotInAudience, VoteClosed
from polls.models import Attendance, Ballot
from polls.services import marking
from polls.services.forgetting import forget_due
from tests.at_once import at_once
from tests.polls.conftest import CLOSING, GARDEN, HALL, NOON
from tests.polls.paper.conftest import DAY, HOUR, Vote, line_of, read, words

pytestmark = pytest.mark.database_promise


@pytest.mark.django_db
class TestOneLineOneVote:
    def test_who_is_marked_does_not_vote_on_a_screen(
        self, activity: Activity, roll: Roll, marie: User, vote: Vote
    ) -> None:
        line = line_of(roll, "Marie Delattre", marie)
        marking.mark(activity=activity, line=line, by=make_person(Role.AGENT), at=NOON + HOUR)
        with pytest.raises(LineHasVoted, match="vous avez voté sur papier"):
            vote(activity, marie, HALL)
        assert Ballot.objects.count() == 0
        marking.take_mark_back(activity=activity, line=line, by=None, at=NOON + HOUR)
        assert vote(activity, marie, HALL)

    def test_who_claims_the_line_later_does_not_either(
        self, activity: Activity, roll: Roll, marie: User, vote: Vote
    ) -> None:
        line = line_of(roll, "Marie Delattre")
        marking.mark(activity=activity, line=line, by=None, at=NOON + HOUR)
        RollLine.objects.filter(pk=line.pk).update(user=marie, qualified_by="counter", qualified_at=NOON)
        with pytest.raises(LineHasVoted):
            vote(activity, marie, HALL)

    def test_who_voted_on_a_screen_gets_no_paper(self, activity: Activity, roll: Roll, marie: User, vote: Vote) -> None:
        line = line_of(roll, "Marie Delattre", marie)
        vote(activity, marie, HALL)
        with pytest.raises(LineHasVoted, match="a déjà voté"):
            marking.mark(activity=activity, line=line, by=None, at=NOON + HOUR)
        marking.take_mark_back(activity=activity, line=line, by=None, at=NOON + HOUR)
        assert Attendance.objects.get().voter == marie  # only marks of paper are taken back

    def test_nobody_is_marked_twice_nor_from_another_list(self, activity: Activity, roll: Roll) -> None:
        line = line_of(roll, "Marie Delattre")
        marking.mark(activity=activity, line=line, by=None, at=NOON + HOUR)
        with pytest.raises(LineHasVoted):
            marking.mark(activity=activity, line=line, by=None, at=NOON + HOUR)
        dates = {"created_at": NOON, "imported_at": NOON, "erase_on": (NOON + 90 * DAY).date()}
        other = Roll.objects.create(name="Autres", purpose="Autre.", created_by_role="agent", size=1, **dates)
        with pytest.raises(NotInAudience):
            marking.mark(activity=activity, line=line_of(other, "Paul"), by=None, at=NOON + HOUR)

    def test_marks_are_made_from_the_opening_until_the_count_has_ended(
        self, activity: Activity, roll: Roll, two: Any
    ) -> None:
        line = line_of(roll, "Marie Delattre")
        with pytest.raises(VoteClosed):
            marking.mark(activity=activity, line=line, by=None, at=NOON - HOUR)
        marking.mark(activity=activity, line=line, by=None, at=CLOSING + HOUR)
        for person in two():
            read(activity, "mairie", person, {GARDEN: 1}, signed=1)
        paper.end_count(activity=activity, by=None, at=CLOSING + HOUR)
        with pytest.raises(VoteClosed, match="décompte est terminé"):
            marking.take_mark_back(activity=activity, line=line, by=None, at=CLOSING + HOUR)

    def test_a_mark_and_its_paper_are_one_voter_and_no_receipt(
        self, activity: Activity, roll: Roll, marie: User, vote: Vote, two: Any
    ) -> None:
        line_of(roll, "Marie Delattre", marie)
        vote(activity, marie, HALL)
        marking.mark(activity=activity, line=line_of(roll, "Paul Vasseur"), by=None, at=NOON + HOUR)
        for person in two():
            read(activity, "mairie", person, {GARDEN: 1}, signed=1)
        paper.end_count(activity=activity, by=None, at=CLOSING + HOUR)
        settle_due(CLOSING + HOUR)
        activity.refresh_from_db()
        data = publishing.published(activity, CLOSING + HOUR)
        assert data is not None
        assert data["turnout"] == 2
        assert forget_due(CLOSING + 9 * DAY) == 1
        assert (Attendance.objects.count(), Receipt.objects.filter(kind="vote").count()) == (0, 1)


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def counter(self) -> Any:
        with clock.frozen(NOON + HOUR):
            yield sign_in(Client(), make_person(Role.ANIMATOR))

    def test_a_name_is_looked_for_marked_and_taken_back(self, activity: Activity, roll: Roll, counter: Client) -> None:
        line = line_of(roll, "Marie Delattre")
        line_of(roll, "Paul Vasseur")
        where = reverse("polls_staff:mark", args=[activity.uuid])
        found = words(counter.post(where, {"q": "delattre"}))
        assert ("Marie Delattre" in found, "Paul Vasseur" in found) == (True, False)
        marked = words(counter.post(where, {"q": "delattre", "act": "mark", "line": line.pk}))
        assert "C’est pointé : donnez-lui un bulletin." in marked
        assert "1 personne est pointée" in marked
        assert "Reprendre le pointage : Marie Delattre" in marked
        again = counter.post(where, {"q": "delattre", "act": "mark", "line": line.pk})
        assert (again.status_code, "ne lui donnez pas de bulletin" in words(again)) == (409, True)
        assert "Le pointage est repris" in words(counter.post(where, {"q": "delattre", "act": "back", "line": line.pk}))
        assert Attendance.objects.count() == 0
        assert set(AccessLog.objects.values_list("purpose", flat=True)) >= {
            "polls.mark",
            "polls.unmark",
            "rolls.read.lines",
        }

    def test_looking_a_name_up_does_not_tell_who_voted_on_a_screen(
        self, activity: Activity, roll: Roll, counter: Client, marie: User, vote: Vote
    ) -> None:
        line_of(roll, "Marie Delattre", marie)
        where = reverse("polls_staff:mark", args=[activity.uuid])

        def shown() -> str:
            return re.sub(r'value="[^"]{40,}"', "", words(counter.post(where, {"q": "delattre"})))

        before = shown()
        vote(activity, marie, HALL)
        assert shown() == before

    def test_names_stand_in_no_address_and_a_wrong_line_is_not_found(
        self, activity: Activity, roll: Roll, counter: Client
    ) -> None:
        line_of(roll, "Marie Delattre")
        where = reverse("polls_staff:mark", args=[activity.uuid])
        assert "Marie" not in words(counter.get(where, {"q": "delattre"}))
        for line in ("999999", "x", ""):
            assert counter.post(where, {"q": "x", "act": "mark", "line": line}).status_code == 404
        assert "Personne du nom de « zzz »" in words(counter.post(where, {"q": "zzz"}))

    def test_the_board_of_the_counter_leads_there_while_people_vote_on_paper(
        self, activity: Activity, counter: Client
    ) -> None:
        where = reverse("polls_staff:mark", args=[activity.uuid])
        board = reverse("consultations_staff:board")
        assert where in counter.get(board).text
        with clock.frozen(NOON - HOUR):
            assert where not in counter.get(board).text

    @pytest.mark.parametrize("role", [Role.OFFICIAL, Role.SCRUTINEER, Role.MODERATOR])
    def test_others_do_not_see_the_list(self, activity: Activity, role: Role) -> None:
        client = sign_in(Client(), make_person(role))
        assert client.get(reverse("polls_staff:mark", args=[activity.uuid])).status_code == 403


def test_a_mark_and_a_vote_at_the_same_moment_are_one(own_database: Any, request: pytest.FixtureRequest) -> None:
    """Sixteen counters and sixteen screens: one of them wins, the others are told."""
    activity, vote = request.getfixturevalue("activity"), request.getfixturevalue("vote")
    roll = request.getfixturevalue("roll")
    marie = request.getfixturevalue("make_voter")("marie")
    line = line_of(roll, "Marie Delattre", marie)

    def act(number: int) -> None:
        known = Activity.objects.get(pk=activity.pk)
        if number % 2:
            marking.mark(activity=known, line=line, by=None, at=NOON + HOUR)
        else:
            vote(known, marie, HALL)

    refused = at_once([lambda number=number: act(number) for number in range(32)])  # type: ignore[misc]
    assert {type(error) for error in refused} == {LineHasVoted}
    seat = Attendance.objects.get()
    assert Ballot.objects.count() == (0 if seat.channel == "paper" else 1)
    assert len(refused) == (31 if seat.channel == "paper" else 16)
