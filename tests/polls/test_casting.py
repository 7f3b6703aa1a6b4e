"""One person, one ballot: what is promised by the database, on both of them."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dreamplus.participation.models import Activity
from dreamplus.participation.rules.audience import ANYONE, Audience, Requirement, Way
from dreamplus.people.models import Residence, User
from dreamplus.people.services import create_confirmed_user
from polls import keys
from polls.errors import ChoiceNotAllowed, KeyLost, NotInAudience, VoteClosed
from polls.models import Attendance, Ballot
from polls.services.casting import Outcome, cast_ballot, new_key
from tests.at_once import at_once

pytestmark = [pytest.mark.database_promise]
HALL, GARDEN, SQUARE = "la-halle-ouverte", "le-jardin-de-marche", "la-place-a-vivre"
Vote = Callable[..., Any]


def stored() -> list[str]:
    return sorted(Ballot.objects.values_list("choices", flat=True))


@pytest.mark.django_db
class TestOnePerson:
    def test_a_vote_leaves_one_attendance_and_one_ballot(self, poll: Activity, marie: User, vote: Vote) -> None:
        cast = vote(poll, marie, GARDEN)
        assert cast.outcome == Outcome.TAKEN
        seat, ballot = Attendance.objects.get(), Ballot.objects.get()
        assert (seat.voter, seat.receipt_ref, seat.channel) == (marie, cast.reference, "web")
        assert (ballot.choices, ballot.channel, ballot.station) == (GARDEN, "web", "")
        assert len(ballot.ref or "") == 64

    def test_a_second_vote_replaces_the_first(self, poll: Activity, marie: User, vote: Vote) -> None:
        first = vote(poll, marie, GARDEN)
        second = vote(poll, marie, HALL)
        assert (second.outcome, second.reference) == (Outcome.CHANGED, first.reference)
        assert stored() == [HALL]
        assert Attendance.objects.count() == 1

    def test_the_same_form_three_times_has_one_effect(self, poll: Activity, marie: User, vote: Vote) -> None:
        key = new_key()
        casts = [vote(poll, marie, GARDEN, key=key) for _ in range(3)]
        assert [cast.outcome for cast in casts] == [Outcome.TAKEN, Outcome.REPLAYED, Outcome.REPLAYED]
        assert len({cast.reference for cast in casts}) == 1
        assert stored() == [GARDEN]

    def test_an_old_form_sent_again_does_not_undo_a_newer_vote(self, poll: Activity, marie: User, vote: Vote) -> None:
        old = new_key()
        vote(poll, marie, GARDEN, key=old)
        vote(poll, marie, HALL)
        assert vote(poll, marie, GARDEN, key=old).outcome == Outcome.REPLAYED
        assert stored() == [HALL]

    def test_many_changes_keep_the_row_small_and_the_last_choice(self, poll: Activity, marie: User, vote: Vote) -> None:
        forms = [new_key() for _ in range(80)]
        for number, key in enumerate(forms):
            vote(poll, marie, (HALL, GARDEN)[number % 2], key=key)
        assert len(Attendance.objects.get().used_keys) <= 64 * 13
        assert vote(poll, marie, SQUARE, key=forms[-64]).outcome == Outcome.REPLAYED
        assert stored() == [GARDEN]

    def test_a_blank_vote_is_a_vote(self, poll: Activity, marie: User, vote: Vote) -> None:
        vote(poll, marie)
        assert stored() == [""]

    def test_the_code_of_a_ballot_tells_nothing_without_the_key(self, poll: Activity, marie: User, vote: Vote) -> None:
        vote(poll, marie, HALL)
        ref = Ballot.objects.get().ref
        assert ref == keys.ref(poll.uuid, marie.pk)
        keys.destroy(poll.uuid)
        keys.make(poll.uuid)
        assert ref != keys.ref(poll.uuid, marie.pk)


@pytest.mark.django_db
class TestRefusals:
    @pytest.mark.parametrize(
        "after_opening",
        [timedelta(days=-1), timedelta(microseconds=-1), timedelta(days=10), timedelta(days=20)],
        ids=["before", "just before", "at the closing", "after"],
    )
    def test_a_vote_outside_the_dates_is_refused(
        self, poll: Activity, marie: User, vote: Vote, noon: datetime, after_opening: timedelta
    ) -> None:
        with pytest.raises(VoteClosed):
            vote(poll, marie, HALL, at=noon + after_opening)
        assert not Attendance.objects.exists()
        assert not Ballot.objects.exists()

    def test_the_last_instant_counts(self, poll: Activity, marie: User, vote: Vote, noon: datetime) -> None:
        vote(poll, marie, HALL, at=noon + timedelta(days=10) - timedelta(microseconds=1))
        assert stored() == [HALL]

    def test_a_change_after_closing_is_refused_and_the_vote_stays(
        self, poll: Activity, marie: User, vote: Vote, noon: datetime
    ) -> None:
        vote(poll, marie, HALL)
        with pytest.raises(VoteClosed):
            vote(poll, marie, GARDEN, at=noon + timedelta(days=10))
        assert stored() == [HALL]

    @pytest.mark.parametrize(
        "closing",
        [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)],
        ids=["the hour that is skipped", "the hour that comes twice"],
    )
    def test_a_second_after_the_closing_around_a_change_of_time(
        self, home: Any, make_poll: Callable[..., Activity], marie: User, make_voter: Any, vote: Vote, closing: datetime
    ) -> None:
        """Clocks on the wall jump at that very instant; the closing is an instant and does not."""
        activity, second = make_poll(home, closes_at=closing), timedelta(seconds=1)
        vote(activity, marie, HALL, at=closing - second)
        for late in (timedelta(0), second, timedelta(minutes=59), timedelta(hours=1)):
            with pytest.raises(VoteClosed):
                vote(activity, make_voter(f"tard-{late.seconds}"), HALL, at=closing + late)
        assert stored() == [HALL]

    def test_the_database_closes_by_its_own_clock_to_the_second(self, poll: Activity, marie: User) -> None:
        now = datetime.now(UTC)
        for closes, open_ in ((now + timedelta(minutes=1), True), (now - timedelta(seconds=1), False)):
            Activity.objects.filter(pk=poll.pk).update(opens_at=now - timedelta(days=1), closes_at=closes)
            if open_:
                cast_ballot(activity=poll, voter=marie, choices=[HALL], key=new_key())
            else:
                with pytest.raises(VoteClosed):
                    cast_ballot(activity=poll, voter=marie, choices=[GARDEN], key=new_key())
        assert stored() == [HALL]

    def test_the_clock_of_the_database_decides_when_no_instant_is_given(self, poll: Activity, marie: User) -> None:
        with pytest.raises(VoteClosed):
            cast_ballot(activity=poll, voter=marie, choices=[HALL], key=new_key())

    def test_an_address_that_is_not_confirmed_is_refused_with_the_way_to_mend_it(
        self, poll: Activity, vote: Vote
    ) -> None:
        paul = User.objects.create_user("paul@exemple.fr")
        with pytest.raises(NotInAudience, match="e-mail"):
            vote(poll, paul, HALL)
        assert not Attendance.objects.exists()

    def test_anyone_means_anyone_with_an_account(
        self, home: Any, make_poll: Callable[..., Activity], vote: Vote
    ) -> None:
        vote(make_poll(home, audience=Audience(ANYONE)), User.objects.create_user("paul@exemple.fr"), HALL)
        assert stored() == [HALL]

    @pytest.mark.parametrize(
        "choices",
        [["no-such"], [HALL, GARDEN], [HALL, HALL], ["' OR 1=1 --"], ["x" * 100_000], ["\x00"]],
        ids=["unknown", "too many", "twice", "injection", "huge", "null"],
    )
    def test_a_choice_outside_the_rules_is_refused(
        self, poll: Activity, marie: User, vote: Vote, choices: list[str]
    ) -> None:
        with pytest.raises(ChoiceNotAllowed) as refused:
            vote(poll, marie, *choices)
        assert str(refused.value).endswith(".")
        assert not Attendance.objects.exists()

    def test_without_its_key_the_box_takes_nothing(self, poll: Activity, marie: User, vote: Vote) -> None:
        keys.path_of(poll.uuid).unlink()
        with pytest.raises(KeyLost):
            vote(poll, marie, HALL)
        assert not Attendance.objects.exists()

    def test_a_settled_vote_takes_nothing_whatever_the_dates_say(
        self, poll: Activity, marie: User, vote: Vote, noon: datetime
    ) -> None:
        Activity.objects.filter(pk=poll.pk).update(settled_at=noon)
        with pytest.raises((VoteClosed, NotInAudience)):
            vote(poll, marie, HALL)
        assert not Ballot.objects.exists()


@pytest.mark.django_db
def test_casting_is_one_statement_on_postgresql_and_four_on_sqlite(poll: Activity, marie: User, vote: Vote) -> None:
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            vote(poll, marie, HALL)
        assert len(queries) == (1 if connection.vendor == "postgresql" else 4)


@pytest.mark.django_db
def test_a_transaction_that_dies_leaves_both_or_neither(poll: Activity, marie: User, vote: Vote) -> None:
    def vote_and_die() -> None:
        with transaction.atomic():
            vote(poll, marie, HALL)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        vote_and_die()
    assert (Attendance.objects.count(), Ballot.objects.count()) == (0, 0)


class TestAtOnce:
    def test_thirty_two_votes_of_one_person_leave_one_row(
        self, own_database: Any, make_poll: Callable[..., Activity], vote: Vote
    ) -> None:
        poll, voter = make_poll(), create_confirmed_user(email="marie@exemple.fr")
        errors = at_once([lambda n=n: vote(poll, voter, (HALL, GARDEN)[n % 2]) for n in range(32)])
        assert errors == []
        assert (Attendance.objects.count(), Ballot.objects.count()) == (1, 1)

    def test_the_same_form_posted_thirty_two_times_at_once_is_one_vote(
        self, own_database: Any, make_poll: Callable[..., Activity], vote: Vote
    ) -> None:
        poll, voter, key = make_poll(), create_confirmed_user(email="marie@exemple.fr"), new_key()
        outcomes: list[Outcome] = []
        errors = at_once([lambda: outcomes.append(vote(poll, voter, HALL, key=key).outcome) for _ in range(32)])
        assert errors == []
        assert sorted(outcomes) == [Outcome.REPLAYED] * 31 + [Outcome.TAKEN]

    def test_two_hundred_people_voting_at_once_are_two_hundred(
        self, own_database: Any, make_poll: Callable[..., Activity], vote: Vote
    ) -> None:
        poll = make_poll()
        voters = [create_confirmed_user(email=f"person{n}@exemple.fr") for n in range(200)]

        def crowd(mine: list[User]) -> None:
            for person in mine:
                vote(poll, person, GARDEN)
                vote(poll, person, HALL)

        errors = at_once([lambda n=n: crowd(voters[n::16]) for n in range(16)])
        assert errors == []
        assert (Attendance.objects.count(), Ballot.objects.count()) == (200, 200)
        assert set(stored()) == {HALL}

    @pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
    def test_settling_waits_for_the_votes_under_way(
        self, own_database: Any, make_poll: Callable[..., Activity], vote: Vote, noon: datetime
    ) -> None:
        from dreamplus.participation.services import settle_due
        from polls.models import PollResult

        poll, voter = make_poll(), create_confirmed_user(email="marie@exemple.fr")
        inside, done = threading.Event(), threading.Event()

        def slow_vote() -> None:
            with transaction.atomic():
                vote(poll, voter, HALL)
                inside.set()
                assert not done.wait(1), "settled while a vote was under way"

        def settle() -> None:
            inside.wait(10)
            settle_due(noon + timedelta(days=11))
            done.set()

        assert at_once([slow_vote, settle]) == []
        assert PollResult.objects.get().data["ballots"]["cast"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "taken"),
    [
        (("centre", 2008, "counter"), True),
        (("centre", 2010, "counter"), True),
        (("centre", 2011, "counter"), False),
        (("centre", None, "counter"), False),
        (("port", 1990, "counter"), False),
        (("centre", 1990, "declared"), False),
        (None, False),
    ],
)
def test_the_writing_statement_tests_area_age_and_proof(
    home: Any, make_poll: Callable[..., Activity], vote: Vote, place: tuple[str, int | None, str] | None, taken: bool
) -> None:
    requirement, day = Requirement((Way.COUNTER,), areas=("centre", "gare"), least_age=16), date(2026, 3, 1)
    poll = make_poll(home, audience=Audience(requirement))
    voter = create_confirmed_user(email="paul@exemple.fr")
    if place:
        area, birth_year, proof = place
        seen = day if proof == "counter" else None
        Residence.objects.create(
            user=voter, area=area, birth_year=birth_year, proof=proof, declared_on=day, vouched_on=seen
        )
    if taken:
        vote(poll, voter, HALL)
    else:
        with pytest.raises(NotInAudience) as refused:
            vote(poll, voter, HALL)
        assert "C’est réservé aux personnes" in str(refused.value)
    assert Attendance.objects.filter(activity=poll).exists() is taken
    assert Ballot.objects.filter(activity=poll).exists() is taken
