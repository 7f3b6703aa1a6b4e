"""Tokens: one a line, the same answer to the same question, and nothing kept that a ballot bears."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dreamplus.participation.models import Activity
from dreamplus.people.rolls.models import Roll, RollLine
from dreamplus.people.services import create_confirmed_user
from polls.errors import VoteClosed
from polls.models import Attendance
from polls.secret import services
from polls.secret.errors import TokenUsed
from polls.secret.models import Token
from polls.secret.rules.canonical import b64
from polls.secret.services.laying import terms_of
from tests.polls.secret.town import PEOPLE, SAT, Town, now
from tests.polls.secret.voter import Voter

pytestmark = [pytest.mark.database_promise, pytest.mark.usefixtures("own_database")]


def test_a_token_is_drawn_once_a_line(town: Town) -> None:
    town.seal()
    town.open()
    person = town.people[0]
    voter, other = Voter(terms_of(town.vote)), Voter(terms_of(town.vote))
    asked = voter.asks()
    first = town.draw(person, asked)
    assert town.draw(person, asked) == first, "the same question, the same answer"
    assert town.draw(person, other.asks())["refused"] == "TokenUsed"
    stranger = create_confirmed_user(email="de-passage@exemple.fr")
    assert town.draw(stranger, other.asks())["refused"] == "NotInAudience"
    assert Token.objects.count() == Attendance.objects.count() == 1
    assert "sealed" not in str(first)


def test_a_list_that_changes_after_its_seal_lets_nobody_else_in(town: Town) -> None:
    """A line written afterwards is not in the tree that the log names; one that loses its account draws nothing."""
    town.seal()
    town.open()
    roll, late = Roll.objects.get(), create_confirmed_user(email="tard@exemple.fr")
    proof = {"qualified_by": "counter", "qualified_at": now().date(), "folded": "tard"}
    RollLine.objects.create(roll=roll, number=99, name="Tard venu", user=late, **proof)
    question = Voter(terms_of(town.vote)).asks()
    told = town.draw(late, question)
    assert told["refused"] == "NotInAudience"
    assert "scellées" in told["sentence"]
    assert terms_of(town.vote).roll_size == PEOPLE
    assert not Attendance.objects.exists()


def test_sixteen_questions_at_once_have_one_answer(town: Town) -> None:
    """From one account, and from another that holds no line; nothing is half drawn."""
    town.seal()
    town.open()
    person, terms = town.people[0], terms_of(town.vote)
    questions = [Voter(terms).asks() for _one in range(16)]

    def ask(blinded: bytes) -> str:
        try:
            return services.draw_token(activity=town.activity, voter=person, blinded=b64(blinded), at=now())
        except TokenUsed:
            return ""
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        answers = [answer for answer in pool.map(ask, questions) if answer]
    assert len(answers) == 1
    assert [answers[0]] == list(Token.objects.values_list("answer", flat=True))
    assert Attendance.objects.count() == 1


def test_no_token_is_given_once_the_closing_has_come_however_long_ago_it_was_asked_for(town: Town) -> None:
    """The closing counts what was given: a request that waited through it must not add one."""
    town.seal()
    town.open()
    asked_at = now()
    question = b64(Voter(terms_of(town.vote)).asks())
    town.close()
    with pytest.raises(VoteClosed):
        services.draw_token(activity=town.activity, voter=town.people[0], blinded=question, at=asked_at)
    before = Activity.objects.get(pk=town.activity.pk)
    before.closes_at = now() + timedelta(hours=1)  # as the request read it before the closing
    with pytest.raises(VoteClosed):
        services.draw_token(activity=before, voter=town.people[0], blinded=question, at=asked_at)
    assert not Token.objects.exists()
    assert not Attendance.objects.exists()


def test_queries_of_a_token_do_not_grow(town: Town) -> None:
    town.seal()
    town.open()
    terms = terms_of(town.vote)
    counts = []
    for person in town.people[:3]:
        with CaptureQueriesContext(connection) as told:
            services.draw_token(activity=town.activity, voter=person, blinded=b64(Voter(terms).asks()), at=now())
        counts.append(len(told))
    assert counts == [10, 10, 10], "the last one keeps the answer beside the seat"


def test_what_is_no_question_has_no_answer(town: Town) -> None:
    town.seal()
    town.open()
    client = Client()
    client.force_login(town.people[0])
    address = reverse("secret:draw", args=[town.activity.uuid])
    for blinded in ("", "AAAA", "not base64 ?", "A" * 512, "_" * 512, 7, None):
        assert client.post(address, {"blinded": blinded}, "application/json").status_code == 400
    for body in (b"", b"[]", b"{}", b"x" * 5000):
        assert client.post(address, body, "application/json").status_code == 400
    assert not Attendance.objects.exists()


def test_the_site_holds_nothing_that_a_ballot_bears(town: Town) -> None:
    """What is kept of a token is in no ballot: neither question nor answer can be found again in the log."""
    town.seal()
    town.open()
    voter = town.voter(town.people[0])
    ballot = voter.votes((SAT,))
    token = Token.objects.get()
    told = ballot.entry.decode()
    assert token.answer not in told
    assert token.asked not in told
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of tables
            rows = str(cursor.fetchall())
            assert b64(voter.token) not in rows, table
            assert b64(voter.key) not in rows, table
