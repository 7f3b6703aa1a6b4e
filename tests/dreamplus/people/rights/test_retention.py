"""What is kept no longer than it must: the nightly purge, its dry run, accounts that nobody uses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from dreamplus.core import access
from dreamplus.core.models import AccessLog
from dreamplus.core.tasks.testing import run_all
from dreamplus.people import retention
from dreamplus.people.models import User
from dreamplus.people.rights.models import InactivityWarning, PurgeRun
from dreamplus.people.rights.services import inactivity, purging
from dreamplus.people.roles import Role
from dreamplus.people.rules.retention import CLASSES, WARNED_BEFORE, kept_for, months_before
from dreamplus.people.testing import make_person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
DAY = timedelta(days=1)


def nothing(at: datetime) -> int:
    return 0


def last_seen(person: User, at: datetime) -> User:
    User.objects.filter(pk=person.pk).update(last_login=at, date_joined=at)
    return person


def test_the_dry_run_counts_what_the_purge_erases_and_changes_nothing(noon: datetime) -> None:
    for at in (noon - timedelta(days=366), noon - timedelta(days=364)):
        access.log(actor=7, purpose="people.read", subject="people.User:12", at=at)
    due = {one.purge.slug: one.due for one in purging.tonight(at=noon)}
    assert due["access_log"] == 1
    assert AccessLog.objects.count() == 2
    assert purging.purge_all(at=noon)["access_log"] == 1
    assert AccessLog.objects.count() == 1
    assert {one.purge.slug: one.due for one in purging.tonight(at=noon)}["access_log"] == 0


def test_one_purge_that_fails_stops_no_other(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(at: datetime) -> int:
        raise RuntimeError("a table is missing")

    monkeypatch.setattr(retention, "_registered", dict(retention._registered))
    retention.register(retention.Purge("a-broken-one", "task", "rien", nothing, fail))
    access.log(actor=7, purpose="people.read", subject="people.User:12", at=noon - timedelta(days=366))
    with pytest.raises(purging.PurgeFailed, match="a-broken-one"):
        purging.purge_all(at=noon)
    assert not AccessLog.objects.exists()
    assert PurgeRun.objects.get(purge="a-broken-one").failed
    assert not PurgeRun.objects.get(purge="access_log").failed


def test_a_purge_names_a_class_of_the_table() -> None:
    with pytest.raises(LookupError, match="for-ever"):
        retention.register(retention.Purge("x", "for-ever", "rien", nothing, nothing))


def test_an_unused_account_is_warned_once_then_deleted_a_month_later(marie: User, noon: datetime) -> None:
    last_seen(marie, months_before(noon + WARNED_BEFORE, 24) - DAY)
    assert inactivity.warn(at=noon) == 1
    assert inactivity.warn(at=noon + DAY) == 0
    run_all(noon + DAY)
    assert [letter.to for letter in mail.outbox] == [["marie@exemple.fr"]]
    assert "/compte/login/" in mail.outbox[0].body
    assert inactivity.delete_unused(at=noon + WARNED_BEFORE - DAY) == 0
    assert inactivity.delete_unused(at=noon + WARNED_BEFORE) == 1
    assert not User.objects.exists()


def test_who_comes_back_keeps_their_account(marie: User, noon: datetime) -> None:
    last_seen(marie, months_before(noon, 24) - DAY)
    inactivity.warn(at=noon)
    last_seen(marie, noon + DAY)
    inactivity.warn(at=noon + 2 * DAY)
    assert not InactivityWarning.objects.exists()
    assert inactivity.delete_unused(at=noon + WARNED_BEFORE) == 0
    assert User.objects.filter(pk=marie.pk).exists()


def test_an_account_is_never_deleted_unwarned(marie: User, noon: datetime) -> None:
    last_seen(marie, months_before(noon, 60))
    assert inactivity.delete_unused(at=noon) == 0


def test_the_staff_and_instances_that_keep_for_ever_are_left_alone(marie: User, noon: datetime, settings: Any) -> None:
    agent = last_seen(make_person(Role.AGENT), months_before(noon, 60))
    last_seen(marie, months_before(noon, 60))
    assert list(inactivity.to_warn(noon)) == [marie]
    assert agent not in inactivity.to_warn(noon)
    settings.DREAM_INACTIVE_MONTHS = 0
    assert inactivity.warn(at=noon) == 0


@pytest.mark.parametrize(
    ("at", "months", "before"),
    [((2026, 3, 31), 1, (2026, 2, 28)), ((2024, 3, 31), 1, (2024, 2, 29)), ((2026, 1, 15), 24, (2024, 1, 15))],
)
def test_months_are_calendar_months(at: tuple[int, ...], months: int, before: tuple[int, ...]) -> None:
    assert months_before(datetime(*at, tzinfo=UTC), months) == datetime(*before, tzinfo=UTC)  # type: ignore[arg-type]  # three numbers


def test_days_are_asked_only_of_classes_that_have_some() -> None:
    assert kept_for("contact") == timedelta(days=183)
    with pytest.raises(ValueError, match="public_record"):
        kept_for("public_record")
    assert all(one.source for one in CLASSES.values())


def test_the_page_of_purges_changes_nothing(client: Client, noon: datetime) -> None:
    access.log(actor=7, purpose="people.read", subject="people.User:12", at=noon - timedelta(days=366))
    answer = sign_in(client, make_person(Role.ADMINISTRATOR)).get(reverse("rights_staff:purges"))
    assert answer.status_code == 200
    assert AccessLog.objects.filter(subject="people.User:12").exists()
