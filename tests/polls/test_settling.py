"""Counting, sealing, and what is forgotten when objections end."""

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from dreamplus.core import clock
from dreamplus.core.tasks.testing import run_all, run_periodic
from dreamplus.federation.publishing import result_body
from dreamplus.participation import followup, publishing
from dreamplus.participation.models import Activity, Receipt
from dreamplus.participation.services import settle_due
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from polls import keys
from polls.models import Attendance, Ballot, PollResult
from polls.queries import turnouts
from polls.rules import Majority, Thresholds
from polls.services.forgetting import forget_due

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
HALL, GARDEN, SQUARE = "la-halle-ouverte", "le-jardin-de-marche", "la-place-a-vivre"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
Vote, MakeVoter = Callable[..., Any], Callable[[str], User]


@pytest.fixture
def twelve(poll: Activity, vote: Vote, make_voter: MakeVoter) -> Activity:
    """Six for the garden, three for the hall, one blank, on line; two for the hall on paper."""
    choices = [[GARDEN]] * 6 + [[HALL]] * 3 + [[]]
    for number, codes in enumerate(choices):
        vote(poll, make_voter(f"web{number}"), *codes)
    for number in range(2):
        vote(poll, make_voter(f"paper{number}"), HALL, channel="paper")
    return poll


def totals(data: dict[str, Any]) -> dict[str, int]:
    return {option["code"]: option["votes"] for option in data["options"]}


def test_the_result_is_the_count_of_the_box(twelve: Activity, noon: datetime) -> None:
    settle_due(noon + 10 * DAY)
    twelve.refresh_from_db()
    data = publishing.published(twelve, noon + 10 * DAY)
    assert data is not None
    assert totals(data) == {HALL: 5, GARDEN: 6, SQUARE: 0}
    assert data["winners"] == [GARDEN]
    assert data["turnout"] == 12
    assert data["ballots"] == {"cast": 12, "expressed": 11, "blank": 1, "invalid": 0}
    assert data["rules"]["hash"] == twelve.rules_hash
    assert {"choices": [], "count": 1} in data["profiles"]


def test_abstentions_are_cast_and_not_expressed(
    make_poll: Callable[..., Activity], vote: Vote, make_voter: MakeVoter, noon: datetime
) -> None:
    activity = make_poll(method="yes-no", options=[])
    for number, code in enumerate(["yes", "yes", "no", "abstain", "abstain", ""]):
        vote(activity, make_voter(f"voix{number}"), *([code] if code else []))
    settle_due(noon + 10 * DAY)
    activity.refresh_from_db()
    data = publishing.published(activity, noon + 10 * DAY)
    assert data is not None
    assert data["ballots"] == {"cast": 6, "expressed": 3, "blank": 1, "invalid": 0}
    assert result_body(activity, data)["voters"] == sum(line["turnout"] for line in data["channels"]) == 6


def test_small_channels_are_shown_by_their_turnout_alone(twelve: Activity, noon: datetime) -> None:
    settle_due(noon + 10 * DAY)
    data = PollResult.objects.get().data
    assert [(line["channel"], line["turnout"], line["options"], line["blank"]) for line in data["channels"]] == [
        ("paper", 2, None, None),
        ("web", 10, None, None),
    ]


def test_large_channels_are_shown_with_their_options(
    poll: Activity, vote: Vote, make_voter: MakeVoter, noon: datetime
) -> None:
    for channel in ("web", "paper"):
        for number in range(24):
            vote(poll, make_voter(f"{channel}{number}"), (HALL, GARDEN)[number % 2], channel=channel)
    settle_due(noon + 10 * DAY)
    data = PollResult.objects.get().data
    assert data["channels"][0]["options"] == {HALL: 12, GARDEN: 12, SQUARE: 0}


def test_a_long_ballot_that_is_alone_is_not_published(
    home: Any, make_poll: Callable[..., Activity], vote: Vote, make_voter: MakeVoter, noon: datetime
) -> None:
    letters = [(letter, "") for letter in "abcdef"]
    poll = make_poll(home, options=letters, method="several", least=1, most=6)
    vote(poll, make_voter("one"), "a", "b", "c")
    settle_due(noon + 10 * DAY)
    assert PollResult.objects.get().data["profiles"] is None


def test_the_result_does_not_move_after_it_is_settled(twelve: Activity, noon: datetime) -> None:
    settle_due(noon + 10 * DAY)
    before = PollResult.objects.get().data
    Ballot.objects.all().update(choices=SQUARE)
    settle_due(noon + 11 * DAY)
    assert PollResult.objects.get().data == before


def test_forms_already_obeyed_are_forgotten_at_closing(twelve: Activity, noon: datetime) -> None:
    assert Attendance.objects.exclude(used_keys="").count() == 12
    settle_due(noon + 10 * DAY)
    assert Attendance.objects.exclude(used_keys="").count() == 0


class TestSealed:
    """The first vote of a box that nobody may read: the canary is its count, at every door."""

    @pytest.fixture
    def doors(self, client: Client) -> Callable[[Activity], dict[str, str]]:
        def read(poll: Activity) -> dict[str, str]:
            page = poll.polls_pollpage_pages.get()
            paths = [
                f"/vote/{poll.uuid}/",
                f"/vote/{poll.uuid}/resultat/",
                f"/vote/{poll.uuid}/protection/",
                f"/vote/{poll.uuid}/bulletins.csv",
                f"/live/polls.turnout/{poll.uuid}",
                f"/live/polls.result/{poll.uuid}",
                f"/gestion/activites/{poll.uuid}/",
                "/gestion/activites/",
                page.url,
            ]
            return {path: client.get(path, follow=True).content.decode() for path in paths}

        return read

    def test_the_canary_sings_nowhere_before_the_closing(
        self,
        twelve: Activity,
        noon: datetime,
        client: Client,
        doors: Callable[[Activity], dict[str, str]],
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        """Reading all doors with other ballots in the box gives the same bytes: nothing of the choices gets out."""
        caplog.set_level(logging.DEBUG)
        sign_in(client, make_person(Role.ADMINISTRATOR))
        with clock.frozen(noon + DAY):
            assert publishing.published(twelve, noon + DAY) is None
            before = doors(twelve)
            Ballot.objects.filter(choices=GARDEN).update(choices=SQUARE)
            after = doors(twelve)
        for path in before:
            assert _still(before[path]) == _still(after[path]), path
        assert GARDEN not in caplog.text
        assert not PollResult.objects.exists()

    def test_the_same_doors_do_tell_after_the_closing(
        self, twelve: Activity, noon: datetime, client: Client, doors: Callable[[Activity], dict[str, str]]
    ) -> None:
        """So that the test above could fail."""
        settle_due(noon + 10 * DAY)
        with clock.frozen(noon + 10 * DAY):
            read = doors(twelve)
        assert GARDEN in read[f"/vote/{twelve.uuid}/bulletins.csv"]
        assert "chart-bars" in read[f"/vote/{twelve.uuid}/resultat/"]
        assert json.loads(read[f"/live/polls.result/{twelve.uuid}"])

    def test_between_the_closing_and_the_count_nothing_is_shown(self, twelve: Activity, noon: datetime) -> None:
        assert publishing.published(twelve, noon + 10 * DAY) is None

    def test_a_live_result_is_shown_from_the_fifth_ballot(
        self, home: Any, make_poll: Callable[..., Activity], vote: Vote, make_voter: MakeVoter, noon: datetime
    ) -> None:
        poll = make_poll(home, results_visibility="live")
        for number in range(5):
            assert publishing.published(poll, noon + DAY) is None
            vote(poll, make_voter(f"web{number}"), HALL)
        data = publishing.published(poll, noon + DAY)
        assert data is not None
        assert data["provisional"] is True
        assert (data["channels"], data["profiles"]) == ([], None)


def _still(page: str) -> str:
    """Without what changes at each rendering."""
    import re

    return re.sub(r'(csrfmiddlewaretoken" value|name="key" value|nonce)="[^"]*"', "", page)


class TestObjectionsEnd:
    def test_after_eight_days_key_codes_and_attendance_are_gone_and_the_count_stays(
        self, twelve: Activity, noon: datetime
    ) -> None:
        before = sorted(Ballot.objects.values_list("choices", "channel"))
        numbers = set(Ballot.objects.values_list("pk", flat=True))
        references = set(Attendance.objects.values_list("receipt_ref", flat=True))
        run_periodic("minute", at=noon + 10 * DAY)
        run_periodic("hour", at=noon + 18 * DAY - MINUTE)
        assert keys.path_of(twelve.uuid).exists()
        run_periodic("hour", at=noon + 18 * DAY)
        assert not keys.path_of(twelve.uuid).exists()
        assert sorted(Ballot.objects.values_list("choices", "channel")) == before
        assert not Ballot.objects.exclude(ref=None).exists()
        assert numbers.isdisjoint(Ballot.objects.values_list("pk", flat=True))
        assert not Attendance.objects.exists()
        assert set(Receipt.objects.values_list("reference", flat=True)) == references
        assert set(Receipt.objects.values_list("person", flat=True)) == {None}

    def test_it_happens_once_and_survives_being_killed_after_the_key_is_gone(
        self, twelve: Activity, noon: datetime
    ) -> None:
        settle_due(noon + 10 * DAY)
        keys.destroy(twelve.uuid)
        for _ in range(2):
            run_periodic("hour", at=noon + 19 * DAY)
        assert Ballot.objects.count() == 12
        assert PollResult.objects.get().objections_ended_at == noon + 19 * DAY

    def test_the_receipt_leads_to_the_result_before_and_after(self, twelve: Activity, noon: datetime) -> None:
        reference = Attendance.objects.first().receipt_ref  # type: ignore[union-attr]  # twelve people voted
        for at in (noon + DAY, noon + 11 * DAY, noon + 30 * DAY):
            settle_due(at)
            run_periodic("hour", at=at)
            with clock.frozen(at):
                receipt = followup.find(reference)
                assert receipt is not None
                assert receipt.person is None
                told = followup.steps(receipt)
            assert told[-1].href == ("" if at == noon + DAY else f"/vote/{twelve.uuid}/resultat/")


class TestReceiptsByMail:
    def test_each_voter_gets_one_and_it_does_not_tell_the_choice(
        self, poll: Activity, marie: User, vote: Vote, noon: datetime
    ) -> None:
        reference = vote(poll, marie, GARDEN).reference
        run_periodic("minute", at=noon + 2 * timedelta(hours=1))
        vote(poll, marie, HALL)
        run_periodic("minute", at=noon + 3 * timedelta(hours=1))
        run_all(noon + 3 * timedelta(hours=1))
        letter = mail.outbox[0]
        assert len(mail.outbox) == 1
        assert letter.to == [marie.email]
        assert reference in letter.body
        for words in ("La halle ouverte", "Le jardin de marché", GARDEN, HALL):
            assert words not in str(letter.body) + str(letter.alternatives)

    def test_an_account_deleted_in_the_meantime_stops_nothing(
        self, poll: Activity, marie: User, vote: Vote, noon: datetime
    ) -> None:
        vote(poll, marie, GARDEN)
        marie.delete()
        run_periodic("minute", at=noon + timedelta(hours=2))
        assert mail.outbox == []
        assert (Attendance.objects.count(), Ballot.objects.count()) == (1, 1)


def test_a_reference_typed_by_hand_finds_its_story(
    poll: Activity, marie: User, vote: Vote, client: Client, noon: datetime
) -> None:
    reference = vote(poll, marie, GARDEN).reference
    with clock.frozen(noon + DAY):
        found = client.post("/suivi/", {"reference": reference.lower().replace("-", " ")})
        assert found.headers["Location"] == f"/suivi/{reference}/"
        story = client.get(f"/suivi/{reference}/").content.decode()
    assert "Quel projet pour la place" in story
    assert marie.email not in story
    assert "Le jardin" not in story


@pytest.mark.parametrize("typed", ["V-0000-0000-0000-0000", "bonjour", "x" * 90, "<script>"])
def test_an_unknown_reference_is_answered_with_a_sentence_and_kept_in_the_form(client: Client, typed: str) -> None:
    answer = client.post("/suivi/", {"reference": typed})
    assert answer.status_code == 200
    assert "field-errors" in answer.content.decode()
    assert "<script>" not in answer.content.decode().split("<main", 1)[1].split("</main>")[0]


def test_places_of_a_handful_of_ballots_are_forgotten(
    poll: Activity, vote: Vote, make_voter: MakeVoter, noon: datetime
) -> None:
    """The counts of each channel stay; the place would tell whose ballot it is."""
    for number in range(15):
        station = "cyber-centre" if number < 11 else "guichet"
        vote(poll, make_voter(f"helped{number}"), HALL, channel="assisted", station=station)
    settle_due(noon + 10 * DAY)
    forget_due(noon + 19 * DAY)
    kept = Ballot.objects.filter(activity=poll).values_list("channel", "station")
    assert sorted(kept) == [("assisted", "")] * 4 + [("assisted", "cyber-centre")] * 11


@pytest.mark.parametrize(
    ("thresholds", "said"),
    [
        (Thresholds(), None),
        (Thresholds(3), "Le quorum de 3 est atteint"),
        (Thresholds(200), "Le quorum de 200 n’est pas atteint"),
        (Thresholds(0, Majority.ABSOLUTE), "Plus de la moitié était demandée"),
        (Thresholds(0, Majority.TWO_THIRDS), "deux tiers n’est pas atteinte"),
    ],
)
def test_what_was_asked_of_the_result_is_said(
    home: Any,
    make_poll: Callable[..., Activity],
    vote: Vote,
    make_voter: MakeVoter,
    client: Client,
    noon: datetime,
    thresholds: Thresholds,
    said: str | None,
) -> None:
    """Before the vote among its rules, after it beside the result; the count is the same."""
    poll = make_poll(home, thresholds=thresholds)
    for number, choice in enumerate([GARDEN] * 6 + [HALL] * 5 + [SQUARE] * 3):
        vote(poll, make_voter(f"v{number}"), choice)
    settle_due(noon + 10 * DAY)
    poll.refresh_from_db()
    with clock.frozen(noon + 11 * DAY):
        data = publishing.published(poll, clock.now())
        text = client.get(f"/vote/{poll.uuid}/resultat/").content.decode()
    assert data is not None
    assert data["winners"] == [GARDEN]
    if said is None:
        assert data["verdict"] is None
        assert "quorum" not in text.lower()
    else:
        assert said in text
        assert data["verdict"]["carried"] is (thresholds.quorum == 3)
        assert data["rules"].items() >= thresholds.stored().items()


def test_who_took_part_is_forgotten_and_how_many_is_not(twelve: Activity, noon: datetime) -> None:
    before = turnouts([twelve])
    settle_due(noon + 10 * DAY)
    assert forget_due(noon + 19 * DAY) == 1
    assert not Attendance.objects.exists()
    assert turnouts([twelve]) == before == {twelve.pk: 12}
