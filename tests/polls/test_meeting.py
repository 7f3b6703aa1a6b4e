"""A meeting: one question open at a time, seen by the hall on a screen, its result as soon as it is closed."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, Site

from dreamplus.core import clock
from dreamplus.core.tasks.testing import run_all
from dreamplus.participation.enums import State
from dreamplus.participation.errors import NotOpen
from dreamplus.participation.models import Activity
from dreamplus.participation.rules.audience import Act, Audience, Requirement, Way
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from polls.meeting import hall
from polls.models import Attendance
from polls.secret.level import CODE
from polls.services import cast_ballot, create_poll, open_poll
from polls.services.casting import new_key
from polls.services.meeting import close_now, open_for

EVENING = datetime(2026, 3, 5, 19, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def ask(parent: Page, title: str, **more: Any) -> Activity:
    options = [("Pour", ""), ("Contre", "")]
    made: Activity = create_poll(
        parent=parent, title=title, question=f"{title} ?", options=options, at=EVENING, **more
    ).activity
    return made


@pytest.fixture
def now() -> Iterator[None]:
    with clock.frozen(EVENING):
        yield


@pytest.fixture
def questions(home: Page) -> list[Activity]:
    return [ask(home, title) for title in ("Le budget", "La salle", "Le nom")]


@pytest.fixture
def agent(client: Client) -> Client:
    return sign_in(client, make_person(Role.AGENT))


def lead(page: Page) -> str:
    return reverse("polls_staff:meeting", args=[page.pk])


def screen(page: Page) -> str:
    return reverse("polls:screen", args=[page.pk])


@pytest.mark.django_db
@pytest.mark.usefixtures("now")
class TestTheMeeting:
    def test_one_question_after_the_other_to_its_result(
        self, agent: Client, home: Page, questions: list[Activity], marie: User
    ) -> None:
        first, second, _third = questions
        assert "La première question arrive" in Client().get(screen(home)).content.decode()
        assert agent.post(lead(home), {"act": "open", "vote": first.uuid, "minutes": "5"}).status_code == 302
        first.refresh_from_db()
        assert (first.opens_at, first.closes_at) == (EVENING, EVENING + 5 * MINUTE)
        shown = Client().get(screen(home)).content.decode()
        assert "Le budget" in shown
        assert reverse("polls:square", args=[first.uuid]) in shown
        assert "question 1 sur 3" in shown
        assert 'data-again="20"' in shown
        assert "screen.js" not in Client().get(screen(home) + "?fige=1").content.decode()

        refused = agent.post(lead(home), {"act": "open", "vote": second.uuid, "minutes": "5"})
        assert refused.status_code == 409
        assert "fermez-la d’abord" in refused.content.decode()
        assert Activity.objects.get(pk=second.pk).scheduled_at is None

        cast_ballot(activity=first, voter=marie, choices=["pour"], key=new_key(), at=EVENING)
        with clock.frozen(EVENING + MINUTE):
            assert agent.post(lead(home), {"act": "close", "vote": first.uuid}).status_code == 302
            run_all()
            first.refresh_from_db()
            assert first.state(clock.now()) == State.SETTLED
            assert first.closed_early_reason
            told = Client().get(screen(home)).content.decode()
            assert "« Pour » arrive en tête" in told.replace("\xa0", " ")
            assert agent.post(lead(home), {"act": "open", "vote": second.uuid, "minutes": "3"}).status_code == 302
            assert "La salle" in Client().get(screen(home)).content.decode()

    def test_a_question_is_asked_once(self, agent: Client, home: Page, questions: list[Activity]) -> None:
        agent.post(lead(home), {"act": "open", "vote": questions[0].uuid, "minutes": "1"})
        with clock.frozen(EVENING + 2 * MINUTE):
            again = agent.post(lead(home), {"act": "open", "vote": questions[0].uuid, "minutes": "1"})
            assert again.status_code == 409
            assert agent.post(lead(home), {"act": "close", "vote": questions[0].uuid}).status_code == 409

    @pytest.mark.parametrize("minutes", ["", "0", "181", "-1", "cinq"])
    def test_minutes_that_are_none_open_nothing(
        self, agent: Client, home: Page, questions: list[Activity], minutes: str
    ) -> None:
        answer = agent.post(lead(home), {"act": "open", "vote": questions[0].uuid, "minutes": minutes})
        assert answer.status_code == 200
        assert not Activity.objects.exclude(scheduled_at=None).exists()

    def test_what_is_not_there_is_not_found(self, agent: Client, home: Page, questions: list[Activity]) -> None:
        empty = home.get_children().first()
        for told in ({"act": "open"}, {"act": "close", "vote": "x"}, {"act": "x", "vote": questions[0].uuid}):
            assert agent.post(lead(home), told).status_code == 404
        assert agent.get(lead(empty)).status_code == 404
        assert Client().get(screen(empty)).status_code == 404

    def test_the_hall_sees_no_draft_and_nothing_private(self, home: Page, questions: list[Activity]) -> None:
        shown = Client().get(screen(home)).content.decode()
        assert not [one.title for one in questions if one.title in shown]
        closed = Audience(Requirement((Way.CONFIRMED,)), {Act.READ: Requirement((Way.CONFIRMED,))})
        Activity.objects.filter(pk=questions[0].pk).update(
            audience=closed.stored(), is_private=True, scheduled_at=EVENING, opens_at=EVENING, frozen_at=EVENING
        )
        assert hall(home, language="fr", at=EVENING).poll is None

    def test_a_sealed_result_is_not_on_the_screen(self, home: Page, questions: list[Activity], marie: User) -> None:
        open_for(page=home, activity=questions[0], minutes=5, by=None, at=EVENING)
        questions[0].refresh_from_db()
        cast_ballot(activity=questions[0], voter=marie, choices=["pour"], key=new_key(), at=EVENING)
        shown = hall(home, language="fr", at=EVENING)
        assert shown.poll is not None
        assert (shown.poll.result, shown.poll.data) == (None, None)
        assert "arrive en tête" not in Client().get(screen(home)).content.decode()

    def test_a_vote_that_is_open_for_days_is_no_question(
        self, agent: Client, home: Page, questions: list[Activity]
    ) -> None:
        """It stops no question, is not closed by one press at a meeting, and does not take its screen."""
        long = ask(home, "Long", opens_at=EVENING, closes_at=EVENING + timedelta(days=9))
        open_poll(activity=long, by=None, at=EVENING)
        assert "Long" not in agent.get(lead(home)).content.decode()
        assert agent.post(lead(home), {"act": "close", "vote": long.uuid}).status_code == 404
        with pytest.raises(NotOpen):
            close_now(activity=long, by=None, at=EVENING)
        open_for(page=home, activity=questions[0], minutes=5, by=None, at=EVENING)
        shown = hall(home, language="fr", at=EVENING).poll
        assert shown is not None
        assert shown.activity == questions[0]

    def test_a_secret_vote_is_not_opened_at_a_meeting(self, home: Page) -> None:
        secret = ask(home, "Secret", level=CODE)
        with pytest.raises(NotOpen):
            open_for(page=home, activity=secret, minutes=5, by=None, at=EVENING)

    def test_who_may_lead(self, client: Client, home: Page, questions: list[Activity]) -> None:
        for role in (Role.OFFICIAL, Role.ANIMATOR, Role.MODERATOR):
            assert sign_in(client, make_person(role)).get(lead(home)).status_code == 403
        assert Client().get(lead(home)).status_code == 302

    def test_queries_of_the_list_do_not_grow(self, agent: Client, home: Page, questions: list[Activity]) -> None:
        agent.get(lead(home))  # what a process reads once
        counts = []
        for number in (3, 6):
            with CaptureQueriesContext(connection) as told:
                agent.get(lead(home))
            counts.append(len(told))
            for extra in range(3):
                ask(home, f"Encore {number} {extra}")
        assert counts == [7, 7]

    def test_queries_do_not_grow(self, home: Page, questions: list[Activity], django_assert_num_queries: Any) -> None:
        open_for(page=home, activity=questions[0], minutes=5, by=None, at=EVENING)
        Client().get(screen(home))
        for number in (3, 6):
            with django_assert_num_queries(5):
                Client().get(screen(home))
            for extra in range(3):
                ask(home, f"Encore {number} {extra}")


@pytest.mark.database_promise
@pytest.mark.usefixtures("own_database")
def test_two_who_lead_open_one_question() -> None:
    home = Site.objects.get(is_default_site=True).root_page
    asked = [ask(home, f"Question {number}") for number in range(6)]

    def lead_on(activity: Activity) -> bool:
        try:
            open_for(page=home, activity=activity, minutes=5, by=None, at=EVENING)
        except NotOpen:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(lead_on, asked)) == 1
    assert Activity.objects.exclude(scheduled_at=None).count() == 1
    assert not Attendance.objects.exists()
