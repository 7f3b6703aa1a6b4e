"""The life of a case as a machine: whatever happens in whatever order, the promises hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from dreamplus.moderation.rules.cases import (
    APPEAL_FOR,
    CLAIM_FOR,
    REASONS,
    TRANSITIONS,
    WAITING,
    Act,
    Refused,
    Standing,
    State,
    after,
)

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
MODERATORS = st.sampled_from([1, 2, 3])


def test_every_act_and_state_is_reached() -> None:
    assert {act for _state, act in TRANSITIONS} == set(Act)
    assert {state for state, _act in TRANSITIONS} | {State.CLAIMED} == set(State) - {State.CLOSED}
    assert State.CLOSED in TRANSITIONS.values()


@pytest.mark.parametrize("state", [State.OPEN, State.DECIDED, State.APPEALED, State.CLOSED])
@pytest.mark.parametrize("act", list(Act))
def test_what_the_table_does_not_hold_is_refused(state: State, act: Act) -> None:
    if (state, act) in TRANSITIONS:
        return
    with pytest.raises(Refused) as refused:
        after(Standing(state, decided_by=1, decided_at=NOON), act, by=2, at=NOON)
    assert refused.value.reason == "state"


def test_a_claim_ends_by_itself() -> None:
    held = after(Standing(), Act.CLAIM, by=1, at=NOON)
    assert held.shown(NOON) == State.CLAIMED
    with pytest.raises(Refused, match="held"):
        after(held, Act.CLAIM, by=2, at=NOON + CLAIM_FOR - timedelta(seconds=1))
    assert held.shown(NOON + CLAIM_FOR) == State.OPEN
    assert after(held, Act.CLAIM, by=2, at=NOON + CLAIM_FOR).holder == 2
    with pytest.raises(Refused, match="not_held"):
        after(held, Act.DECIDE, by=1, at=NOON + CLAIM_FOR)


def test_six_months_to_contest_and_not_a_second_more() -> None:
    decided = Standing(State.DECIDED, decided_by=1, decided_at=NOON)
    assert after(decided, Act.APPEAL, by=None, at=NOON + APPEAL_FOR - timedelta(seconds=1)).state == State.APPEALED
    with pytest.raises(Refused, match="late"):
        after(decided, Act.APPEAL, by=None, at=NOON + APPEAL_FOR)
    with pytest.raises(Refused):
        after(decided, Act.EXPIRE, by=None, at=NOON + APPEAL_FOR - timedelta(seconds=1))


class LifeOfACase(RuleBasedStateMachine):
    """Three moderators, an author, a notifier and a clock act at random."""

    def __init__(self) -> None:
        super().__init__()
        self.standing, self.at = Standing(), NOON
        self.decider: int | None = None
        self.reviews: list[int] = []
        self.appealed = False

    def _try(self, act: Act, by: int | None) -> bool:
        before = self.standing
        try:
            self.standing = after(before, act, by=by, at=self.at)
        except Refused as refused:
            reason = refused.reason
        else:
            reason = ""
        if reason:
            assert reason in REASONS
            assert self.standing == before
            return False
        assert TRANSITIONS[before.state, act] == self.standing.state
        if act in (Act.DECIDE, Act.REVIEW):
            assert before.held(self.at) == by
        return True

    @rule(minutes=st.sampled_from([1, 29, 31, 60 * 24, 60 * 24 * 100]))
    def time_passes(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule(by=MODERATORS)
    def claim(self, by: int) -> None:
        others = self.standing.held(self.at) not in (None, by)
        if self._try(Act.CLAIM, by):
            assert not others

    @rule(by=MODERATORS)
    def release(self, by: int) -> None:
        self._try(Act.RELEASE, by)

    @rule(by=MODERATORS)
    def decide(self, by: int) -> None:
        if self._try(Act.DECIDE, by):
            self.decider = by

    @rule(by=MODERATORS)
    def undo(self, by: int) -> None:
        decider, appealed = self.decider, self.appealed
        if self._try(Act.UNDO, by):
            assert (by, appealed) == (decider, False)
            self.decider = None

    @rule()
    def appeal(self) -> None:
        if self._try(Act.APPEAL, None):
            self.appealed = True

    @rule(by=MODERATORS)
    @precondition(lambda self: self.standing.state == State.APPEALED)
    def review(self, by: int) -> None:
        if self._try(Act.REVIEW, by):
            self.reviews.append(by)

    @rule(act=st.sampled_from([Act.EXPIRE, Act.DROP]))
    def the_clock_or_the_author(self, act: Act) -> None:
        if self._try(act, None) and act == Act.DROP:
            assert self.decider is None

    @invariant()
    def an_appeal_is_answered_by_another(self) -> None:
        assert self.decider not in self.reviews or not self.reviews
        assert len(self.reviews) <= 1

    @invariant()
    def what_is_over_is_held_by_nobody(self) -> None:
        if self.standing.state not in WAITING:
            assert self.standing.holder is None

    @invariant()
    def a_decision_has_its_person_and_its_date(self) -> None:
        if self.standing.state in (State.DECIDED, State.APPEALED):
            assert self.standing.decided_by == self.decider
            assert self.standing.decided_at is not None


LifeOfACase.TestCase.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
TestLifeOfACase = LifeOfACase.TestCase
