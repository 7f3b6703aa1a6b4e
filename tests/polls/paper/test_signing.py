"""Places without a network: the list is printed after the closing, its signatures are entered all or none."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dreamplus.core import clock
from dreamplus.core.models import AccessLog
from dreamplus.participation.models import Activity
from dreamplus.participation.paper import services as paper
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.rolls.models import Roll
from dreamplus.people.testing import make_person, sign_in
from polls.errors import MarksRefused, NotInAudience, VoteClosed
from polls.models import Attendance
from polls.services import marking
from tests.at_once import at_once
from tests.polls.conftest import CLOSING, GARDEN, HALL, NOON
from tests.polls.paper.conftest import HOUR, Vote, line_of, read, words

pytestmark = pytest.mark.database_promise
AFTER = CLOSING + HOUR
NAMES = ("Zoé Petit", "Marie Delattre", "Émile Zéphir", "Anne Petit", "Bruno Lefèvre")


@pytest.fixture
def people(roll: Roll, marie: User) -> list[Any]:
    return [line_of(roll, name, marie if name.startswith("Marie") else None) for name in NAMES]


def enter(activity: Activity, roll: Roll, *numbers: int, at: Any = AFTER) -> int:
    return marking.mark_signatures(activity=activity, roll=roll, numbers=numbers, by=make_person(Role.AGENT), at=at)


@pytest.mark.django_db
@pytest.mark.usefixtures("people")
class TestSignatures:
    def test_all_are_entered_or_none(self, activity: Activity, roll: Roll, marie: User, vote: Vote) -> None:
        vote(activity, marie, HALL)
        with pytest.raises(MarksRefused) as refused:
            enter(activity, roll, 1, 2, 3, 99)
        assert [re.sub(r"\s", " ", one) for one in refused.value.sentences] == [
            "Il n’y a pas de ligne 99 sur cette liste.",
            "La ligne 2, Marie Delattre, a déjà voté : deux bulletins pour une ligne.",
        ]
        assert Attendance.objects.filter(channel="paper").count() == 0
        assert enter(activity, roll, 1, 3) == 2
        with pytest.raises(MarksRefused):
            enter(activity, roll, 3, 4)
        assert sorted(marking.marks_of(activity).values_list("line__number", flat=True)) == [1, 3]
        assert AccessLog.objects.filter(purpose="polls.mark_signatures").count() == 1

    def test_who_is_left_is_those_who_have_not_voted(
        self, activity: Activity, roll: Roll, marie: User, vote: Vote
    ) -> None:
        vote(activity, marie, HALL)
        enter(activity, roll, 4)
        left = marking.still_to_vote(activity, roll)
        assert [line.name for line in left] == ["Bruno Lefèvre", "Zoé Petit", "Émile Zéphir"]

    def test_never_from_another_list_nor_once_the_count_has_ended(
        self, activity: Activity, roll: Roll, two: Any
    ) -> None:
        dates = {"created_at": NOON, "imported_at": NOON, "erase_on": NOON.date()}
        other = Roll.objects.create(name="Autres", purpose="Autre.", created_by_role="agent", size=1, **dates)
        with pytest.raises(NotInAudience):
            enter(activity, other, 1)
        for person in two():
            read(activity, "mairie", person, {GARDEN: 1})
        paper.end_count(activity=activity, by=None, at=AFTER)
        with pytest.raises(VoteClosed):
            enter(activity, roll, 1)


def test_two_who_enter_the_same_list_at_once_enter_it_once(own_database: Any, request: pytest.FixtureRequest) -> None:
    found, rolls = request.getfixturevalue("activity"), request.getfixturevalue("roll")
    for name in NAMES:
        line_of(rolls, name)
    by = make_person(Role.AGENT)

    def go() -> None:
        activity = Activity.objects.get(pk=found.pk)
        marking.mark_signatures(activity=activity, roll=rolls, numbers=[1, 2, 3], by=by, at=AFTER)

    errors = at_once([go] * 4)
    assert [type(error) for error in errors] == [MarksRefused] * 3
    assert Attendance.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.usefixtures("people")
class TestPage:
    @pytest.fixture
    def agent(self) -> Client:
        return sign_in(Client(), make_person(Role.AGENT))

    @pytest.fixture
    def where(self, activity: Activity) -> str:
        return reverse("polls_staff:sign", args=[activity.uuid])

    def test_no_list_before_the_closing(self, agent: Client, where: str) -> None:
        with clock.frozen(NOON + HOUR):
            page = words(agent.get(where))
            assert "Une liste imprimée avant" in page
            told = words(agent.post(where, {"act": "print"}))
        assert "Delattre" not in told
        assert not AccessLog.objects.filter(purpose="rolls.read.signing").exists()

    def test_the_list_is_printed_and_its_signatures_entered(
        self, agent: Client, where: str, activity: Activity, roll: Roll, marie: User, vote: Vote
    ) -> None:
        vote(activity, marie, HALL)
        with clock.frozen(AFTER):
            printed = agent.post(where, {"act": "print", "roll": roll.uuid})
            assert printed.headers["Cache-Control"].startswith("max-age=0")
            told = words(printed)
            assert "Delattre" not in told
            assert [name for name in NAMES if name in told] == [name for name in NAMES if "Marie" not in name]
            assert AccessLog.objects.filter(purpose="rolls.read.signing").count() == 1
            wrong = agent.post(where, {"act": "mark", "numbers": "1, 2 ; 77"})
            assert (wrong.status_code, "1, 2 ; 77" in words(wrong)) == (409, True), "what was typed stays"
            assert "Il n’y a pas de ligne 77" in words(wrong)
            done = agent.post(where, {"act": "mark", "numbers": "1, 3\n4"})
            assert "3 signatures sont enregistrées" in words(done)
        assert marking.marks_of(activity).count() == 3

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("", "Écrivez les numéros"),
            ("quatre", "n’est pas un numéro de ligne"),
            ("1-4", "n’est pas un numéro de ligne"),
            ("12345678", "n’est pas un numéro de ligne"),
            ("3 1 3", "Le numéro 3 y est deux fois"),
            ("1 " * 5001, "à la fois"),
        ],
    )
    def test_what_is_no_number_is_said(self, agent: Client, where: str, typed: str, said: str) -> None:
        with clock.frozen(AFTER):
            answer = agent.post(where, {"act": "mark", "numbers": typed})
        assert (answer.status_code, said in words(answer)) == (422, True)
        assert Attendance.objects.count() == 0

    def test_queries_do_not_grow_with_the_list(
        self, agent: Client, where: str, roll: Roll, django_assert_num_queries: Any
    ) -> None:
        with clock.frozen(AFTER):
            agent.post(where, {"act": "print"})
            for _round in range(2):
                with django_assert_num_queries(9):
                    agent.post(where, {"act": "print"})
                for number in range(30):
                    line_of(roll, f"Personne {number}")

    def test_the_board_leads_there(self, agent: Client, where: str, activity: Activity) -> None:
        with clock.frozen(AFTER):
            board = agent.get(reverse("participation_staff:board", args=[activity.uuid]))
        assert where in board.content.decode()

    def test_who_may_not_vouch_sees_nothing(self, where: str) -> None:
        with clock.frozen(AFTER):
            for role in (Role.OFFICIAL, Role.MODERATOR):
                assert sign_in(Client(), make_person(role)).post(where, {"act": "print"}).status_code == 403
