"""Random lives of a vote: whatever people, agents and the worker do in whatever order, the promises hold."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from wagtail.models import Site

from dreamplus.participation import publishing
from dreamplus.participation.enums import State
from dreamplus.participation.errors import ParticipationError
from dreamplus.participation.models import ActivityTransition
from dreamplus.participation.services import close_early, move_closing, settle_due
from dreamplus.people.services import create_confirmed_user
from polls.errors import VoteRefused
from polls.models import Attendance, Ballot, PollResult
from polls.services import cast_ballot, create_poll, open_poll
from polls.services.casting import new_key
from polls.services.forgetting import forget_due

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
people = st.integers(0, 3)
choices = st.sampled_from([(), ("a",), ("b",), ("a", "b"), ("c",), ("z",), ("a", "a")])
ALLOWED = {(), ("a",), ("b",), ("c",), ("a", "b")}


class LifeOfAVote(RuleBasedStateMachine):
    """The model: who would have which ballot if the rules were applied by hand."""

    @initialize()
    def open_it(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        parent = Site.objects.get(is_default_site=True).root_page
        page = create_poll(
            parent=parent,
            title="Vote",
            question="Lequel ?",
            options=[("A", ""), ("B", ""), ("C", "")],
            method="several",
            most=2,
            opens_at=NOON,
            closes_at=NOON + timedelta(days=5),
            at=NOON,
        )
        self.poll = open_poll(activity=page.activity, by=None, at=NOON)
        self.people = [create_confirmed_user(email=f"p{n}@exemple.fr") for n in range(4)]
        self.at = NOON
        self.expected: dict[int, tuple[str, ...]] = {}
        self.references: dict[int, str] = {}
        self.last_form: dict[int, tuple[str, tuple[str, ...]]] = {}
        self.forgotten = False

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    @rule(who=people, what=choices)
    def somebody_votes(self, who: int, what: tuple[str, ...]) -> None:
        key = new_key()
        try:
            cast = self._cast(who, what, key)
        except VoteRefused:
            assert what not in ALLOWED or not self.poll.is_open(self.at)
            return
        assert what in ALLOWED
        assert self.poll.is_open(self.at)
        self.expected[who] = what
        self.last_form[who] = (key, what)
        assert self.references.setdefault(who, cast.reference) == cast.reference

    @rule(who=people)
    def somebody_sends_an_old_form_again(self, who: int) -> None:
        if who in self.last_form and self.poll.is_open(self.at):
            key, what = self.last_form[who]
            assert self._cast(who, what, key).outcome == "replayed"

    @rule(who=people, what=st.sampled_from(sorted(ALLOWED)))
    def somebody_votes_and_the_machine_dies(self, who: int, what: tuple[str, ...]) -> None:
        try:
            with transaction.atomic():
                self._cast(who, what, new_key())
                raise ConnectionError
        except (ConnectionError, VoteRefused):
            pass

    @rule(hours=st.integers(-5, 100))
    def an_agent_moves_the_closing(self, hours: int) -> None:
        try:
            with transaction.atomic():
                closes_at = self.at + timedelta(hours=hours)
                move_closing(activity=self.poll, closes_at=closes_at, reason="Raison", by=None, at=self.at)
        except ParticipationError:
            assert not self.poll.is_open(self.at) or hours < 0 or closes_at <= NOON

    @rule()
    def an_agent_closes_early(self) -> None:
        try:
            with transaction.atomic():
                close_early(activity=self.poll, reason="Raison", by=None, at=self.at)
        except ParticipationError:
            assert not self.poll.is_open(self.at) or self.at == NOON

    @rule()
    def the_worker_comes_round(self) -> None:
        settle_due(self.at)
        forget_due(self.at)
        self.poll.refresh_from_db()

    @invariant()
    def the_box_holds_the_last_ballot_of_each_person(self) -> None:
        if not hasattr(self, "poll"):
            return
        box = sorted(Ballot.objects.filter(activity=self.poll).values_list("choices", flat=True))
        assert box == sorted(" ".join(what) for what in self.expected.values())

    @invariant()
    def attendance_and_box_agree_until_objections_end(self) -> None:
        if not hasattr(self, "poll"):
            return
        seats = Attendance.objects.filter(activity=self.poll).count()
        ended = PollResult.objects.filter(activity=self.poll, objections_ended_at__isnull=False).exists()
        assert seats == (0 if ended else len(self.expected))

    @invariant()
    def nothing_is_told_before_it_is_settled_and_then_it_is_exact(self) -> None:
        if not hasattr(self, "poll"):
            return
        data = publishing.published(self.poll, self.at)
        if self.poll.state(self.at) != State.SETTLED:
            assert data is None
            return
        assert data is not None
        told = {option["code"]: option["votes"] for option in data["options"]}
        assert told == {code: sum(code in what for what in self.expected.values()) for code in "abc"}
        assert data["turnout"] == len(self.expected)

    @invariant()
    def each_transition_happened_once(self) -> None:
        if hasattr(self, "poll"):
            names = list(ActivityTransition.objects.filter(activity=self.poll).values_list("name", flat=True))
            assert len(names) == len(set(names))

    def _cast(self, who: int, what: tuple[str, ...], key: str) -> Any:
        return cast_ballot(activity=self.poll, voter=self.people[who], choices=what, key=key, at=self.at)

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)


@pytest.mark.database_promise
@pytest.mark.django_db
def test_whatever_happens_the_promises_hold(settings_of_keys: Path) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(  # type: ignore[no-untyped-call]  # hypothesis does not type it
        LifeOfAVote,
        settings=settings(max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=quiet),
    )


@pytest.fixture
def settings_of_keys(settings: Any, tmp_path: Path) -> Path:
    settings.DREAM_KEYS = tmp_path / "keys"
    return tmp_path
