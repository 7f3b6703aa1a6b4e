"""Live topics: the polled address, the socket, who may read, and what a crowd costs."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse
from websockets.exceptions import ConnectionClosed, InvalidStatus

from dreamplus.core.live import Topic, register, topics
from dreamplus.core.live import hub as hubs
from dreamplus.people.models import User

PLACE = "tests.turnout/hall"


class Board:
    """A payload that the test changes; counts how often it is built."""

    def __init__(self) -> None:
        self.value: dict[str, Any] | None = {"voters": 1}
        self.built = 0
        self.open_to: set[Any] | None = None

    def payload(self, key: str) -> dict[str, Any] | None:
        self.built += 1
        return self.value if key == "hall" else None

    def may_read(self, user: Any, key: str) -> bool:
        return self.open_to is None or user.pk in self.open_to


@pytest.fixture
def board() -> Iterator[Board]:
    shown = Board()
    with topics.temporarily(Topic("tests.turnout", shown.may_read, shown.payload)):
        yield shown


def read(reader: Any, seconds: float = 5) -> dict[str, Any]:
    return json.loads(reader.recv(timeout=seconds))


def address(topic: str = "tests.turnout", key: str = "hall") -> str:
    return reverse("live:topic", args=[topic, key])


# The polled address ---------------------------------------------------------------------------------------------------
def test_the_address_answers_json_then_nothing_new(client: Client, board: Board, db: None) -> None:
    first = client.get(address())
    assert (first.status_code, first.json()) == (200, {"voters": 1})
    again = client.get(address(), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    board.value = {"voters": 2}
    assert client.get(address(), headers={"If-None-Match": first["ETag"]}).json() == {"voters": 2}
    assert "no-cache" in first["Cache-Control"]


def test_unknown_forbidden_and_empty_look_the_same(client: Client, board: Board, db: None) -> None:
    unknown = [address("tests.nothing"), address(key="cellar"), address(key="a b"), address(key="x" * 101)]
    assert [client.get(path).status_code for path in unknown] == [404] * 4
    board.open_to, board.built = set(), 0
    assert client.get(address()).status_code == 404
    assert board.built == 0


def test_the_address_only_reads(client: Client, board: Board, db: None) -> None:
    assert client.post(address()).status_code == 405


def test_a_poll_costs_no_query_of_its_own(
    client: Client, board: Board, django_assert_num_queries: Any, db: None
) -> None:
    with django_assert_num_queries(0):
        client.get(address())


def test_a_crowd_that_polls_builds_the_payload_once_a_second(
    client: Client, board: Board, settings: Any, db: None
) -> None:
    settings.DREAM_LIVE_COALESCE = 30.0
    for _ in range(20):
        assert client.get(address()).status_code == 200
    assert board.built == 1


def test_two_topics_cannot_share_a_name(board: Board) -> None:
    with pytest.raises(ValueError, match="two live topics"):
        register(Topic("tests.turnout", lambda *_: True, lambda _: None))


def test_a_payload_is_bounded(client: Client, board: Board, db: None) -> None:
    board.value = {"text": "x" * 70_000}
    with pytest.raises(ValueError, match="larger than"):
        client.get(address())


# The socket -----------------------------------------------------------------------------------------------------------
def test_a_reader_sees_the_present_then_every_change(live: Any, board: Board) -> None:
    with live.reader(PLACE) as reader:
        assert read(reader) == {"voters": 1}
        board.value = {"voters": 2, "name": "Hôtel de ville"}
        assert read(reader) == {"voters": 2, "name": "Hôtel de ville"}
        with pytest.raises(TimeoutError):
            reader.recv(timeout=0.5)


def test_a_crowd_costs_one_pull_and_everybody_is_told(live: Any, board: Board) -> None:
    with ExitStack() as stack:
        readers = [stack.enter_context(live.reader(PLACE)) for _ in range(60)]
        assert [read(reader) for reader in readers] == [{"voters": 1}] * 60
        built, begun = board.built, time.monotonic()
        for voters in (2, 3):
            board.value = {"voters": voters}
            assert [read(reader) for reader in readers] == [{"voters": voters}] * 60
        assert board.built - built <= (time.monotonic() - begun) / hubs.INTERVAL + 2


def test_nobody_watching_means_nothing_pulled(live: Any, board: Board) -> None:
    with live.reader(PLACE) as reader:
        read(reader)
    time.sleep(0.5)
    built = board.built
    time.sleep(0.5)
    assert board.built == built


def test_a_payload_that_fails_for_a_moment_loses_nobody(live: Any, board: Board) -> None:
    with live.reader(PLACE) as reader:
        read(reader)
        board.value = {"fault": object()}
        time.sleep(0.4)
        board.value = {"voters": 2}
        assert read(reader) == {"voters": 2}


def test_what_is_sealed_again_is_not_shown_to_who_comes_later(live: Any, board: Board) -> None:
    with live.reader(PLACE) as early:
        assert read(early) == {"voters": 1}
        board.value = None
        time.sleep(0.4)
        with pytest.raises(InvalidStatus):
            live.reader(PLACE)


@pytest.mark.parametrize(
    "place", ["tests.nothing/hall", "tests.turnout/cellar", "tests.turnout", "tests.turnout/a/b", ""]
)
def test_a_socket_that_leads_nowhere_is_refused(live: Any, board: Board, place: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        live.reader(place)
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("origin", [None, "http://evil.exemple", "null", "http://testserver.evil.exemple"])
def test_another_site_cannot_open_a_socket(live: Any, board: Board, origin: str | None) -> None:
    with pytest.raises(InvalidStatus):
        live.reader(PLACE, origin=origin)
    assert board.built == 0


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    assert client.session[SESSION_KEY] == str(user.pk)
    return f"{django_settings.SESSION_COOKIE_NAME}={client.cookies[django_settings.SESSION_COOKIE_NAME].value}"


def test_only_who_may_read_is_let_in_by_the_session(live: Any, board: Board) -> None:
    marie, paul = (User.objects.create_user(f"{name}@exemple.fr") for name in ("marie", "paul"))
    board.open_to = {marie.pk}
    with live.reader(PLACE, cookie=session_of(marie)) as reader:
        assert read(reader) == {"voters": 1}
    for cookie in ("", session_of(paul), f"{django_settings.SESSION_COOKIE_NAME}=forged"):
        with pytest.raises(InvalidStatus):
            live.reader(PLACE, cookie=cookie)


def test_who_may_not_read_any_more_is_shown_out(live: Any, board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "RECHECK", 2)
    marie, paul = (User.objects.create_user(f"{name}@exemple.fr") for name in ("marie", "paul"))
    with live.reader(PLACE, cookie=session_of(marie)) as stays, live.reader(PLACE, cookie=session_of(paul)) as goes:
        assert read(stays) == read(goes)
        board.open_to = {marie.pk}
        with pytest.raises(ConnectionClosed) as closed:
            goes.recv(timeout=5)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4403
        board.value = {"voters": 2}
        assert read(stays) == {"voters": 2}
        User.objects.filter(pk=marie.pk).update(is_active=False)
        with pytest.raises(ConnectionClosed):
            stays.recv(timeout=5)


def test_a_reader_is_not_listened_to(live: Any, board: Board) -> None:
    with live.reader(PLACE) as reader:
        read(reader)
        reader.send("ping")
        board.value = {"voters": 2}
        assert read(reader) == {"voters": 2}
        reader.send("x" * 17)
        with pytest.raises(ConnectionClosed):
            reader.recv(timeout=5)


def test_seats_are_counted_and_given_back(live: Any, board: Board, settings: Any) -> None:
    settings.DREAM_LIVE_SEATS_PER_TOPIC = 2
    with live.reader(PLACE) as one, live.reader(PLACE) as two:
        assert read(one) == read(two)
        with pytest.raises(InvalidStatus):
            live.reader(PLACE)
    time.sleep(0.3)
    with live.reader(PLACE) as again:
        assert read(again) == {"voters": 1}


@pytest.mark.parametrize("cap", ["DREAM_LIVE_SEATS", "DREAM_LIVE_TOPICS"])
def test_a_process_has_only_so_many_seats_and_topics(live: Any, board: Board, settings: Any, cap: str) -> None:
    setattr(settings, cap, 0)
    with pytest.raises(InvalidStatus):
        live.reader(PLACE)


def test_a_reader_that_does_not_read_delays_nobody(live: Any, board: Board) -> None:
    filler = "x" * 60_000
    with live.reader(PLACE) as asleep, live.reader(PLACE) as awake:
        read(awake)
        latencies = []
        for voters in range(2, 40):
            board.value, begun = {"voters": voters, "filler": filler}, time.monotonic()
            assert read(awake)["voters"] == voters
            latencies.append(time.monotonic() - begun)
        assert max(latencies) < 2
        seen = [read(asleep)["voters"]]
        while seen[-1] != 39:
            seen.append(read(asleep)["voters"])
        assert seen == sorted(set(seen))


def test_the_live_process_also_answers_polls(live: Any, board: Board) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=5)
    connection.request("GET", address(), headers={"Host": "testserver"})
    assert json.loads(connection.getresponse().read()) == {"voters": 1}
    connection.close()


def test_a_socket_that_opens_and_closes_a_hundred_times_leaves_nothing(live: Any, board: Board) -> None:
    def come_and_go() -> None:
        for _ in range(25):
            with live.reader(PLACE) as reader:
                read(reader)

    threads = [threading.Thread(target=come_and_go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(0.5)
    built = board.built
    time.sleep(0.4)
    assert board.built == built
