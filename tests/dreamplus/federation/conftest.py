"""Real HTTP servers on loopback: an honest instance, and hosts that do as they are told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from pytest_django import Settings

from dreamplus.core import clock
from dreamplus.federation.harvest import fetching
from dreamplus.federation.harvest.models import Source
from dreamplus.federation.wire import discovery, heads, keys
from dreamplus.territory.models import Territory
from tests.dreamplus.federation.honest import AT, CODE, Publisher


@pytest.fixture
def frozen() -> Iterator[datetime]:
    with clock.frozen(AT) as at:
        yield at


@pytest.fixture
def own_keys(settings: Settings, tmp_path: Path) -> Path:
    settings.DREAM_KEYS, settings.DREAM_ORIGIN = tmp_path / "keys", "http://testserver"
    return tmp_path / "keys"


@pytest.fixture
def loopback(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DREAM_ALLOW_LOOPBACK = True
    monkeypatch.setattr(fetching, "SECONDS", 2)


@pytest.fixture
def saint_aubin(db: None) -> Territory:
    return Territory.objects.create(
        kind="commune",
        insee=CODE,
        name="Saint-Aubin-sur-Lys",
        population=9120,
        invented=True,
        folded="saint-aubin-sur-lys",
    )


Answer = tuple[int, dict[str, str], bytes]


class Host:
    """A host on loopback whose answers are functions of the request; it remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], Answer | None]] = {}
        self.asked: list[str] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append(self.path)
                answer = host.answers.get(urlsplit(self.path).path, lambda _request: (404, {}, b""))(self)
                if answer is None:
                    return  # it has spoken for itself
                status, headers, body = answer
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        self.publisher = Publisher(self.origin)
        self.head_at: datetime = AT
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.be_honest()

    def be_honest(self) -> None:
        self.answers = {discovery.PATH: self.say_who, discovery.ENDPOINTS["changes"]: self.say_changes}

    def say_who(self, request: BaseHTTPRequestHandler) -> Answer:
        return 200, {}, self.publisher.discovery()

    def say_changes(self, request: BaseHTTPRequestHandler) -> Answer:
        head = self.publisher.head(self.head_at)
        tag = heads.etag(head)
        if request.headers.get("If-None-Match") == tag:
            return 304, {"ETag": tag}, b""
        asked = parse_qs(urlsplit(request.path).query)
        since, limit = int(asked["since"][0]), int(asked["limit"][0])
        return 200, {"ETag": tag}, self.publisher.page(since, min(limit, 100), head=head)

    def say(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        """From now on every question about changes gets this."""
        self.answers[discovery.ENDPOINTS["changes"]] = lambda _request: (status, headers, body)

    def pair(self, territory: Territory, at: datetime = AT) -> Source:
        """A source for this host, as an officer would have made it."""
        return Source.objects.create(
            origin=self.origin,
            territory=territory,
            name=territory.name,
            thumbprint=self.publisher.kid,
            jwk=keys.public_jwk(self.publisher.key),
            paired_at=at,
            discovered_at=at,
            next_at=at,
        )


@pytest.fixture
def host(loopback: None) -> Iterator[Host]:
    host = Host()
    yield host
    host.server.shutdown()
    host.server.server_close()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def instance(db: None, loopback: None, own_keys: Path, settings: Settings) -> Iterator[str]:
    """This very site, served over HTTP by a thread that shares the test's transaction. Yields its origin."""
    connection = connections["default"]
    for signal in (request_started, request_finished):  # they would close the connection that we share
        signal.disconnect(close_old_connections)
    connection.inc_thread_sharing()

    class OnOurConnection(WSGIHandler):
        def __call__(self, environ: Any, start_response: Any) -> Any:
            connections["default"] = connection
            return super().__call__(environ, start_response)

    server = make_server("127.0.0.1", 0, OnOurConnection(), handler_class=_Quiet)
    origin = f"http://127.0.0.1:{server.server_port}"
    settings.DREAM_ORIGIN, settings.DREAM_TERRITORY, settings.ALLOWED_HOSTS = origin, CODE, ["127.0.0.1", "testserver"]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield origin
    server.shutdown()
    server.server_close()
    connection.dec_thread_sharing()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
