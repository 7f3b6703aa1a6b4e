"""Each notice once; by the way each person wants; to followers in batches."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from dreamplus.core.models import TaskRun, TaskState
from dreamplus.core.tasks.testing import run_all
from dreamplus.notifications.models import Follow, Letter, Notice, NoticeSettings, Preference
from dreamplus.notifications.rules.calendar import Channel
from dreamplus.notifications.services import noting
from dreamplus.notifications.services.choosing import choose
from dreamplus.people.models import User
from dreamplus.people.testing import make_person
from tests.dreamplus.notifications.conftest import DAY, NOON, follows, minute, note, spread

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise, pytest.mark.usefixtures("noon", "bench")]


def test_the_same_key_tells_once_whatever_is_tried_again(marie: User) -> None:
    for _again in range(3):
        note(marie)
    assert Notice.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(
            recipient=marie, kind="test.at_once", key="1", subject="bench:2", created_at=NOON, channel=Channel.PAGE
        )
    note(marie, key="2")
    note(marie, kind="test.daily")
    assert Notice.objects.count() == 3


def test_followers_are_told_in_batches_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noting, "BATCH", 3)
    people = [make_person() for _number in range(10)]
    for person in people:
        follows(person, 1, 2)
    Follow.objects.filter(person=people[0], subject="bench:1").update(stopped_at=NOON)  # still follows the other
    Follow.objects.filter(person=people[1]).update(stopped_at=NOON)
    User.objects.filter(pk=people[2].pk).update(is_active=False)
    for _replayed in range(2):
        noting.tell_followers(
            of=["bench:1", "bench:2"], kind="test.daily", key="k", subject="bench:1", at=NOON, without=[people[3].pk]
        )
        run_all()
    told = list(Notice.objects.order_by("recipient").values_list("recipient", flat=True))
    assert told == [person.pk for person in people if person not in people[1:4]]


def test_a_batch_that_fails_is_tried_again_and_doubles_nothing(marie: User, monkeypatch: pytest.MonkeyPatch) -> None:
    follows(marie, 1)
    write, calls = noting.write, []

    def falls(**values: object) -> bool:
        calls.append(write(**values))  # type: ignore[arg-type]
        if len(calls) == 1:
            raise OSError("the worker's machine is gone")
        return False

    monkeypatch.setattr(noting, "write", falls)
    noting.tell_followers(of=["bench:1"], kind="test.daily", key="k", subject="bench:1", at=NOON)
    run_all(raise_errors=False)
    assert Notice.objects.count() == 0  # undone with its task
    run_all(NOON + DAY)
    assert (Notice.objects.count(), len(calls)) == (1, 2)


@pytest.mark.parametrize(
    ("channel", "rows", "due"),
    [
        (Channel.AT_ONCE, 1, NOON),
        (Channel.DAILY, 1, NOON + DAY - 5 * DAY / 24),
        (Channel.WEEKLY, 1, NOON + 7 * DAY - 5 * DAY / 24),
        (Channel.PAGE, 1, None),
        (Channel.NEVER, 0, None),
    ],
)
def test_each_person_is_told_in_the_way_they_chose(marie: User, channel: Channel, rows: int, due: object) -> None:
    Preference.objects.create(person=marie, kind="test.daily", channel=channel)
    follows(marie, 1)
    spread()
    assert [notice.mail_due or (notice.letter and NOON) for notice in Notice.objects.all()] == [due] * rows
    assert len(mail.outbox) == (channel == Channel.AT_ONCE)


def test_who_wants_no_letter_reads_on_the_page(marie: User) -> None:
    NoticeSettings.objects.create(person=marie, no_letters=True)
    note(marie)
    run_all()
    assert (Notice.objects.get().mail_due, mail.outbox, Letter.objects.count()) == (None, [], 0)


def test_what_waits_follows_a_new_choice(marie: User) -> None:
    follows(marie, 1)
    spread()
    choices = {"person": marie, "no_letters": False, "follows_own": True, "at": NOON}
    choose(channels={"test.daily": Channel.WEEKLY}, **choices)  # type: ignore[arg-type]
    assert Notice.objects.get().mail_due == NOON + 7 * DAY - 5 * DAY / 24
    choose(channels={"test.daily": Channel.AT_ONCE}, **choices)  # type: ignore[arg-type]
    minute(NOON)
    assert len(mail.outbox) == 1
    choose(channels={"test.daily": Channel.DAILY}, **choices)  # type: ignore[arg-type]
    minute(NOON + DAY)
    assert len(mail.outbox) == 1  # it has its letter


def test_all_letters_stopped_leaves_what_waits_on_the_page(marie: User) -> None:
    follows(marie, 1)
    spread()
    choose(person=marie, channels={}, no_letters=True, follows_own=True, at=NOON)
    minute(NOON + DAY)
    assert (mail.outbox, Notice.objects.get().read_at) == ([], None)


def test_a_late_worker_waits_for_the_next_hour_like_everything_else(marie: User) -> None:
    """Told at noon of something dated yesterday: tomorrow's digest, not one of its own."""
    follows(marie, 1)
    noting.tell_followers(of=["bench:1"], kind="test.daily", key="k", subject="bench:1", at=NOON - DAY)
    run_all()
    notice = Notice.objects.get()
    assert (notice.created_at, notice.mail_due) == (NOON - DAY, NOON + DAY - 5 * DAY / 24)


def test_a_kind_that_nobody_declares_any_more_tells_nobody(marie: User) -> None:
    note(marie, kind="gone.kind")
    assert not Notice.objects.exists()
    assert not TaskRun.objects.filter(state=TaskState.DEAD).exists()
