"""Ballots that do not all count for one vote: votes of the list, proxies logged before the opening."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dreamplus.core import clock
from dreamplus.core.models import AccessLog
from dreamplus.federation.publishing import publish_result
from dreamplus.notifications.models import Notice
from dreamplus.participation import publishing
from dreamplus.participation.errors import NotReady
from dreamplus.participation.models import Activity
from dreamplus.participation.paper.services import set_stations
from dreamplus.participation.rules.audience import Audience, Requirement, Way
from dreamplus.participation.services import set_audience, settle_due
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.rolls.models import Roll, RollLine
from dreamplus.people.testing import make_person, sign_in
from polls.errors import HasGivenProxy, ProxyRefused
from polls.models import Ballot, Proxy
from polls.notices import remind_some
from polls.pages import PollPage
from polls.rules import RulesRefused, Thresholds, Weighting
from polls.services import open_poll, set_poll_rules
from polls.services.forgetting import forget_due
from polls.services.proxies import log_proxy, take_proxy_back
from tests.polls.conftest import GARDEN, HALL, NOON
from tests.polls.test_journey import text

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BEFORE = NOON - DAY
NAMES = ("Anne Un", "Bruno Deux", "Chloé Trois", "Denis Quatre", "Élise Cinq")
Make = Callable[..., PollPage]


@pytest.fixture
def roll(db: None) -> Roll:
    dates = {"created_at": BEFORE, "imported_at": BEFORE, "erase_on": (NOON + 90 * DAY).date()}
    return Roll.objects.create(
        name="Syndicat", purpose="Voter.", created_by_role="agent", size=5, lines_hash="0" * 64, **dates
    )


@pytest.fixture
def lines(roll: Roll, make_voter: Callable[[str], User]) -> list[RollLine]:
    """Five people with an account; the first has seven votes, the second three, the others one."""
    return [
        RollLine.objects.create(
            roll=roll,
            number=number,
            name=name,
            folded=name.lower(),
            votes={1: 7, 2: 3}.get(number, 1),
            user=make_voter(f"p{number}"),
            qualified_by="counter",
            qualified_at=BEFORE.date(),
        )
        for number, name in enumerate(NAMES, start=1)
    ]


@pytest.fixture
def draft(make_page: Make, roll: Roll) -> Callable[..., Activity]:
    def make(by_roll: bool = False, proxies: int = 0, **more: Any) -> Activity:
        audience = Audience(Requirement((Way.LIST,), lists=(str(roll.uuid),)))
        return make_page(weighting=Weighting(by_roll, proxies), audience=audience, **more).activity

    return make


def settled(activity: Activity) -> dict[str, Any]:
    settle_due(NOON + 10 * DAY)
    data = publishing.published(Activity.objects.get(pk=activity.pk), NOON + 11 * DAY)
    assert data is not None
    return data


class TestVotesOfTheList:
    @pytest.fixture
    def voted(self, draft: Callable[..., Activity], lines: list[RollLine], vote: Any) -> Activity:
        """The hall has seven votes of one person; the garden six of four."""
        activity = draft(by_roll=True, thresholds=Thresholds(12))
        open_poll(activity=activity, by=None, at=NOON)
        vote(activity, lines[0].user, HALL)
        for line in lines[1:]:
            vote(activity, line.user, GARDEN)
        return activity

    def test_each_ballot_counts_for_what_the_list_says(self, voted: Activity) -> None:
        data = settled(voted)
        assert {one["code"]: one["votes"] for one in data["options"]} == {HALL: 7, GARDEN: 6, "la-place-a-vivre": 0}
        assert (data["winners"], data["turnout"], data["ballots"]["cast"]) == ([HALL], 5, 13)
        assert data["weighting"] == {"by_roll": True, "votes": 13, "represented": 0}
        assert data["verdict"]["quorum_reached"] is True  # of votes, as the rules say
        assert data["channels"] == [{"channel": "web", "turnout": 5, "options": None, "blank": None}]

    def test_a_vote_changed_keeps_its_weight(self, voted: Activity, lines: list[RollLine], vote: Any) -> None:
        vote(voted, lines[0].user, GARDEN)
        assert sorted(Ballot.objects.values_list("choices", "weight")) == [
            *[(GARDEN, 1)] * 3,
            (GARDEN, 3),
            (GARDEN, 7),
        ]

    def test_the_pages_say_what_it_costs(self, voted: Activity, lines: list[RollLine], client: Client) -> None:
        client.force_login(lines[0].user)
        with clock.frozen(NOON + HOUR):
            page = unescape(text(client.get(f"/vote/{voted.uuid}/")))
            review = unescape(text(client.post(f"/vote/{voted.uuid}/", {"choices": HALL}, follow=True)))
            protection = unescape(text(client.get(reverse("polls:protection", args=[voted.uuid]))))
        assert "Un nombre de voix rare peut désigner le bulletin" in page
        assert "compte pour 7 voix" in review
        assert "porte aussi son nombre de voix" in protection
        settled(voted)
        with clock.frozen(NOON + 11 * DAY):
            result = unescape(text(client.get(reverse("polls:result", args=[voted.uuid]))))
        assert "5 personnes ont voté, avec 13 voix en tout" in result.replace("\u00a0", " ")

    def test_ballots_of_marks_are_not_published(self, draft: Callable[..., Activity], lines: Any, vote: Any) -> None:
        activity = draft(by_roll=True, method="condorcet", most=3)
        open_poll(activity=activity, by=None, at=NOON)
        for line in lines:
            vote(activity, line.user, f"{HALL}=1")
        data = settled(activity)
        assert data["profiles"] is None
        assert data["ballots"]["cast"] == 13

    def test_a_live_count_waits_for_five_people_not_for_five_votes(
        self, draft: Callable[..., Activity], lines: list[RollLine], vote: Any
    ) -> None:
        activity = draft(by_roll=True, results_visibility="live")
        open_poll(activity=activity, by=None, at=NOON)
        vote(activity, lines[0].user, HALL)
        assert publishing.published(activity, NOON + HOUR) is None
        for line in lines[1:]:
            vote(activity, line.user, GARDEN)
        assert publishing.published(activity, NOON + HOUR) is not None

    def test_in_the_end_no_weight_stands_beside_a_choice(self, voted: Activity) -> None:
        settled(voted)
        assert forget_due(NOON + 19 * DAY) == 1
        assert sorted(Ballot.objects.values_list("choices", "weight", "ref")) == [(HALL, 7, None), (GARDEN, 6, None)]

    def test_the_region_is_not_given_votes_for_voters(self, voted: Activity) -> None:
        settled(voted)
        assert publish_result(Activity.objects.get(pk=voted.pk), at=NOON + 11 * DAY) is None

    def test_it_costs_no_query_more(
        self, voted: Activity, draft: Callable[..., Activity], lines: list[RollLine], vote: Any
    ) -> None:
        plain = draft(title="Une personne, une voix")
        open_poll(activity=plain, by=None, at=NOON)
        costs = []
        for activity in (plain, voted):
            with CaptureQueriesContext(connection) as queries:
                vote(activity, lines[3].user, HALL)
            costs.append(len(queries))
        assert costs[0] == costs[1]


class TestProxies:
    def log(self, activity: Activity, giver: RollLine, holder: RollLine) -> Proxy:
        return log_proxy(activity=activity, giver=giver, holder=holder, by=make_person(Role.AGENT), at=BEFORE)

    def test_one_ballot_for_both_and_the_giver_votes_no_more(
        self, draft: Callable[..., Activity], lines: list[RollLine], vote: Any
    ) -> None:
        activity = draft(proxies=2)
        self.log(activity, lines[2], lines[3])
        self.log(activity, lines[4], lines[3])
        open_poll(activity=activity, by=None, at=NOON)
        with pytest.raises(HasGivenProxy):
            vote(activity, lines[2].user, HALL)
        vote(activity, lines[3].user, GARDEN)
        vote(activity, lines[0].user, HALL)
        data = settled(activity)
        assert {one["code"]: one["votes"] for one in data["options"]}[GARDEN] == 3
        assert (data["turnout"], data["weighting"]) == (2, {"proxies": 2, "votes": 4, "represented": 2})
        assert activity.rules["proxies_given"] == 2

    def test_with_the_votes_of_the_list_those_of_the_giver_are_carried(
        self, draft: Callable[..., Activity], lines: list[RollLine], vote: Any
    ) -> None:
        activity = draft(by_roll=True, proxies=1)
        self.log(activity, lines[0], lines[1])
        open_poll(activity=activity, by=None, at=NOON)
        vote(activity, lines[1].user, HALL)
        assert Ballot.objects.get().weight == 10

    def test_who_has_given_a_proxy_is_not_reminded_to_vote(
        self, draft: Callable[..., Activity], lines: list[RollLine]
    ) -> None:
        activity = draft(proxies=1)
        self.log(activity, lines[0], lines[1])
        open_poll(activity=activity, by=None, at=NOON)
        remind_some(uuid=str(activity.uuid), after=0, at=NOON + HOUR)
        told = set(Notice.objects.values_list("recipient", flat=True))
        assert told == {line.user_id for line in lines[1:]}

    def test_what_the_rules_do_not_allow(
        self, draft: Callable[..., Activity], lines: list[RollLine], roll: Roll
    ) -> None:
        activity = draft(proxies=1)
        self.log(activity, lines[0], lines[1])
        other = Roll.objects.create(
            name="Autre", purpose="Autre.", created_by_role="agent", created_at=BEFORE, erase_on=roll.erase_on
        )
        stranger = RollLine.objects.create(roll=other, number=1, name="Zoé", folded="zoe")
        for giver, holder in (
            (lines[0], lines[2]),  # given already
            (lines[2], lines[1]),  # who already votes for one other
            (lines[2], lines[0]),  # who votes for nobody
            (lines[1], lines[2]),  # who votes for somebody else
            (lines[2], lines[2]),
            (stranger, lines[3]),
        ):
            with pytest.raises(ProxyRefused):
                self.log(activity, giver, holder)
        assert Proxy.objects.count() == 1

    def test_not_once_the_vote_has_opened_nor_where_none_is_allowed(
        self, draft: Callable[..., Activity], lines: list[RollLine]
    ) -> None:
        activity = draft(proxies=1)
        proxy = self.log(activity, lines[0], lines[1])
        open_poll(activity=activity, by=None, at=NOON)
        with pytest.raises(ProxyRefused):
            self.log(activity, lines[2], lines[3])
        with pytest.raises(ProxyRefused):
            take_proxy_back(activity=activity, giver=proxy.giver, by=None, at=NOON)
        with pytest.raises(ProxyRefused):
            self.log(draft(), lines[2], lines[3])

    def test_rules_that_allow_fewer_wait_for_some_to_be_taken_back(
        self, draft: Callable[..., Activity], lines: list[RollLine]
    ) -> None:
        activity = draft(proxies=2)
        self.log(activity, lines[0], lines[1])
        self.log(activity, lines[2], lines[1])
        set_poll_rules(
            activity=activity,
            method="single",
            least=1,
            most=1,
            thresholds=Thresholds(),
            weighting=Weighting(proxies=1),
            at=BEFORE,
        )
        with pytest.raises(NotReady, match="plus de procurations"):
            open_poll(activity=activity, by=None, at=NOON)
        take_proxy_back(activity=activity, giver=lines[0], by=make_person(Role.AGENT), at=BEFORE)
        open_poll(activity=activity, by=None, at=NOON)

    def test_nobody_is_represented_whose_age_nobody_has_looked_at(
        self, draft: Callable[..., Activity], roll: Roll
    ) -> None:
        activity = draft(proxies=1)
        grown = Audience(Requirement((Way.LIST,), lists=(str(roll.uuid),), least_age=16))
        set_audience(activity=activity, audience=grown, at=BEFORE)
        with pytest.raises(NotReady, match="sans limite"):
            open_poll(activity=activity, by=None, at=NOON)

    def test_they_go_with_the_attendance(
        self, draft: Callable[..., Activity], lines: list[RollLine], vote: Any
    ) -> None:
        activity = draft(proxies=1)
        self.log(activity, lines[0], lines[1])
        open_poll(activity=activity, by=None, at=NOON)
        vote(activity, lines[1].user, HALL)
        settled(activity)
        forget_due(NOON + 19 * DAY)
        assert not Proxy.objects.exists()

    def test_two_names_one_after_the_other(
        self, client: Client, draft: Callable[..., Activity], lines: list[RollLine]
    ) -> None:
        activity, where = draft(proxies=1), "polls_staff:proxies"
        agent = make_person(Role.ANIMATOR)
        sign_in(client, agent)
        here = reverse(where, args=[activity.uuid])
        with clock.frozen(BEFORE):
            found = unescape(text(client.post(here, {"q": "anne"})))
            assert "Donne procuration : Anne Un" in found.replace("\u00a0", " ")
            chosen = unescape(text(client.post(here, {"act": "give", "line": lines[0].pk})))
            assert "À qui va la procuration de Anne Un" in chosen
            found = unescape(text(client.post(here, {"q": "bruno", "giver": lines[0].pk})))
            assert "Reçoit la procuration : Bruno Deux" in found.replace("\u00a0", " ")
            sent = {"act": "receive", "giver": lines[0].pk, "line": lines[1].pk}
            done = unescape(text(client.post(here, sent)))
            assert "Bruno Deux vote aussi pour Anne Un" in done
            again = client.post(here, sent)
            assert (again.status_code, "a déjà donné procuration" in unescape(text(again))) == (409, True)
            client.post(here, {"act": "back", "giver": lines[0].pk})
        assert not Proxy.objects.exists()
        purposes = AccessLog.objects.filter(actor_id=str(agent.pk), subject=f"rolls.RollLine:{lines[0].pk}")
        assert list(purposes.order_by("pk").values_list("purpose", flat=True)) == ["polls.proxy", "polls.proxy_back"]

    def test_a_line_of_another_list_is_not_found(
        self, client: Client, draft: Callable[..., Activity], lines: list[RollLine]
    ) -> None:
        activity = draft(proxies=1)
        sign_in(client, make_person(Role.ANIMATOR))
        here = reverse("polls_staff:proxies", args=[activity.uuid])
        for line in ("999999", "abc", "-1"):
            assert client.post(here, {"act": "give", "line": line}).status_code == 404
        assert client.get(reverse("polls_staff:proxies", args=[draft().uuid])).status_code == 404


@pytest.mark.parametrize("weighting", [Weighting(by_roll=True), Weighting(proxies=1)], ids=str)
def test_neither_without_a_list_nor_with_paper(make_page: Make, draft: Callable[..., Activity], weighting: Any) -> None:
    open_to_all = make_page(weighting=weighting).activity
    with pytest.raises(NotReady, match="listes seules"):
        open_poll(activity=open_to_all, by=None, at=NOON)
    with_paper = draft(weighting.by_roll, weighting.proxies)
    set_stations(activity=with_paper, names=["Mairie"], at=BEFORE)
    with pytest.raises(NotReady, match="bulletin papier"):
        open_poll(activity=with_paper, by=None, at=NOON)


def test_rules_of_weights() -> None:
    assert not Weighting()
    assert Weighting.read(Weighting(by_roll=True, proxies=2).stored()) == Weighting(by_roll=True, proxies=2)
    assert Weighting().stored() == {}
    for wrong in (3, -1, "beaucoup"):
        with pytest.raises(RulesRefused):
            Weighting.read({"proxies": wrong})
