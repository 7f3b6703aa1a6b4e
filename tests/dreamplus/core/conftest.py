"""A live process for the tests: uvicorn on loopback in a thread, with the real application."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn
from asgiref.sync import SyncToAsync
from django.db import connections
from django.utils import translation
from websockets.sync.client import ClientConnection, connect

from dreamplus.core.live import hub as hubs

ORIGIN = "http://testserver"


@dataclass
class LiveServer:
    port: int

    def reader(self, place: str, *, origin: str | None = ORIGIN, cookie: str = "") -> ClientConnection:
        """A connected socket on `place`; raises when it is refused."""
        return connect(
            f"ws://127.0.0.1:{self.port}/live/ws/{place}",
            origin=origin,  # type: ignore[arg-type]  # a NewType over str
            additional_headers={"Host": "testserver", **({"Cookie": cookie} if cookie else {})},
            open_timeout=5,
            max_size=100_000,
        )


def run_server() -> tuple[uvicorn.Server, threading.Thread, int]:
    from dreamplus.conf.asgi import application

    config = uvicorn.Config(application, port=0, lifespan="off", log_level="critical", ws_per_message_deflate=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < end
        time.sleep(0.01)
    return server, thread, server.servers[0].sockets[0].getsockname()[1]


@pytest.fixture
def live_servers(own_database: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], LiveServer]]:
    """Starts as many live processes as asked (threads with a loop and a hub each), ten pulls a second."""
    monkeypatch.setattr(hubs, "INTERVAL", 0.1)
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start() -> LiveServer:
        server, thread, port = run_server()
        running.append((server, thread))
        return LiveServer(port)

    yield start
    for server, _ in running:
        server.should_exit = True
    for _, thread in running:
        thread.join(10)
        assert not thread.is_alive()
    SyncToAsync.single_thread_executor.submit(connections.close_all).result()  # it would keep this test's database


@pytest.fixture
def live(live_servers: Callable[[], LiveServer]) -> LiveServer:
    return live_servers()


@pytest.fixture
def in_english() -> Iterator[None]:
    """Sentences are compared as they are written in the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def loopback(settings: Any) -> None:
    """The switch by which this very machine may be called."""
    settings.DREAM_ALLOW_LOOPBACK = True
