"""Beyond one machine: one process pulls, all are told; the store may go away and come back."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dreamplus.core.live import Topic, topics
from tests.stores import Store

pytestmark = pytest.mark.redis
PLACE = "tests.turnout/hall"


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Iterator[Store]:
    running = Store(tmp_path)
    settings.DREAM_REDIS = running.address
    yield running
    running.stop()


class Board:
    def __init__(self) -> None:
        self.value: dict[str, Any] | None = {"voters": 1}
        self.built = 0

    def payload(self, key: str) -> dict[str, Any] | None:
        self.built += 1
        return self.value


@pytest.fixture
def board() -> Iterator[Board]:
    shown = Board()
    with topics.temporarily(Topic("tests.turnout", lambda *_: True, shown.payload)):
        yield shown


def read(reader: Any) -> dict[str, Any]:
    return json.loads(reader.recv(timeout=6))


def pulls_in(board: Board, seconds: float) -> int:
    before = board.built
    time.sleep(seconds)
    return board.built - before


def test_one_of_two_processes_pulls_and_both_tell_their_readers(
    store: Store, live_servers: Callable[[], Any], board: Board
) -> None:
    one, two = live_servers(), live_servers()
    with one.reader(PLACE) as here, two.reader(PLACE) as there:
        assert read(here) == read(there) == {"voters": 1}
        time.sleep(1)
        assert 1 <= pulls_in(board, 1) <= 12
        for voters in range(2, 12):
            board.value = {"voters": voters}
            assert read(here) == read(there) == {"voters": voters}


def test_when_the_one_who_pulls_leaves_the_other_takes_over(
    store: Store, live_servers: Callable[[], Any], board: Board
) -> None:
    one, two = live_servers(), live_servers()
    with two.reader(PLACE) as there:
        read(there)
        time.sleep(1)
        with one.reader(PLACE) as here:
            read(here)
            board.value = {"voters": 2}
            assert read(here) == read(there) == {"voters": 2}
            there.close()
            board.value = {"voters": 3}
            assert read(here) == {"voters": 3}


def test_without_the_store_each_process_pulls_for_itself_and_nobody_waits(
    store: Store, live_servers: Callable[[], Any], board: Board
) -> None:
    one, two = live_servers(), live_servers()
    with one.reader(PLACE) as here, two.reader(PLACE) as there:
        assert read(here) == read(there)
        time.sleep(1)
        together = pulls_in(board, 1)
        store.stop()
        board.value = {"voters": 2}
        assert read(here) == read(there) == {"voters": 2}
        time.sleep(0.5)
        assert pulls_in(board, 1) > 1.4 * together
        store.begin()
        time.sleep(3)
        assert pulls_in(board, 1) < 1.4 * together
        board.value = {"voters": 3}
        assert read(here) == read(there) == {"voters": 3}


def test_a_store_that_was_never_there_delays_no_reader(
    store: Store, live_servers: Callable[[], Any], board: Board
) -> None:
    store.stop()
    server = live_servers()
    begun = time.monotonic()
    with server.reader(PLACE) as reader:
        assert read(reader) == {"voters": 1}
        assert time.monotonic() - begun < 2
        board.value = {"voters": 2}
        assert read(reader) == {"voters": 2}


def test_what_is_sealed_again_is_forgotten_by_every_process(
    store: Store, live_servers: Callable[[], Any], board: Board
) -> None:
    one, two = live_servers(), live_servers()
    with one.reader(PLACE) as here, two.reader(PLACE) as there:
        assert read(here) == read(there) == {"voters": 1}
        time.sleep(1)
        board.value = None
        time.sleep(1)
        for server in (one, two):
            with pytest.raises(Exception, match="403"):
                server.reader(PLACE)
