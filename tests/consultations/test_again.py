"""Last year's consultation taken up again: words, steps and rules, nothing that people gave, and no date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultations.pages import ProcessPage
from consultations.proposals.models import Proposal, Theme
from consultations.proposals.pages import ProposalsPage
from consultations.rules.law import ProcessType
from consultations.services.again import earlier, take_up_again
from consultations.services.opening import open_process
from dreamplus.cms.models import HomePage
from dreamplus.core.models import AccessLog
from dreamplus.participation.errors import NotReady
from dreamplus.participation.models import Activity
from dreamplus.participation.services import set_dates
from dreamplus.people.models import User
from dreamplus.people.testing import sign_in
from polls.models import Ballot
from polls.pages import PollPage
from polls.services import create_poll

from .conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
YEAR, DAY = timedelta(days=365), timedelta(days=1)
AGAIN = "consultations_staff:again"


@pytest.fixture
def last_year(make_process: Callable[..., ProcessPage], agent: User) -> ProcessPage:
    """With proposals under two themes and a vote, open, decided on a day."""
    process = make_process(opened=False, decided_on=(NOON + 40 * DAY).date())
    create_poll(
        parent=process,
        title="Que planter ?",
        question="Que planter sur la place ?",
        options=[("Des tilleuls", "Douze."), ("Des érables", "")],
        opens_at=NOON,
        closes_at=NOON + 5 * DAY,
        at=NOON,
        by=agent,
    )
    return open_process(process=process, by=agent, at=NOON)


def test_words_steps_rules_and_themes_come_along(last_year: ProcessPage, agent: User) -> None:
    copy = take_up_again(process=last_year, title="La place, deux ans après", by=agent, at=NOON + YEAR)
    copy = ProcessPage.objects.get(pk=copy.pk)
    assert (copy.title, copy.draft_title, copy.slug, copy.live) == (
        "La place, deux ans après",
        "La place, deux ans après",
        "la-place-deux-ans-apres",
        False,
    )
    assert (copy.summary, copy.commitment) == (last_year.summary, last_year.commitment)
    assert (copy.kind, copy.decided_on, len(copy.milestones)) == (ProcessType.CONSULTATION, None, 0)
    vote = PollPage.objects.child_of(copy).get()
    before = PollPage.objects.child_of(last_year).get()
    assert [option.label for option in vote.options.all()] == [option.label for option in before.options.all()]
    assert (vote.question, vote.activity.rules["method"]) == (before.question, before.activity.rules["method"])
    assert not {"frozen", "lists", "terms"} & set(vote.activity.rules)
    proposals = ProposalsPage.objects.child_of(copy).get()
    labels = Theme.objects.filter(activity=proposals.activity).values_list("label", flat=True)
    assert list(labels) == ["Arbres", "Commerce"]


def test_nothing_that_people_gave_and_no_date_comes_along(last_year: ProcessPage, agent: User) -> None:
    old = set(Activity.objects.values_list("pk", flat=True))
    take_up_again(process=last_year, title="Encore", by=agent, at=NOON + YEAR)
    fresh = Activity.objects.exclude(pk__in=old)
    assert fresh.count() == 2
    told = {(one.opens_at, one.closes_at, one.scheduled_at, one.frozen_at, one.settled_at) for one in fresh}
    assert told == {(None,) * 5}
    assert not Proposal.objects.filter(activity__in=fresh).exists()
    assert not Ballot.objects.filter(activity__in=fresh).exists()
    assert AccessLog.objects.filter(purpose="consultations.take_up_again").count() == 1


def test_it_opens_once_its_dates_are_set(last_year: ProcessPage, agent: User) -> None:
    at = NOON + YEAR
    copy = take_up_again(process=last_year, title="Encore", by=agent, at=at)
    with pytest.raises(NotReady) as told:
        open_process(process=copy, by=agent, at=at)
    assert len(told.value.missing) == 1
    assert all(title in told.value.missing[0] for title in ("Que planter ?", "Vos propositions"))
    for page in (*PollPage.objects.child_of(copy), *ProposalsPage.objects.child_of(copy)):
        set_dates(activity=page.activity, opens_at=at, closes_at=at + 30 * DAY, at=at)
    open_process(process=copy, by=agent, at=at)
    assert ProcessPage.objects.get(pk=copy.pk).live


def test_a_title_that_is_taken_gets_an_address_of_its_own(last_year: ProcessPage, agent: User) -> None:
    copies = [take_up_again(process=last_year, title=last_year.title, by=agent, at=NOON + YEAR) for _twice in range(2)]
    assert len({last_year.slug, *(copy.slug for copy in copies)}) == 3


class TestScreen:
    def test_an_agent_takes_one_up_from_the_first_screen(
        self, client: Client, home: HomePage, agent: User, last_year: ProcessPage
    ) -> None:
        sign_in(client, agent)
        where = reverse(AGAIN)
        assert where in client.get(reverse("consultations_staff:create")).text
        assert last_year.title in client.get(where).text
        done = client.post(where, {"process": last_year.pk, "title": "La place, deux ans après"}, follow=True)
        copy = ProcessPage.objects.get(title="La place, deux ans après")
        assert done.redirect_chain == [(reverse("consultations_staff:prepare", args=[copy.pk]), 302)]
        assert "Fixez les dates" in done.text

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"title": "Encore"}, "process"),
            ({"title": "Encore", "process": "999999"}, "process"),
            ({"process": "x"}, "process"),
        ],
    )
    def test_what_cannot_be_is_said(
        self, client: Client, home: HomePage, agent: User, last_year: ProcessPage, sent: dict[str, Any], field: str
    ) -> None:
        sign_in(client, agent)
        answer = client.post(reverse(AGAIN), sent)
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert ProcessPage.objects.count() == 1

    def test_without_any_it_says_so(self, client: Client, home: HomePage, agent: User) -> None:
        sign_in(client, agent)
        assert "Pas encore de consultation" in client.get(reverse(AGAIN)).text

    def test_its_queries_do_not_grow(
        self,
        client: Client,
        home: HomePage,
        agent: User,
        make_process: Callable[..., ProcessPage],
        django_assert_num_queries: Any,
    ) -> None:
        sign_in(client, agent)
        make_process("Une", opened=False)
        client.get(reverse(AGAIN))
        for title in ("Deux", "Trois"):
            with django_assert_num_queries(6):
                client.get(reverse(AGAIN))
            make_process(title, opened=False)
        assert len(earlier()) == 3
