"""F4: the database away, Redis away or emptied. What is asked is said to be impossible, or done; never half."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client

from dreamplus.cms.services import found_site
from dreamplus.conf.wsgi import application
from dreamplus.core.patient_cache import PatientRedisCache
from dreamplus.people.testing import make_person
from polls.models import Attendance
from polls.services import new_key
from tests.doors.conftest import SealedVote
from tests.dreamplus.people.conftest import CODE
from tests.stores import Store, Way


def asked(path: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of a request as the web server hands it over, connections looked after as there."""
    told: list[Any] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "testserver"}
    environ |= {"SERVER_NAME": "testserver", "SERVER_PORT": "80", "HTTP_ACCEPT_LANGUAGE": "fr"}
    chunks = application(
        environ | {"wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": BytesIO()},
        lambda status, headers, *_: told.extend((int(status[:3]), dict(headers))),
    )
    text = b"".join(chunks).decode()
    chunks.close()
    return told[0], told[1], text


@pytest.fixture
def way(own_database: object) -> Iterator[Way]:
    """To PostgreSQL, between it and the site."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is a file: it is away when the machine is")
    known = connection.settings_dict
    before = {name: known[name] for name in ("HOST", "PORT", "CONN_MAX_AGE", "CONN_HEALTH_CHECKS")}
    found_site(name="Wattrelin")
    to = Way(known["HOST"], int(known["PORT"]))
    connections.close_all()
    known.update(HOST="127.0.0.1", PORT=str(to.port), CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    yield to
    connections.close_all()
    known.update(before)


@pytest.mark.database_promise
def test_a_database_that_is_away_is_said_in_plain_words_and_found_again_at_once(way: Way) -> None:
    assert asked("/")[0] == 200
    way.cut()
    for path in ("/", "/compte/login/", "/recherche/"):
        status, headers, text = asked(path)
        if status == 200:
            assert path != "/"  # a form needs no data to be shown
            continue
        assert status == 503
        assert headers["Retry-After"] == "30"
        assert "no-store" in headers["Cache-Control"]
        assert "Le site n’atteint pas ses données" in text
        assert "Traceback" not in text
    way.mend()
    began = time.monotonic()
    assert asked("/")[0] == 200
    assert time.monotonic() - began < 10


@pytest.mark.django_db
def test_a_fault_of_ours_is_not_called_an_absence(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from dreamplus.cms import views

    def broken(_query: str) -> list[str]:
        raise ValueError("a fault of ours")

    monkeypatch.setattr(views, "searched", broken)
    client.raise_request_exception = False
    answer = client.get("/recherche/?q=halle")
    assert answer.status_code == 500
    assert "Retry-After" not in answer


@pytest.fixture
def store(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    running = Store(tmp_path)
    settings.CACHES = {
        "default": {"BACKEND": "dreamplus.core.patient_cache.PatientRedisCache", "LOCATION": running.address}
    }
    monkeypatch.setattr(PatientRedisCache, "_away_until", 0.0)
    yield running
    running.stop()


@pytest.mark.redis
def test_what_is_remembered_is_remembered_in_redis_then_by_oneself_then_in_redis(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.set("hall", "there")
    assert cache.get("hall") == "there"
    store.stop()
    assert cache.get("hall", "unknown") == "unknown"
    assert cache.add("alone", 1) is True
    assert cache.add("alone", 2) is False
    assert cache.incr("alone") == 2
    assert cache.get_many(["alone", "hall"]) == {"alone": 2}
    began = time.monotonic()
    for number in range(200):
        cache.set(f"key-{number}", number)
    assert time.monotonic() - began < 1  # the server is not asked each time
    store.begin()
    monkeypatch.setattr(PatientRedisCache, "_away_until", 0.0)
    assert cache.get("alone") is None
    cache.set("hall", "again")
    assert cache.get("hall") == "again"


@pytest.mark.redis
@pytest.mark.parametrize("lost", ["away", "emptied"])
def test_signing_in_and_voting_work_and_tries_are_counted_without_redis(
    store: Store, sealed: SealedVote, lost: str, post: Callable[..., int]
) -> None:
    reader = Client()
    person = make_person()
    reader.post("/compte/login/", {"login": person.email})
    if lost == "away":
        store.stop()
    else:
        cache.clear()
    code = CODE.search(str(mail.outbox[-1].body))
    assert code
    reader.post("/compte/login/code/confirm/", {"code": code.group()})
    assert reader.session["_auth_user_id"] == str(person.pk)
    assert post(reader, sealed) == 303
    assert Attendance.objects.filter(voter=person).count() == 1

    thief = Client()
    other = make_person()
    thief.post("/compte/login/", {"login": other.email})
    right = CODE.search(str(mail.outbox[-1].body))
    assert right
    for _ in range(3):
        thief.post("/compte/login/code/confirm/", {"code": "0000-0000"})
    thief.post("/compte/login/code/confirm/", {"code": right.group()})
    assert "_auth_user_id" not in thief.session


@pytest.fixture
def post() -> Callable[..., int]:
    def cast(reader: Client, sealed: SealedVote) -> int:
        option = sealed.activity.rules["options"][0]
        answer = reader.post(f"/vote/{sealed.activity.uuid}/je-vote/", {"choices": [option], "key": new_key()})
        return answer.status_code

    return cast
