"""Every request of the server: what it refuses to call (RELIABILITY B6), and what it refuses to read."""

from __future__ import annotations

import datetime
import gzip
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import translation

from dreamplus.core import outbound, pinned
from dreamplus.core.addresses import may_call
from dreamplus.core.outbound import OutboundError, fetch

Talk = Callable[[socket.socket], None]


class Listener:
    """A real socket on loopback; `talk` answers each connection after its request was read."""

    def __init__(self, talk: Talk, context: ssl.SSLContext | None = None) -> None:
        self.connections = 0
        self.requests: list[bytes] = []
        self._talk = talk
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(20)
        try:
            if self._context:
                client = self._context.wrap_socket(client, server_side=True)
            request = b""
            while b"\r\n\r\n" not in request:
                part = client.recv(65536)
                if not part:
                    return
                request += part
            self.requests.append(request)
            self._talk(client)
        except OSError:
            pass
        finally:
            client.close()

    def close(self) -> None:
        self._socket.close()


@contextmanager
def listening(talk: Talk, context: ssl.SSLContext | None = None) -> Iterator[Listener]:
    listener = Listener(talk, context)
    try:
        yield listener
    finally:
        listener.close()


def saying(answer: bytes) -> Talk:
    return lambda client: client.sendall(answer)


def ok(body: bytes, *headers: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def loopback(settings: Any) -> None:
    settings.DREAM_ALLOW_LOOPBACK = True


# Addresses ------------------------------------------------------------------------------------------------------------
HOSTILE_URLS = [
    "https://127.0.0.1:{port}/",
    "https://127.0.0.1/",
    "https://localhost/",
    "https://localhost:{port}/",
    "https://localhost.localdomain/",
    "https://127.1/",
    "https://127.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://0/",
    "https://0.0.0.0:{port}/",
    "https://[::1]:{port}/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fe80::1%25eth0]/",
    "https://10.0.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://192.168.1.1/",
    "https://8.8.8.8/",
    "https://[2001:4860:4860::8888]/",
    "https://user@exemple.fr/",
    "https://user:password@exemple.fr/",
    "https://exemple.fr@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}#@exemple.fr/",
    "https://127.0.0.1:{port}\\@exemple.fr/",
    "https://exemple.fr:{port}/",
    "https://exemple.fr:80/",
    "https://exemple.fr:0443/",
    "https://exemple.fr:99999/",
    "https://exemple.fr:/\t",
    "http://exemple.fr/",
    "http://127.0.0.1:{port}/",
    "HTTPS://exemple.fr/",
    "ftp://exemple.fr/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "https:127.0.0.1:{port}",
    "https:///127.0.0.1:{port}/",
    "https://exemple/",
    "https://exemple.fr./",
    "https://.exemple.fr/",
    "https://exemple..fr/",
    "https://exemple.123/",
    "https://ex%61mple.fr/",
    "https://①②⑦.⓪.⓪.①/",
    "https://exemple。fr/",
    "https://exem\u00adple.fr/",
    "https://exemple.fr/a b",
    "https://exemple.fr/\r\nHost: 127.0.0.1",
    "https://exemple.fr/#fragment",
    "https://*.exemple.fr/",
    "https://-.fr/",
    "",
    "https://" + "a" * 3000 + ".fr/",
]


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_an_address_of_a_doubtful_form_is_never_connected_to(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pinned, "resolve", lambda _: ["127.0.0.1"])
    with listening(saying(ok(b"secret"))) as listener:
        with pytest.raises(OutboundError):
            fetch(url.format(port=listener.port), seconds=3)
        assert listener.connections == 0


PRIVATE = [
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "0.1.2.3",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "2a00::1%eth0",
    "fec0::1",
    "ff02::1",
    "0177.0.0.1",
    "2130706433",
    "127.1",
    "",
    "exemple.fr",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_off_the_internet_is_never_connected_to(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(pinned, "resolve", lambda _: ["93.184.215.14", address])
    monkeypatch.setattr(pinned, "connect", lambda address, *_: asked.append(address))
    with pytest.raises(OutboundError, match="not on the public internet"):
        fetch("https://commune.exemple.fr/", seconds=3)
    assert asked == []


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2a00:1450:4007::1", "2606:4700::1111"])
def test_hosts_of_the_internet_may_be_called(address: str) -> None:
    assert may_call(address)


def test_loopback_is_only_called_under_its_switch_and_then_only_loopback(loopback: None) -> None:
    with listening(saying(ok(b"hello"))) as listener:
        assert fetch(f"http://127.0.0.1:{listener.port}/a?b=1").body == b"hello"
        assert listener.requests[0].startswith(b"GET /a?b=1 HTTP/1.1\r\n")
        for url in ("http://127.0.0.2:{p}/", "http://localhost:{p}/", "http://[::1]:{p}/", "http://0.0.0.0:{p}/"):
            with pytest.raises(OutboundError):
                fetch(url.format(p=listener.port), seconds=3)
        for url in ("http://127.1:{p}/", "http://2130706433:{p}/", "http://x@127.0.0.1:{p}/", "https://127.0.0.1:{p}/"):
            with pytest.raises(OutboundError):
                fetch(url.format(p=listener.port), seconds=3)
        with pytest.raises(OutboundError):
            fetch(f"http://127.0.0.1:{listener.port}/", allow_loopback=False)
        assert listener.connections == 1


def test_no_argument_opens_loopback_where_the_setting_does_not() -> None:
    with listening(saying(ok(b"hello"))) as listener:
        with pytest.raises(OutboundError):
            fetch(f"http://127.0.0.1:{listener.port}/", allow_loopback=True)
        assert listener.connections == 0


# The pinned connection ------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for commune.exemple.fr that is its own authority."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "commune.exemple.fr")])
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("commune.exemple.fr")]), critical=False)
    )
    certificate = builder.sign(key, hashes.SHA256())
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "both.pem").write_bytes(private + pem)
    (folder / "authority.pem").write_bytes(pem)
    return folder


@contextmanager
def secure(
    talk: Talk, certificates: Path, monkeypatch: pytest.MonkeyPatch, *, trusted: bool = True
) -> Iterator[tuple[Listener, list[Any]]]:
    """A TLS listener that stands for 93.184.215.14 on port 443; what was resolved, connected to and named by SNI."""
    seen: list[Any] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "both.pem")
    context.sni_callback = lambda _sock, name, _context: seen.append(("sni", name))
    with listening(talk, context) as listener:

        def resolve(host: str) -> list[str]:
            seen.append(("resolve", host))
            return ["93.184.215.14"]

        def connect(address: str, port: int, seconds: float) -> socket.socket:
            seen.append(("connect", address, port))
            return socket.create_connection(("127.0.0.1", listener.port), timeout=seconds)

        monkeypatch.setattr(pinned, "resolve", resolve)
        monkeypatch.setattr(pinned, "connect", connect)
        if trusted:
            believed = ssl.create_default_context(cafile=str(certificates / "authority.pem"))
            monkeypatch.setattr(pinned, "trust", lambda: believed)
        yield listener, seen


def test_the_name_is_resolved_once_and_the_connection_goes_to_that_address(
    certificates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with secure(saying(ok(b"{}", "ETag: x")), certificates, monkeypatch) as (listener, seen):
        answer = fetch("https://commune.exemple.fr/federation?since=3", headers={"If-None-Match": "y", "Host": "evil"})
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, b"{}", "x")
    assert seen == [
        ("resolve", "commune.exemple.fr"),
        ("connect", "93.184.215.14", 443),
        ("sni", "commune.exemple.fr"),
    ]
    lines = listener.requests[0].split(b"\r\n")
    assert lines[0] == b"GET /federation?since=3 HTTP/1.1"
    assert [line for line in lines if line.lower().startswith(b"host:")] == [b"Host: commune.exemple.fr"]
    assert b"If-None-Match: y" in lines


def test_a_certificate_of_another_name_or_of_nobody_is_refused(
    certificates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with secure(saying(ok(b"")), certificates, monkeypatch) as (listener, _):
        with pytest.raises(OutboundError, match="SSLCertVerificationError"):
            fetch("https://autre.exemple.fr/")
        assert listener.requests == []
    monkeypatch.undo()
    with secure(saying(ok(b"")), certificates, monkeypatch, trusted=False) as (listener, _):
        with pytest.raises(OutboundError, match="SSLCertVerificationError"):
            fetch("https://commune.exemple.fr/")
        assert listener.requests == []


def test_a_body_is_sent_whole(loopback: None) -> None:
    with listening(saying(ok(b""))) as listener:
        fetch(f"http://127.0.0.1:{listener.port}/ping", method="POST", body=b"signed", headers={"Content-Type": "x/y"})
        request = listener.requests[0]
    assert request.startswith(b"POST /ping HTTP/1.1")
    assert b"content-length: 6" in request.lower()
    assert b"Content-Type: x/y" in request


def test_a_redirect_is_an_answer_and_is_not_followed(loopback: None) -> None:
    with listening(saying(ok(b"secret"))) as inside:
        location = f"Location: http://127.0.0.1:{inside.port}/"
        moved = f"HTTP/1.1 302 Found\r\n{location}\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n".encode()
        with listening(saying(moved)) as outside:
            assert fetch(f"http://127.0.0.1:{outside.port}/").status == 302
        assert inside.connections == 0


def test_the_environment_chooses_neither_proxy_nor_certificates(
    loopback: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening(saying(ok(b"proxy"))) as proxy, listening(saying(ok(b"direct"))) as direct:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert fetch(f"http://127.0.0.1:{direct.port}/").body == b"direct"
        assert proxy.connections == 0


# Hostile answers ------------------------------------------------------------------------------------------------------
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
