"""What the one client refuses to read (RELIABILITY B6): slow, large or broken answers."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from pathlib import Path

import pytest

from dreamplus.core import outbound, pinned
from dreamplus.core.outbound import OutboundError, fetch
from tests.dreamplus.core.strange_servers import Talk, listening, ok, saying

pytestmark = pytest.mark.usefixtures("in_english")


def dripping(head: bytes, drop: bytes) -> Talk:
    def talk(client: socket.socket) -> None:
        client.sendall(head)
        for _ in range(100):
            client.sendall(drop)
            time.sleep(0.1)

    return talk


def silent(client: socket.socket) -> None:
    time.sleep(5)


SLOW = {
    "silent": silent,
    "headers dripped": dripping(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    "body dripped": dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"x"),
    "chunks dripped": dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "continue dripped": dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}


@pytest.mark.parametrize("talk", SLOW.values(), ids=SLOW.keys())
def test_a_slow_answer_ends_at_the_wall_clock(talk: Talk, loopback: None) -> None:
    with listening(talk) as listener:
        begun = time.monotonic()
        with pytest.raises(OutboundError, match=r"within 0\.6 seconds"):
            fetch(f"http://127.0.0.1:{listener.port}/", seconds=0.6)
        assert time.monotonic() - begun < 1.5


def test_a_slow_handshake_ends_at_the_wall_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as never_speaks:
        address = never_speaks.getsockname()
        monkeypatch.setattr(pinned, "resolve", lambda _: ["93.184.215.14"])
        monkeypatch.setattr(pinned, "connect", lambda *_: socket.create_connection(address, 1))
        begun = time.monotonic()
        with pytest.raises(OutboundError, match="within"):
            fetch("https://commune.exemple.fr/", seconds=0.6)
        assert time.monotonic() - begun < 1.5


def test_a_slow_resolver_ends_at_the_wall_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pinned, "resolve", lambda _: time.sleep(3) or ["93.184.215.14"])
    begun = time.monotonic()
    with pytest.raises(OutboundError, match="in time"):
        fetch("https://commune.exemple.fr/", seconds=0.5)
    assert time.monotonic() - begun < 1.5


BOMB = gzip.compress(b"\0" * 50_000_000)
TWICE = gzip.compress(gzip.compress(b"\0" * 5_000_000))
LARGE = {
    "declared": b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
    "undeclared": b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 200_000,
    "chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n30000\r\n" + b"x" * 0x30000 + b"\r\n0\r\n\r\n",
    "bomb": ok(BOMB, "Content-Encoding: gzip"),
}


@pytest.mark.parametrize("answer", LARGE.values(), ids=LARGE.keys())
def test_an_answer_that_is_too_large_is_refused_without_being_held(answer: bytes, loopback: None) -> None:
    with listening(saying(answer)) as listener, pytest.raises(OutboundError, match="too large"):
        fetch(f"http://127.0.0.1:{listener.port}/", max_bytes=100_000)


def test_compressed_answers_are_read_up_to_the_last_byte(loopback: None) -> None:
    body = bytes(range(256)) * 100
    with listening(saying(ok(gzip.compress(body), "Content-Encoding: gzip"))) as listener:
        assert fetch(f"http://127.0.0.1:{listener.port}/", max_bytes=len(body)).body == body
        with pytest.raises(OutboundError, match="too large"):
            fetch(f"http://127.0.0.1:{listener.port}/", max_bytes=len(body) - 1)


BROKEN = {
    "nothing": b"",
    "not HTTP": b"SSH-2.0-OpenSSH\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "cut short": b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
    "endless header": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000,
    "deflate": ok(zlib.compress(b"x"), "Content-Encoding: deflate"),
    "twice gzip": ok(TWICE, "Content-Encoding: gzip, gzip"),
    "brotli": ok(b"x", "Content-Encoding: br"),
    "half a gzip": ok(gzip.compress(b"x" * 1000)[:-9], "Content-Encoding: gzip"),
    "no gzip": ok(b"not gzip at all", "Content-Encoding: gzip"),
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_answer_is_a_sentence(answer: bytes, loopback: None) -> None:
    with listening(saying(answer)) as listener, pytest.raises(OutboundError) as refused:
        fetch(f"http://127.0.0.1:{listener.port}/", seconds=3)
    assert refused.value.sentence.endswith(".")
    assert "127.0.0.1" not in refused.value.sentence


def test_nobody_there_is_a_sentence(loopback: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(OutboundError, match=r"cannot be reached .*ConnectionRefusedError"):
        fetch(f"http://127.0.0.1:{port}/", seconds=3)


@pytest.mark.parametrize("method", ["CONNECT", "TRACE", "get", "GET / HTTP/1.1\r\n"])
def test_only_the_methods_of_the_platform_are_sent(method: str, loopback: None) -> None:
    with listening(saying(ok(b""))) as listener:
        with pytest.raises(OutboundError):
            fetch(f"http://127.0.0.1:{listener.port}/", method=method)
        assert listener.connections == 0


@pytest.mark.parametrize("headers", [{"X": "a\r\nY: b"}, {"X\r\nY": "b"}, {"X": "é"}, {"": "x"}])
def test_a_header_cannot_smuggle_another(headers: dict[str, str], loopback: None) -> None:
    with listening(saying(ok(b""))) as listener:
        with pytest.raises(OutboundError):
            fetch(f"http://127.0.0.1:{listener.port}/", headers=headers, seconds=2)
        assert not any(b"\nY:" in request for request in listener.requests)


def test_nothing_else_that_serves_pages_speaks_http() -> None:
    """The command line (`cli`) only calls what it started itself; `identity` dresses `outbound` as the session that
    the accounts library wants."""
    root = Path(outbound.__file__).parents[3]
    houses = [root / "platform" / "dreamplus", root / "polls", root / "consultations", root / "deliberation"]
    speaking = ("import httpx", "import requests", "urllib.request", "http.client", "import httpcore", "aiohttp")
    found = {
        str(file.relative_to(root))
        for house in houses
        for file in house.rglob("*.py")
        if "cli" not in file.parts and any(word in file.read_text() for word in speaking)
    }
    assert found == {
        "platform/dreamplus/core/outbound.py",
        "platform/dreamplus/core/pinned.py",
        "platform/dreamplus/people/identity/http.py",
    }
