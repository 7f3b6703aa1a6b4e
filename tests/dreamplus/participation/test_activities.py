from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from dreamplus.core.models import EventRecord
from dreamplus.participation.enums import State
from dreamplus.participation.errors import DatesRefused, NotOpen, NotReady, ReasonMissing, RulesFrozen
from dreamplus.participation.models import Activity, ActivityTransition
from dreamplus.participation.rules.audience import ANYONE, Audience
from dreamplus.participation.services import (
    close_early,
    copy_activity,
    create_activity,
    freeze,
    move_closing,
    schedule,
    set_audience,
    set_dates,
    set_rules,
    set_visibility,
    settle_due,
    unschedule,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
Make = Callable[..., Activity]


@pytest.mark.parametrize(
    ("after_opening", "state"),
    [(-MINUTE, State.UPCOMING), (timedelta(0), State.OPEN), (10 * DAY - MINUTE, State.OPEN), (10 * DAY, State.CLOSED)],
)
def test_state_is_the_clocks(make_activity: Make, noon: datetime, after_opening: timedelta, state: State) -> None:
    activity = make_activity()
    assert activity.state(noon + after_opening) == state
    assert activity.is_open(noon + after_opening) == (state == State.OPEN)


def test_a_draft_never_opens(make_activity: Make, noon: datetime) -> None:
    activity = make_activity(scheduled=False)
    assert settle_due(noon + 20 * DAY) == 0
    assert activity.state(noon + DAY) == State.DRAFT


def test_closing_before_opening_is_refused_by_the_service_and_by_the_database(
    make_activity: Make, noon: datetime
) -> None:
    activity = make_activity(scheduled=False)
    with pytest.raises(DatesRefused):
        set_dates(activity=activity, opens_at=noon, closes_at=noon, at=noon - DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(closes_at=noon)


def test_opening_in_the_past_is_refused(noon: datetime) -> None:
    with pytest.raises(DatesRefused):
        create_activity(kind="bare", at=noon, opens_at=noon - DAY, closes_at=noon + DAY)


def test_dates_move_until_opening_and_not_after(make_activity: Make, noon: datetime) -> None:
    activity = make_activity()
    set_dates(activity=activity, opens_at=noon + DAY, closes_at=noon + 3 * DAY, at=noon - MINUTE)
    with pytest.raises(DatesRefused):
        set_dates(activity=activity, opens_at=noon + 2 * DAY, closes_at=noon + 3 * DAY, at=noon + DAY)
    activity.refresh_from_db()
    assert (activity.opens_at, activity.closes_at) == (noon + DAY, noon + 3 * DAY)


@pytest.mark.parametrize(
    "change",
    [
        lambda activity, at: set_rules(activity=activity, rules={"method": "single"}, at=at),
        lambda activity, at: set_audience(activity=activity, audience=Audience(ANYONE), at=at),
        lambda activity, at: set_visibility(activity=activity, results_visibility="live", at=at),
    ],
    ids=["rules", "audience", "visibility"],
)
def test_rules_change_before_opening_only(make_activity: Make, noon: datetime, change: Callable[..., None]) -> None:
    change(make_activity(), noon - MINUTE)
    with pytest.raises(RulesFrozen):
        change(make_activity(), noon)


def test_nothing_is_scheduled_without_dates(noon: datetime) -> None:
    with pytest.raises(NotReady) as refused:
        schedule(activity=create_activity(kind="bare", at=noon), at=noon)
    assert len(refused.value.missing) == 1


def test_freezing_waits_for_the_opening_then_fixes_a_hash(make_activity: Make, noon: datetime) -> None:
    activity = make_activity(rules={"method": "single"})
    with pytest.raises(NotOpen):
        freeze(activity=activity, at=noon - MINUTE)
    first = freeze(activity=activity, at=noon).rules_hash
    assert len(first) == 64
    assert freeze(activity=activity, at=noon + DAY).rules_hash == first
    other = freeze(activity=make_activity(rules={"method": "several"}), at=noon)
    assert other.rules_hash != first


def test_closing_early_needs_a_reason_and_an_open_activity(make_activity: Make, noon: datetime) -> None:
    activity = make_activity()
    with pytest.raises(NotOpen):
        close_early(activity=activity, reason="Une erreur", by=None, at=noon - MINUTE)
    with pytest.raises(ReasonMissing):
        close_early(activity=activity, reason="  ", by=None, at=noon + DAY)
    close_early(activity=activity, reason="Une erreur dans la question", by=None, at=noon + DAY)
    assert activity.state(noon + DAY) == State.CLOSED
    assert activity.closed_early_reason == "Une erreur dans la question"
    change = activity.closing_changes.get()
    assert (change.before, change.after) == (noon + 10 * DAY, noon + DAY)


def test_a_longer_closing_also_publishes_its_reason(make_activity: Make, noon: datetime) -> None:
    activity = make_activity()
    move_closing(activity=activity, closes_at=noon + 20 * DAY, reason="Le pont de mai", by=None, at=noon + DAY)
    assert activity.is_open(noon + 15 * DAY)
    assert activity.closed_early_reason == ""
    with pytest.raises(DatesRefused):
        move_closing(activity=activity, closes_at=noon, reason="Oubli", by=None, at=noon + DAY)


def test_back_to_draft_before_opening_only(make_activity: Make, noon: datetime) -> None:
    activity = make_activity()
    assert unschedule(activity=activity, at=noon - MINUTE).state(noon + DAY) == State.DRAFT
    with pytest.raises(DatesRefused):
        unschedule(activity=make_activity(), at=noon)


def test_a_copy_is_a_draft_without_dates_nor_frozen_words(make_activity: Make, noon: datetime) -> None:
    activity = make_activity(rules={"method": "several", "frozen": {"words": {}}}, audience=Audience(ANYONE))
    copy = copy_activity(activity=activity, at=noon)
    assert copy.pk != activity.pk
    assert copy.uuid != activity.uuid
    assert (copy.rules, copy.audience, copy.opens_at) == ({"method": "several"}, {"who": {"ways": ["anyone"]}}, None)
    assert copy.state(noon + DAY) == State.DRAFT


def test_each_transition_happens_once_dated_by_the_rule(make_activity: Make, noon: datetime) -> None:
    activity = make_activity()
    assert settle_due(noon - MINUTE) == 0
    assert settle_due(noon + MINUTE) == 1
    assert settle_due(noon + 8 * DAY - MINUTE) == 0
    assert settle_due(noon + 8 * DAY + MINUTE) == 1
    assert settle_due(noon + 8 * DAY + 2 * MINUTE) == 0
    assert settle_due(noon + 11 * DAY) == 2
    assert settle_due(noon + 12 * DAY) == 0
    rows = ActivityTransition.objects.filter(activity=activity).order_by("pk").values_list("name", "at")
    closing = noon + 10 * DAY
    soon = closing - 2 * DAY
    assert list(rows) == [("opened", noon), ("soon", soon), ("closed", closing), ("settled", closing)]
    told = EventRecord.objects.filter(name__startswith="participation.").order_by("pk")
    assert [(event.name, event.at, event.public) for event in told] == [
        ("participation.activity_opened", noon, True),
        ("participation.activity_closes_soon", soon + MINUTE, True),
        ("participation.activity_closed", closing, True),
        ("participation.activity_settled", closing, True),
    ]


def test_nobody_is_hurried_for_what_is_short_or_over(make_activity: Make, noon: datetime) -> None:
    make_activity(closes_at=noon + 4 * DAY - MINUTE)
    assert settle_due(noon + 3 * DAY) == 1  # it opened
    assert settle_due(noon + 5 * DAY) == 2
    assert not ActivityTransition.objects.filter(name="soon").exists()


def test_a_worker_that_slept_through_the_opening_catches_up(make_activity: Make, noon: datetime) -> None:
    activity = make_activity()
    assert settle_due(noon + 30 * DAY) == 3
    activity.refresh_from_db()
    assert activity.frozen_at == noon
    assert activity.state(noon + 30 * DAY) == State.SETTLED


def test_one_that_fails_stops_no_other(
    make_activity: Make, noon: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from dreamplus.participation import kinds

    def refuse(activity: Activity, at: datetime) -> None:
        raise RuntimeError("the box is empty")

    monkeypatch.setitem(kinds._kinds, "broken", kinds.Kind(slug="broken", label="", settle=refuse))
    broken, whole = make_activity(kind="broken"), make_activity()
    settle_due(noon + 30 * DAY)
    broken.refresh_from_db()
    whole.refresh_from_db()
    assert broken.settled_at is None
    assert not broken.transitions.filter(name="settled").exists()
    assert whole.settled_at is not None
    assert "will be tried again" in caplog.text
