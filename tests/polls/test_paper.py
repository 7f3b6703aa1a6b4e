"""A vote on paper and on a screen: places, two readings of each box, one result."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.urls import reverse

from dreamplus.core import clock
from dreamplus.federation.publishing import result_body
from dreamplus.opendata.tables import table_of
from dreamplus.participation import publishing
from dreamplus.participation.enums import State
from dreamplus.participation.models import Activity
from dreamplus.participation.paper import queries, services
from dreamplus.participation.paper.errors import Finished, NotAgreed, NotYet, ReadByTwo, StationsRefused
from dreamplus.participation.paper.models import Count, Entry
from dreamplus.participation.paper.rules import Progress
from dreamplus.participation.services import settle_due
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from polls.models import Ballot
from polls.pages import PollPage
from polls.rules import Majority, Thresholds
from polls.services import open_poll
from polls.services.forgetting import forget_due, objections_end
from tests.polls.conftest import CLOSING, GARDEN, HALL, NOON, SQUARE

pytestmark = pytest.mark.database_promise
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
COUNTING = CLOSING + HOUR
MakeOnPaper = Callable[..., Activity]
Box = dict[str, int]


@pytest.fixture
def make_on_paper(make_page: Callable[..., PollPage]) -> MakeOnPaper:
    """A vote with two boxes of paper, open at noon."""

    def make(*names: str, **values: Any) -> Activity:
        activity = make_page(**values).activity
        services.set_stations(activity=activity, names=names or ("Mairie", "Marché du samedi"), at=NOON - DAY)
        return open_poll(activity=activity, by=None, at=NOON)

    return make


def read(activity: Activity, station: str, person: User, ballots: Box, at: datetime = COUNTING, **more: Any) -> Entry:
    """What one person finds in a box, from the first heap to the end."""
    for words, number in ballots.items():
        services.write_down(activity=activity, station=station, person=person, words=words, number=number, at=at)
    told = {"void": 0, "signed": None, "remarks": ""} | more
    return services.finish(activity=activity, station=station, person=person, at=at, **told)


@pytest.fixture
def two() -> Callable[[], tuple[User, User]]:
    return lambda: (make_person(Role.AGENT, display_name="Anne"), make_person(Role.OFFICIAL, display_name="Bruno"))


@pytest.mark.django_db
class TestPlaces:
    def test_they_are_fixed_and_hashed_with_the_rules(self, make_on_paper: MakeOnPaper) -> None:
        activity = make_on_paper()
        assert [one.code for one in queries.stations(activity)] == ["mairie", "marche-du-samedi"]
        assert activity.rules["stations"][0]["name"] == "Mairie"
        other = make_on_paper("Mairie")
        assert activity.rules_hash != other.rules_hash

    @pytest.mark.parametrize(
        ("names", "sentence"),
        [
            (["Mairie", "mairie"], "Deux lieux portent le même nom"),
            (["M" * 81], "80 signes au plus"),
            ([f"Lieu {number}" for number in range(41)], "40 lieux au plus"),
        ],
    )
    def test_names_that_cannot_be(self, make_page: Callable[..., PollPage], names: list[str], sentence: str) -> None:
        activity = make_page().activity
        with pytest.raises(StationsRefused, match=sentence):
            services.set_stations(activity=activity, names=names, at=NOON - DAY)
        assert queries.stations(activity) == []

    def test_each_has_a_code_that_a_box_can_hold(self, make_on_paper: MakeOnPaper) -> None:
        long = "Salle polyvalente du groupe scolaire Zulma-Carpentier"
        activity = make_on_paper(f"{long}, entrée A", f"{long}, entrée B", "…", "…!")
        codes = [one.code for one in queries.stations(activity)]
        assert len(set(codes)) == 4
        assert all(0 < len(code) <= 40 for code in codes)

    def test_a_draft_has_no_box_to_read(self, make_page: Callable[..., PollPage], client: Client) -> None:
        activity = make_page().activity
        services.set_stations(activity=activity, names=["Mairie"], at=NOON - DAY)
        sign_in(client, make_person(Role.AGENT))
        for where in (reverse("paper_staff:boxes", args=[activity.uuid]), self.box(activity)):
            assert client.get(where).status_code == 404

    def box(self, activity: Activity) -> str:
        return reverse("paper_staff:box", args=[activity.uuid, "mairie"])

    def test_an_agent_writes_them_and_loses_nothing_to_a_mistake(
        self, make_page: Callable[..., PollPage], client: Client
    ) -> None:
        activity = make_page().activity
        sign_in(client, make_person(Role.AGENT))
        where = reverse("paper_staff:stations", args=[activity.uuid])
        with clock.frozen(NOON - DAY):
            refused = client.post(where, {"stations": "Mairie\nMairie"})
            assert "Mairie\nMairie" in refused.text
            assert "Deux lieux portent le même nom" in refused.text
            assert client.post(where, {"stations": "Mairie\n\n  Halle  "}).status_code == 302
        activity.refresh_from_db()
        assert [one.name for one in queries.stations(activity)] == ["Mairie", "Halle"]
        with clock.frozen(NOON + HOUR):
            open_poll(activity=activity, by=None, at=NOON + HOUR)
            late = client.post(where, {"stations": "Ailleurs"})
        assert "Ailleurs" in late.text
        activity.refresh_from_db()
        assert [one.name for one in queries.stations(activity)] == ["Mairie", "Halle"]


@pytest.mark.django_db
class TestReading:
    def test_paper_is_read_after_the_closing_alone(self, make_on_paper: MakeOnPaper, two: Any) -> None:
        activity, (anne, _bruno) = make_on_paper(), two()
        with pytest.raises(NotYet, match="après la clôture"):
            read(activity, "mairie", anne, {HALL: 1}, at=CLOSING - HOUR)
        assert Entry.objects.count() == 0
        read(activity, "mairie", anne, {HALL: 1})
        assert Entry.objects.count() == 1

    def test_nobody_reads_a_box_twice_and_no_third_person_reads_it(self, make_on_paper: MakeOnPaper, two: Any) -> None:
        activity, (anne, bruno) = make_on_paper(), two()
        read(activity, "mairie", anne, {HALL: 2})
        with pytest.raises(Finished, match="Reprenez votre lecture"):
            read(activity, "mairie", anne, {HALL: 1})
        read(activity, "mairie", bruno, {HALL: 2})
        with pytest.raises(ReadByTwo):
            read(activity, "mairie", make_person(Role.AGENT), {HALL: 2})
        for place in (1, 3):
            with pytest.raises(IntegrityError), transaction.atomic():
                Entry.objects.create(
                    activity=activity, station="mairie", place=place, person=make_person(), began_at=COUNTING
                )

    def test_a_difference_stops_the_count_until_it_is_put_right(self, make_on_paper: MakeOnPaper, two: Any) -> None:
        activity, (anne, bruno) = make_on_paper("Mairie"), two()
        read(activity, "mairie", anne, {HALL: 12, GARDEN: 3})
        read(activity, "mairie", bruno, {HALL: 11, GARDEN: 3}, void=1)
        (box,) = queries.boxes(activity)
        assert (box.progress, [one.words for one in box.differences]) == (Progress.DIFFERS, [HALL, ""])
        with pytest.raises(NotAgreed, match="Mairie"):
            services.end_count(activity=activity, by=anne, at=COUNTING)
        services.take_back(activity=activity, station="mairie", person=bruno, at=COUNTING)
        services.strike_out(activity=activity, station="mairie", person=bruno, words=HALL, at=COUNTING)
        read(activity, "mairie", bruno, {HALL: 12})
        (box,) = queries.boxes(activity)
        assert (box.progress, box.agreed and box.agreed.found) == (Progress.AGREED, 15)
        assert services.end_count(activity=activity, by=anne, at=COUNTING).ended_by == anne
        again = services.end_count(activity=activity, by=bruno, at=COUNTING + HOUR)
        assert (again.ended_by, again.ended_at, Count.objects.count()) == (anne, COUNTING, 1)
        with pytest.raises(NotYet):
            services.take_back(activity=activity, station="mairie", person=bruno, at=COUNTING)


@pytest.mark.django_db
class TestResult:
    @pytest.fixture
    def counted(
        self, make_on_paper: MakeOnPaper, vote: Any, make_voter: Callable[[str], User], two: Any
    ) -> tuple[Activity, dict[str, Any]]:
        """Thirty on line, forty-one papers in two boxes of which one is void."""
        activity, (anne, bruno) = make_on_paper(), two()
        for number in range(30):
            vote(activity, make_voter(f"ecran{number}"), HALL if number < 18 else GARDEN)
        settle_due(COUNTING)
        activity.refresh_from_db()
        assert activity.state(COUNTING) == State.CLOSED
        assert publishing.published(activity, COUNTING) is None
        for person in (anne, bruno):
            read(activity, "mairie", person, {HALL: 12, GARDEN: 13}, void=1, signed=26)
            read(activity, "marche-du-samedi", person, {GARDEN: 15})
        services.end_count(activity=activity, by=anne, at=COUNTING + DAY)
        settle_due(COUNTING + DAY)
        activity.refresh_from_db()
        data = publishing.published(activity, COUNTING + DAY)
        assert data is not None
        return activity, data

    def test_paper_and_screen_make_one_count(self, counted: tuple[Activity, dict[str, Any]]) -> None:
        activity, data = counted
        assert {one["code"]: one["votes"] for one in data["options"]} == {HALL: 30, GARDEN: 40, SQUARE: 0}
        assert data["ballots"] == {"cast": 71, "expressed": 70, "blank": 0, "invalid": 1}
        assert data["turnout"] == 71
        assert [(one["channel"], one["turnout"]) for one in data["channels"]] == [("paper", 41), ("web", 30)]
        assert [(one["name"], one["turnout"], one["void"]) for one in data["stations"]] == [
            ("", 30, 0),
            ("Mairie", 26, 1),
            ("Marché du samedi", 15, 0),
        ]
        shared = result_body(activity, data)
        assert sum(line["voters"] for line in shared["channels"]) == shared["voters"] == 71
        assert sum(one["votes"] for one in shared["options"]) + shared["blank"] + shared["invalid"] == 71
        assert Ballot.objects.filter(activity=activity, channel="paper").count() == 40
        settle_due(COUNTING + 2 * DAY)
        assert Ballot.objects.filter(activity=activity, channel="paper").count() == 40

    def test_a_box_that_would_tell_what_known_people_chose_is_shown_by_its_number_alone(
        self, counted: tuple[Activity, dict[str, Any]]
    ) -> None:
        """Everybody at the market chose the garden: it is hidden, and another with it, from which it would follow."""
        shown = {one["name"]: one["options"] for one in counted[1]["stations"]}
        assert shown["Marché du samedi"] is None
        assert list(shown.values()).count(None) >= 2

    def test_what_one_table_hides_does_not_follow_from_the_other(
        self, make_on_paper: MakeOnPaper, vote: Any, make_voter: Callable[[str], User], two: Any
    ) -> None:
        """Three were helped: shown on a screen, they would be what is on a screen less what is on line."""
        activity = make_on_paper("Mairie")
        for number in range(60):
            vote(activity, make_voter(f"ecran{number}"), (HALL, GARDEN)[number % 2])
        for number in range(3):
            vote(activity, make_voter(f"aide{number}"), HALL, channel="assisted")
        for person in two():
            read(activity, "mairie", person, {HALL: 30, GARDEN: 30})
        services.end_count(activity=activity, by=None, at=COUNTING)
        settle_due(COUNTING)
        activity.refresh_from_db()
        data = publishing.published(activity, COUNTING)
        assert data is not None
        channels = {one["channel"]: one["options"] for one in data["channels"]}
        stations = {one["name"]: one["options"] for one in data["stations"]}
        assert channels["assisted"] is None
        assert stations[""] is None
        assert [options for options in (channels["web"], channels["paper"]) if options is None]
        assert (channels["paper"] is None) == (stations["Mairie"] is None)

    def test_the_page_the_table_and_the_document_tell_it(
        self, counted: tuple[Activity, dict[str, Any]], client: Client
    ) -> None:
        activity, data = counted
        with clock.frozen(COUNTING + DAY):
            page = words(client.get(reverse("polls:result", args=[activity.uuid])))
        assert "Bulletins nuls" in page
        assert "Urne par urne" in page
        assert "Marché du samedi" in page
        table = table_of(activity, at=COUNTING + DAY, language="fr")
        assert table is not None
        rows = [row[:4] for row in table.rows]
        assert ["ballots", "void", "", 1] in rows
        assert ["station", "", "Mairie", 26] in rows
        assert sum(profile["count"] for profile in data["profiles"]) == 70

    def test_objections_last_eight_days_from_the_end_of_the_count(
        self, counted: tuple[Activity, dict[str, Any]]
    ) -> None:
        activity, _data = counted
        assert objections_end(activity) == COUNTING + 9 * DAY
        assert forget_due(CLOSING + 8 * DAY) == 0
        assert forget_due(COUNTING + 9 * DAY) == 1

    def test_whoever_gave_a_void_ballot_counts_towards_the_quorum(self, make_on_paper: MakeOnPaper, two: Any) -> None:
        activity = make_on_paper("Mairie", thresholds=Thresholds(21, Majority.RELATIVE))
        for person in two():
            read(activity, "mairie", person, {HALL: 20}, void=1)
        services.end_count(activity=activity, by=None, at=COUNTING)
        settle_due(COUNTING)
        activity.refresh_from_db()
        data = publishing.published(activity, COUNTING)
        assert data is not None
        assert data["verdict"]["quorum_reached"]

    def test_an_order_of_preference_is_read_from_paper_too(self, make_on_paper: MakeOnPaper, two: Any) -> None:
        activity = make_on_paper("Mairie", method="irv", most=None)
        for person in two():
            read(activity, "mairie", person, {f"{HALL}=1 {GARDEN}=2": 7, f"{GARDEN}=1": 5})
        services.end_count(activity=activity, by=None, at=COUNTING)
        settle_due(COUNTING)
        activity.refresh_from_db()
        data = publishing.published(activity, COUNTING)
        assert data is not None
        assert (data["winners"], data["turnout"], data["stations"][0]["options"]) == ([HALL], 12, None)


def words(answer: Any) -> str:
    return re.sub("[\u00a0\u202f]", " ", unescape(answer.content.decode()))


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def activity(self, make_on_paper: MakeOnPaper) -> Any:
        with clock.frozen(COUNTING):
            yield make_on_paper("Mairie")

    @pytest.fixture
    def anne(self) -> Client:
        return sign_in(Client(), make_person(Role.AGENT, display_name="Anne"))

    @pytest.fixture
    def bruno(self) -> Client:
        return sign_in(Client(), make_person(Role.OFFICIAL, display_name="Bruno"))

    def box(self, activity: Activity) -> str:
        return reverse("paper_staff:box", args=[activity.uuid, "mairie"])

    def heap(self, client: Client, activity: Activity, code: str, number: int) -> None:
        sent = {"act": "write", "choices": code, "number": number}
        assert client.post(self.box(activity), sent).status_code == 302

    def test_two_people_read_alone_then_see_what_differs_and_put_it_right(
        self, activity: Activity, anne: Client, bruno: Client
    ) -> None:
        where, ends = self.box(activity), reverse("paper_staff:end", args=[activity.uuid])
        self.heap(anne, activity, HALL, 12)
        self.heap(anne, activity, "~", 2)
        assert anne.post(where, {"act": "finish", "void": 0, "found": 14}).status_code == 302
        assert "Votre lecture est gardée" in words(anne.get(where))
        self.heap(bruno, activity, HALL, 11)
        assert "12" not in words(bruno.get(where)).partition("<main")[2].partition("</main")[0]  # not what she found
        self.heap(bruno, activity, "~", 2)
        assert bruno.post(where, {"act": "finish", "void": 0, "found": 13}).status_code == 302
        told = words(bruno.get(where))
        assert "Les deux lectures diffèrent" in told
        assert re.search(r"La halle ouverte</th>\s*<td[^>]*>12</td>\s*<td[^>]*>11</td>", told)
        assert "Pas encore lu deux fois à l’identique : Mairie." in words(anne.post(ends))
        bruno.post(where, {"act": "back"})
        self.heap(bruno, activity, HALL, 1)
        bruno.post(where, {"act": "finish", "void": 0, "found": 14})
        assert "Les deux lectures concordent" in words(bruno.get(where))
        assert bruno.post(ends).status_code == 403
        assert anne.post(ends).status_code == 302
        assert "Le décompte sur papier est terminé" in words(
            anne.get(reverse("paper_staff:boxes", args=[activity.uuid]))
        )

    def test_what_cannot_be_is_said_and_what_was_typed_stays(self, activity: Activity, anne: Client) -> None:
        where = self.box(activity)
        empty = anne.post(where, {"act": "write", "number": "7"})
        assert (empty.status_code, 'value="7"' in empty.text) == (422, True)
        assert "Choisissez une option" in words(empty)
        assert Entry.objects.count() == 0
        none = anne.post(where, {"act": "write", "choices": HALL, "number": "0"})
        assert "Écrivez 1 ou plus" in words(none)
        self.heap(anne, activity, HALL, 12)
        short = anne.post(where, {"act": "finish", "void": "1", "found": "15", "remarks": "Une urne fendue."})
        assert "Notés : 12. Nuls : 1. Cela fait 13, et non 15." in words(short)
        assert "Une urne fendue." in short.text
        assert Entry.objects.get().finished_at is None
        anne.post(where, {"act": "strike", "words": HALL})
        assert Entry.objects.get().ballots == {}

    def test_the_public_page_says_that_paper_is_being_counted(self, activity: Activity, client: Client) -> None:
        settle_due(COUNTING)
        page = words(client.get(reverse("polls:result", args=[activity.uuid])))
        assert "Les bulletins de papier sont en cours de dépouillement" in page
        with clock.frozen(NOON + HOUR):
            open_page = words(client.get(reverse("polls:vote", args=[activity.uuid])))
        assert "On vote aussi sur papier : Mairie." in open_page

    def test_a_live_result_says_that_paper_is_still_to_be_counted(
        self, make_on_paper: MakeOnPaper, make_voter: Callable[[str], User], vote: Any, client: Client
    ) -> None:
        activity = make_on_paper("Mairie", results_visibility="live")
        for number in range(6):
            vote(activity, make_voter(f"ecran{number}"), HALL)
        with clock.frozen(COUNTING):
            settle_due(COUNTING)
            for name in ("result", "embed"):
                page = words(client.get(reverse(f"polls:{name}", args=[activity.uuid])))
                assert "les bulletins de papier restent à dépouiller" in page
                assert "encore ouvert" not in page

    def test_the_minutes_say_what_both_found_and_who_they_are(
        self, activity: Activity, anne: Client, bruno: Client, tmp_path: Path
    ) -> None:
        where = reverse("paper_staff:minutes", args=[activity.uuid])
        assert "Le procès-verbal s’écrit quand" in words(anne.get(where))
        for client in (anne, bruno):
            self.heap(client, activity, HALL, 12)
            sent = {"act": "finish", "void": 1, "found": 13, "signed": 14, "remarks": "Une urne fendue."}
            client.post(self.box(activity), sent)
        answer = anne.get(where)
        assert answer["Content-Type"] == "application/pdf"
        (tmp_path / "pv.pdf").write_bytes(answer.content)
        told = subprocess.run(
            ["pdftotext", "-layout", tmp_path / "pv.pdf", "-"], capture_output=True, text=True, check=True
        ).stdout
        for sentence in ("Procès-verbal", "La halle ouverte", "12", "Anne et Bruno", "Une urne fendue.", "-1"):
            assert sentence in told

    def test_queries_do_not_grow_with_boxes(
        self, make_on_paper: MakeOnPaper, anne: Client, django_assert_num_queries: Any
    ) -> None:
        with clock.frozen(COUNTING):
            for names in (["Mairie"], ["Mairie", "Halle", "École"]):
                activity = make_on_paper(*names)
                for station in queries.stations(activity):
                    read(activity, station.code, make_person(Role.AGENT), {HALL: 2})
                anne.get(reverse("paper_staff:boxes", args=[activity.uuid]))
                with django_assert_num_queries(6):
                    anne.get(reverse("paper_staff:boxes", args=[activity.uuid]))


def test_two_who_begin_at_once_are_first_and_second(own_database: Any, request: pytest.FixtureRequest) -> None:
    """And eight at once: two of them read, six are told."""
    make = request.getfixturevalue("make_on_paper")
    activity = make("Mairie")
    people, outcomes = [make_person(Role.AGENT) for _number in range(8)], list[str]()
    line = threading.Barrier(len(people))

    def begin(person: User) -> None:
        try:
            line.wait()
            told = {"activity": Activity.objects.get(pk=activity.pk), "station": "mairie", "person": person}
            services.write_down(**told, words=HALL, number=1, at=COUNTING)
            outcomes.append("reads")
        except ReadByTwo:
            outcomes.append("told")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=begin, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == ["reads"] * 2 + ["told"] * 6
    assert sorted(Entry.objects.values_list("place", flat=True)) == [1, 2]
