"""What the shipped Caddyfile hands on, and what it keeps from the instance. The upstream repeats what it is told."""

from __future__ import annotations

import json
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.deploy.conftest import Proxy, caddy

pytestmark = pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not here")


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was told, and remembers it."""

    seen: list[str]

    def do_GET(self) -> None:
        body = self._chunks() if "Transfer-Encoding" in self.headers else self._announced()
        type(self).seen.append(self.path)
        told = {name.lower(): self.headers.get_all(name) for name in self.headers}
        answer = json.dumps({"path": self.path, "headers": told, "length": len(body), "port": self.server.server_port})
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer.encode())

    do_POST = do_GET

    def _announced(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _chunks(self) -> bytes:
        """Raises when the body is cut off."""
        found = b""
        while size := int(self.rfile.readline(), 16):
            found += self.rfile.read(size)
            self.rfile.readline()
        return found

    def handle(self) -> None:
        with suppress(ValueError, OSError):
            super().handle()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def proxy(ports: Proxy) -> Iterator[Proxy]:
    Echo.seen = []
    servers = [ThreadingHTTPServer(("127.0.0.1", port), Echo) for port in (ports.pages, ports.live)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    with caddy(ports):
        yield ports
    for server in servers:
        server.shutdown()


@pytest.mark.parametrize("path", ["/", "/live/polls.turnout/x"])
def test_the_visitor_s_address_and_scheme_are_the_proxy_s_word(proxy: Proxy, path: str) -> None:
    forged = {
        "X-Forwarded-Proto": "http",
        "X-Forwarded-For": "192.0.2.1, 192.0.2.2",
        "X-Forwarded-Host": "ailleurs.example",
    }
    with proxy.client() as client:
        told = client.get(path, headers=forged).json()["headers"]
    assert told["x-forwarded-proto"] == ["https"]
    assert told["x-forwarded-for"] in (["127.0.0.1"], ["::1"])
    assert told["x-forwarded-host"] == [f"localhost:{proxy.port}"]
    assert told["host"] == [f"localhost:{proxy.port}"]


def test_live_figures_have_their_own_port(proxy: Proxy) -> None:
    with proxy.client() as client:
        asked = {path: client.get(path).json()["port"] for path in ("/", "/livest/", "/live/polls.turnout/x")}
    assert asked == {"/": proxy.pages, "/livest/": proxy.pages, "/live/polls.turnout/x": proxy.live}


def test_no_file_is_served_by_the_proxy_itself(proxy: Proxy) -> None:
    """Each address is the instance's to judge: none is a path on the disk."""
    with proxy.client() as client:
        for path in ("/media/halle.jpg", "/private/plan.pdf", "/dream.sqlite3", "/static/../dream.sqlite3"):
            assert client.get(path).json()["port"] == proxy.pages


def test_a_body_of_32_megabytes_passes_and_a_larger_one_does_not(proxy: Proxy) -> None:
    with proxy.client() as client:
        assert client.post("/", content=b"x" * 31_900_000).json()["length"] == 31_900_000
        Echo.seen.clear()
        assert client.post("/trop/", content=b"x" * 32_100_000).status_code == 413
        parts = (b"x" * 1_000_000 for _ in range(33))
        assert client.post("/trop/", content=parts).status_code in (413, 502)  # without announcing its length
    assert Echo.seen == []


def test_headers_that_do_not_end_are_not_waited_for(proxy: Proxy) -> None:
    with proxy.connection() as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        assert seconds_until_closed(slow) < 15


def test_headers_without_measure_are_refused(proxy: Proxy) -> None:
    with proxy.client() as client:
        assert client.get("/", headers={"X-Big": "x" * 8_000}).status_code == 200
        assert client.get("/", headers={f"X-{n}": "x" * 8_000 for n in range(10)}).status_code == 431


def test_the_journal_holds_no_whole_address_and_no_secret(proxy: Proxy) -> None:
    with proxy.client() as client:
        client.get("/suivi/?code=1234-5678&token=canari", headers={"Cookie": "s=canari", "Authorization": "canari"})
    time.sleep(0.5)
    lines = (proxy.folder / "dreamplus.log").read_text()
    assert "/suivi/" in lines
    assert "canari" not in lines
    assert "1234-5678" not in lines
    assert "127.0.0.1" not in lines


def seconds_until_closed(connection: socket.socket) -> float:
    began = time.monotonic()
    try:
        while connection.recv(1000):
            pass
    except OSError:
        pass
    return time.monotonic() - began
