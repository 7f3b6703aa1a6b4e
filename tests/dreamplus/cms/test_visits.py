"""Pages are counted, people are not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dreamplus.cms import visits
from dreamplus.cms.models import HomePage
from dreamplus.cms.testing import make_news
from dreamplus.cms.visits import PageVisits
from dreamplus.core import clock
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 26, 11, tzinfo=UTC)
PERSON = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture(autouse=True)
def _nothing_before() -> Iterator[None]:
    visits._waiting.clear()
    with clock.frozen(NOON):
        yield
    visits._waiting.clear()


def read(client: Client, where: str, times: int = 1, **headers: str) -> None:
    for _time in range(times):
        assert client.get(where, headers=PERSON | headers).status_code == 200


@pytest.mark.database_promise
def test_readings_are_added_up_by_page_and_day(home: HomePage, client: Client) -> None:
    (article,) = make_news(home, 1)
    read(client, "/", 3)
    read(client, article.url)
    assert visits.write() == 4
    read(client, "/", 2)
    assert visits.write() == 2
    with clock.frozen(NOON + timedelta(days=1)):
        read(client, "/")
        visits.write()
    kept = {(row.key, row.day.day): row.number for row in PageVisits.objects.all()}
    assert kept == {
        (home.translation_key, 26): 5,
        (home.translation_key, 27): 1,
        (article.translation_key, 26): 1,
    }


def test_a_reading_costs_no_query(home: HomePage, client: Client) -> None:
    read(client, "/")
    with mock.patch.object(visits, "count"), CaptureQueriesContext(connection) as without:
        read(client, "/")
    with CaptureQueriesContext(connection) as with_it:
        read(client, "/")
    assert len(with_it) == len(without)


@pytest.mark.parametrize(
    "agent",
    [
        "Googlebot/2.1",
        "curl/8.0",
        "python-httpx/0.28",
        "Mozilla/5.0 HeadlessChrome/140",
        "facebookexternalhit preview",
        "",
    ],
)
def test_machines_are_not_readers(home: HomePage, client: Client, agent: str) -> None:
    read(client, "/", **{"User-Agent": agent})
    assert visits.write() == 0


def test_neither_is_the_staff_nor_what_is_not_there(home: HomePage, client: Client) -> None:
    assert client.get("/rien/", headers=PERSON).status_code == 404
    client.head("/", headers=PERSON)
    read(sign_in(client, make_person(Role.AGENT)), "/")
    assert visits.write() == 0
    read(sign_in(Client(), make_person()), "/")
    assert visits.write() == 1


def test_nothing_of_a_person_is_kept() -> None:
    assert {field.name for field in PageVisits._meta.get_fields()} == {"id", "key", "day", "number"}


def test_what_the_database_refuses_waits(home: HomePage, client: Client) -> None:
    read(client, "/", 2)
    with mock.patch.object(visits, "_add", side_effect=DatabaseError):
        visits.write()
    assert not PageVisits.objects.exists()
    visits.write()
    assert PageVisits.objects.get().number == 2


def test_two_processes_write_the_first_of_the_day(home: HomePage) -> None:
    """The other wrote between our look and our row."""
    key, day = home.translation_key, NOON.date()
    PageVisits.objects.create(key=key, day=day, number=4)
    known = mock.Mock()
    known.update.side_effect = [0, PageVisits.objects.filter(key=key, day=day).update]
    with mock.patch.object(PageVisits.objects, "filter", return_value=known):
        visits._add(key, day, 3)
    assert known.update.call_count == 2
    assert PageVisits.objects.count() == 1


def test_a_thread_writes_by_itself(home: HomePage, client: Client, settings: Any) -> None:
    written = threading.Event()
    settings.DREAM_VISITS_WRITTEN_EVERY = 0.01
    once, writer = (
        mock.patch.object(visits, "write", side_effect=written.set),
        mock.patch.object(visits, "_writer", None),
    )
    with once, writer:
        read(client, "/")
        assert written.wait(5)
        visits._ending.set()
        assert visits._writer is not None
        visits._writer.join(5)
    visits._ending.clear()


@pytest.mark.parametrize("pages", [1, 3])
def test_what_is_read(home: HomePage, client: Client, pages: int, django_assert_num_queries: Any) -> None:
    for number, article in enumerate(make_news(home, pages)):
        for days, times in ((0, 1), (10, 2), (100, 3)):
            day = (NOON - timedelta(days=days)).date()
            PageVisits.objects.create(key=article.translation_key, day=day, number=times + number)
    sign_in(client, make_person(Role.AGENT))
    client.get(reverse("cms_staff:visits"))
    with django_assert_num_queries(6):
        text = client.get(reverse("cms_staff:visits")).text
    for words in ('<td data-label="7 derniers jours" class="number">1</td>', ">3</td>", ">6</td>"):
        assert words in text
    table = client.get(reverse("cms_staff:visits_csv"))
    assert table.headers["Content-Type"].startswith("text/csv")
    assert len(table.content.decode("utf-8-sig").splitlines()) == 1 + 3 * pages


def test_nothing_yet(home: HomePage, client: Client) -> None:
    sign_in(client, make_person(Role.AGENT))
    assert "Rien n’a encore été lu" in client.get(reverse("cms_staff:visits")).text
