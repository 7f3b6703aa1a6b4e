"""A vote that asks several questions: written by an agent, answered on one ballot, each question counted by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dreamplus.core import clock
from dreamplus.federation.publishing import result_body
from dreamplus.opendata.tables import table_of
from dreamplus.participation import publishing
from dreamplus.participation.errors import NotReady, RulesFrozen
from dreamplus.participation.models import Activity
from dreamplus.participation.paper import services as paper
from dreamplus.participation.services import settle_due
from dreamplus.people.models import User
from polls import recount
from polls.errors import ChoiceNotAllowed, TooManyQuestions
from polls.models import Ballot
from polls.pages import PollPage
from polls.rules import Majority, Method, Thresholds
from polls.services import add_question, open_poll, remove_question, set_poll_rules
from polls.services.forgetting import forget_due
from polls.words import words_of
from tests.polls.conftest import GARDEN, HALL, NOON, SQUARE
from tests.polls.paper.conftest import COUNTING, read
from tests.polls.test_journey import hidden, text
from tests.polls.test_recount import counted

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LINDEN, OAK = "des-tilleuls", "des-chenes"
CARS = "Faut-il interdire les voitures ?"
TREES = "Quels arbres ?"
Make = Callable[..., PollPage]


def ask(activity: Activity, question: str, options: list[str], method: str, **more: Any) -> int:
    told = {"least": 1, "most": len(options) or 1, "numbers": {}, "thresholds": Thresholds()} | more
    pairs = [(label, "") for label in options]
    return add_question(
        activity=activity, question=question, options=pairs, method=method, at=NOON - DAY, by=None, **told
    )


@pytest.fixture
def draft(make_page: Make) -> Activity:
    """Three questions: one option, yes or no, grades."""
    activity = make_page().activity
    assert ask(activity, CARS, [], Method.YES_NO, thresholds=Thresholds(majority=Majority.ABSOLUTE)) == 2
    assert ask(activity, TREES, ["Des tilleuls", "Des chênes"], Method.JUDGMENT) == 3
    return activity


@pytest.fixture
def three(draft: Activity) -> Activity:
    open_poll(activity=draft, by=None, at=NOON)
    return draft


@pytest.fixture
def settled(three: Activity, vote: Callable[..., Any], make_voter: Callable[[str], User]) -> Activity:
    """Nine people: the garden 5 to 3 with a blank vote; yes 4, no 3, two blank; lindens graded best."""
    told = [
        *[(GARDEN, "2:yes", f"3:{LINDEN}=5", f"3:{OAK}=2")] * 4,
        (GARDEN, f"3:{LINDEN}=4"),
        *[(HALL, "2:no", f"3:{OAK}=5")] * 3,
        (),
    ]
    for number, words in enumerate(told):
        vote(three, make_voter(f"v{number}"), *words)
    settle_due(NOON + 10 * DAY)
    three.refresh_from_db()
    return three


class TestWriting:
    def test_a_question_is_added_by_the_form_and_taken_away(self, agent: Client, make_page: Make) -> None:
        activity = make_page().activity
        where = reverse("polls_staff:questions", args=[activity.uuid])
        with clock.frozen(NOON - DAY):
            board = text(agent.get(reverse("participation_staff:board", args=[activity.uuid])))
            assert where in board
            sent = {"question": TREES, "options": "Des tilleuls\nDes chênes", "method": "majority-judgment"}
            assert agent.post(where, sent | {"majority": "relative"}).status_code == 302
            page = text(agent.get(where))
            assert TREES in page
            assert "Des tilleuls" in page
            assert agent.post(where, {"remove": "2"}).status_code == 302
            assert TREES not in text(agent.get(where))
        activity.refresh_from_db()
        assert "further" not in activity.rules
        assert len(words_of(activity, "fr").every) == 1

    def test_a_bad_question_is_told_and_keeps_what_was_typed(self, agent: Client, make_page: Make) -> None:
        activity = make_page().activity
        where = reverse("polls_staff:questions", args=[activity.uuid])
        with clock.frozen(NOON - DAY):
            page = text(agent.post(where, {"question": TREES, "options": "Seul", "method": "single"}))
        assert "Écrivez au moins deux options" in page
        assert TREES in page
        assert "Seul" in page

    def test_rules_of_one_question_change_alone(self, agent: Client, draft: Activity) -> None:
        with clock.frozen(NOON - DAY):
            where = reverse("polls_staff:rules", args=[draft.uuid])
            assert agent.get(f"{where}?question=4").status_code == 404
            page = text(agent.get(f"{where}?question=3"))
            assert TREES in page
            sent = {"method": "score", "top": "10", "by": "mean", "majority": "relative"}
            assert agent.post(f"{where}?question=3", sent).status_code == 302
        draft.refresh_from_db()
        assert draft.rules["method"] == "single"
        assert [told["method"] for told in draft.rules["further"]] == ["yes-no", "score"]
        assert draft.rules["further"][1]["top"] == 10

    def test_those_after_a_question_taken_away_move_up_with_their_options(self, draft: Activity) -> None:
        remove_question(activity=draft, number=2, at=NOON - DAY, by=None)
        open_poll(activity=draft, by=None, at=NOON)
        place, trees = words_of(draft, "fr").every
        assert (trees.question, [option.code for option in trees.options]) == (TREES, [LINDEN, OAK])
        assert [option.code for option in place.options] == [HALL, GARDEN, SQUARE]
        assert draft.rules["further"] == [{"method": "majority-judgment", "options": [LINDEN, OAK]}]

    def test_not_once_it_has_opened(self, three: Activity) -> None:
        with pytest.raises(RulesFrozen):
            ask(three, "Et encore ?", [], Method.YES_NO)
        with pytest.raises(RulesFrozen):
            remove_question(activity=three, number=2, at=NOON + HOUR, by=None)
        with pytest.raises(RulesFrozen):
            set_poll_rules(
                activity=three,
                question=2,
                method="single",
                least=1,
                most=1,
                thresholds=Thresholds(),
                at=NOON + HOUR,
            )

    def test_twelve_and_no_more(self, make_page: Make) -> None:
        activity = make_page().activity
        for number in range(11):
            ask(activity, f"Question {number}", [], Method.YES_NO)
        with pytest.raises(TooManyQuestions):
            ask(activity, "Une de trop", [], Method.YES_NO)
        open_poll(activity=activity, by=None, at=NOON)
        assert len(words_of(activity, "fr").every) == 12

    def test_a_question_without_its_options_does_not_open(self, make_page: Make) -> None:
        activity = make_page().activity
        ask(activity, TREES, [], Method.SINGLE)
        with pytest.raises(NotReady) as refused:
            open_poll(activity=activity, by=None, at=NOON)
        assert "deux options" in refused.value.missing[0]


@pytest.mark.usefixtures("an_hour_after_the_opening")
class TestAnswering:
    def test_all_on_one_ballot_read_back_and_cast(self, signed_in: Client, three: Activity) -> None:
        ballot = text(signed_in.get(f"/vote/{three.uuid}/"))
        for told in (CARS, TREES, "Question 1 sur 3", "Question 3 sur 3", f'name="3-mark-{OAK}"'):
            assert told in unescape(ballot)
        sent = {"choices": GARDEN, "2-choices": "no", f"3-mark-{OAK}": "5", f"3-mark-{LINDEN}": "0"}
        review = signed_in.post(f"/vote/{three.uuid}/", sent, follow=True)
        for told in ("Le jardin de marché", CARS, "Non", "Excellent"):
            assert told in unescape(text(review))
        form = {"choices": hidden(review, "choices"), "key": hidden(review, "key")[0]}
        receipt = signed_in.post(f"/vote/{three.uuid}/je-vote/", form, follow=True)
        assert "Votre vote est dans l’urne" in text(receipt)
        assert sorted(Ballot.objects.values_list("question", "choices")) == [
            (1, GARDEN),
            (2, "no"),
            (3, f"{LINDEN}=0 {OAK}=5"),
        ]

    def test_what_is_wrong_says_of_which_question_and_loses_nothing(self, signed_in: Client, three: Activity) -> None:
        page = unescape(text(signed_in.post(f"/vote/{three.uuid}/", {"choices": GARDEN, "3-blank": "on"})))
        assert "Choisissez une option, ou le vote blanc" in page
        assert 'href="#id_2-choices_0"' in page
        assert re.search(rf'value="{GARDEN}"[^>]*checked', page)
        sent = {"choices": "~", "2-choices": "~", "3-blank": "on", f"3-mark-{OAK}": "5"}
        page = unescape(text(signed_in.post(f"/vote/{three.uuid}/", sent)))
        assert "Question 3 : Un vote est soit blanc, soit pour des options" in page.replace("\u00a0", " ")

    def test_a_choice_kept_comes_back_into_the_ballot(self, client: Client, three: Activity) -> None:
        sent = {"choices": GARDEN, "2-choices": "yes", f"3-mark-{OAK}": "3"}
        client.post(f"/vote/{three.uuid}/", sent)
        again = client.get(f"/vote/{three.uuid}/").context["form"]
        assert [part.initial for part in again.parts] == [
            {"choices": GARDEN},
            {"choices": "yes"},
            {f"mark-{OAK}": "3"},
        ]

    def test_voting_again_replaces_every_answer(self, three: Activity, vote: Any, marie: User) -> None:
        vote(three, marie, GARDEN, "2:yes", f"3:{OAK}=3")
        vote(three, marie, "2:no")
        assert sorted(Ballot.objects.values_list("question", "choices")) == [(1, ""), (2, "no"), (3, "")]

    def test_a_refused_answer_writes_nothing(self, three: Activity, vote: Any, marie: User) -> None:
        with pytest.raises(ChoiceNotAllowed, match="Question 2"):
            vote(three, marie, GARDEN, "2:maybe")
        assert not Ballot.objects.exists()

    def test_it_costs_as_many_queries_as_one_question(
        self, three: Activity, make_poll: Any, vote: Any, marie: User
    ) -> None:
        one = make_poll(title="Une seule question")
        costs = []
        for activity, words in ((one, (GARDEN,)), (three, (GARDEN, "2:yes", f"3:{OAK}=1"))):
            with CaptureQueriesContext(connection) as queries:
                vote(activity, marie, *words)
            costs.append(len(queries))
        assert costs[0] == costs[1]


class TestCounting:
    def test_each_question_is_counted_by_itself(self, settled: Activity) -> None:
        data = publishing.published(settled, NOON + 11 * DAY)
        assert data is not None
        cars, trees = data["further"]
        assert (data["turnout"], data["winners"], data["ballots"]["blank"]) == (9, [GARDEN], 1)
        assert {one["code"]: one["votes"] for one in cars["options"]} == {"yes": 4, "no": 3, "abstain": 0}
        assert (cars["ballots"]["blank"], cars["verdict"]["majority_reached"]) == (2, True)
        assert trees["winners"] == [LINDEN]
        assert trees["question"]["fr"] == TREES
        assert len(Ballot.objects.filter(activity=settled)) == 27

    def test_the_page_the_frame_and_the_table_tell_all_of_them(self, settled: Activity, client: Client) -> None:
        with clock.frozen(NOON + 11 * DAY):
            page = unescape(text(client.get(reverse("polls:result", args=[settled.uuid]))))
            frame = unescape(text(client.get(reverse("polls:embed", args=[settled.uuid]))))
            table = table_of(settled, at=clock.now(), language="fr")
        for told in (CARS, TREES, "Oui", "Des tilleuls"):
            assert told in page
            assert told in frame
        assert table is not None
        rows = list(table.rows)
        assert ["option", "yes", "Oui", 4, pytest.approx(4 / 7, abs=1e-6), 2] in rows
        assert ["turnout", "", "", 9, None, None] in rows

    def test_a_stranger_counts_each_question_again(self, settled: Activity, client: Client, tmp_path: Path) -> None:
        where = reverse("polls:profiles", args=[settled.uuid])
        with clock.frozen(NOON + 11 * DAY):
            page = text(client.get(reverse("polls:result", args=[settled.uuid])))
            assert f"{where}?question=2" in page
            assert f"bulletins-{settled.uuid}-2.csv --method" in page
            (tmp_path / "2.csv").write_bytes(client.get(f"{where}?question=2").content)
            assert client.get(f"{where}?question=4").status_code == 404
            assert client.get(f"{where}?question=x").status_code == 404
            (tmp_path / recount.NAME).write_bytes(client.get(reverse("polls:recount")).content)
        again = counted(tmp_path, "2.csv", "--method", "plurality")
        assert (again["totals"]["yes"], again["totals"]["no"], again["ballots"]["blank"]) == (4, 3, 2)

    def test_the_region_is_given_a_result_for_each(self, settled: Activity) -> None:
        data = publishing.published(settled, NOON + 11 * DAY)
        assert data is not None
        bodies = [result_body(settled, {**data, **one, "title": one["question"]}) for one in (data, *data["further"])]
        assert [body["title"]["fr"] for body in bodies] == ["Quel projet voulez-vous ?", CARS, TREES]
        assert [body["blank"] for body in bodies] == [1, 2, 1]

    def test_once_objections_have_ended_answers_no_longer_tell_who_gave_them_together(self, settled: Activity) -> None:
        before = sorted(Ballot.objects.values_list("question", "choices"))
        assert forget_due(NOON + 19 * DAY) == 1
        rows = list(Ballot.objects.values_list("ref", "question", "choices"))
        assert {ref for ref, _question, _words in rows} == {None}
        assert sorted((question, words) for _ref, question, words in rows) == before

    def test_sealed_until_the_closing(self, three: Activity, vote: Any, marie: User, client: Client) -> None:
        vote(three, marie, GARDEN, "2:yes")
        with clock.frozen(NOON + HOUR):
            assert publishing.published(three, clock.now()) is None
            page = text(client.get(reverse("polls:result", args=[three.uuid])))
        assert "vote-headline" not in page


def test_paper_answers_all_questions_and_each_is_counted(draft: Activity, two: Any, noon: datetime) -> None:
    paper.set_stations(activity=draft, names=["Mairie"], at=noon - DAY)
    open_poll(activity=draft, by=None, at=noon)
    settle_due(COUNTING)
    for person in two():
        read(draft, "mairie", person, {f"{GARDEN} 2:yes 3:{OAK}=5": 6, "2:no": 2, "": 1})
    draft.refresh_from_db()
    paper.end_count(activity=draft, by=person, at=COUNTING + DAY)
    settle_due(COUNTING + DAY)
    data = publishing.published(Activity.objects.get(), COUNTING + DAY)
    assert data is not None
    assert (data["turnout"], data["ballots"]["blank"], data["winners"]) == (9, 3, [GARDEN])
    assert [one["winners"] for one in data["further"]] == [["yes"], [OAK]]


def test_a_ballot_and_a_sheet_on_paper_ask_all_of_them(agent: Client, three: Activity) -> None:
    for name in ("ballot", "sheet", "poster"):
        page = unescape(text(agent.get(reverse(f"polls_staff:{name}", args=[three.uuid]))))
        assert CARS in page
        assert TREES in page
