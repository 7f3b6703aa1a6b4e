"""How the one client connects: one address, a certificate that is checked, no redirect, nothing from outside."""

from __future__ import annotations

import datetime
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dreamplus.core import pinned
from dreamplus.core.outbound import OutboundError, fetch
from tests.dreamplus.core.strange_servers import Listener, Talk, listening, ok, saying

pytestmark = pytest.mark.usefixtures("in_english")


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
