"""The one HTTP client of the house: every request that the server makes goes through `fetch`.

https on port 443, to a name whose every address is public; the name is resolved once and the connection goes to that
address. No redirect, no proxy from the environment, no cookie; sizes and the whole duration are bounded.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpcore
import httpx
from django.conf import settings

from dreamplus.core.addresses import may_call

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
LOOPBACK = "127.0.0.1"
_NAME = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
_OURS = {"host", "connection", "content-length", "transfer-encoding", "accept-encoding", "proxy-authorization", "te"}


class OutboundError(Exception):
    """The request was not made, or its answer is not acceptable; `sentence` says why, without naming the address."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Answer:
    """What the other side said. `headers` have lower-case names, `body` is decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class _Target:
    url: str
    host: str
    port: int
    loopback: bool


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    max_bytes: int = 8_000_000,
    seconds: float = 10,
    allow_loopback: bool | None = None,
) -> Answer:
    """Makes one request and reads the whole answer, within `seconds` of wall clock for everything.

    `max_bytes` bounds the body as sent and as decompressed. `settings.DREAM_ALLOW_LOOPBACK` lets it call http on
    127.0.0.1, any port; `allow_loopback=False` forbids even that for one call. A redirect is an answer like another.
    Raises `OutboundError`.
    """
    deadline = _Deadline(seconds)
    loopback = settings.DREAM_ALLOW_LOOPBACK and allow_loopback is not False
    target = _target(url, loopback=loopback)
    if method not in METHODS:
        raise OutboundError("This method is not used by the platform.")
    sent = [(name, value) for name, value in (headers or {}).items() if name.lower() not in _OURS]
    addresses = [LOOPBACK] if target.loopback else _resolved(target.host, deadline)
    transport = _Transport(addresses, deadline)
    request = httpx.Request(method, target.url, headers=[*_DEFAULTS, *sent], content=body)
    try:
        with httpx.Client(transport=transport, trust_env=False, follow_redirects=False, cookies=None) as client:
            response = client.send(request, stream=True)
            try:
                return Answer(
                    response.status_code,
                    {name.lower(): value for name, value in response.headers.items()},
                    b"" if method == "HEAD" else _body(response, max_bytes, deadline),
                )
            finally:
                response.close()
    except (httpcore.TimeoutException, httpx.TimeoutException):
        raise OutboundError(f"No complete answer within {seconds:g} seconds.") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise OutboundError(f"The other side cannot be reached or does not speak HTTP ({_kind(error)}).") from None


_DEFAULTS = [("User-Agent", "DREAM+"), ("Accept-Encoding", "gzip"), ("Connection", "close")]


def _kind(error: Exception) -> str:
    cause: BaseException = error
    while cause.__cause__ or cause.__context__:
        cause = cause.__cause__ or cause.__context__ or cause
    return type(cause).__name__


def _target(url: str, *, loopback: bool) -> _Target:
    """Reads `url` strictly: one parser for the check and the request, nothing that two parsers read differently."""
    if len(url) > 2000 or re.search(r"[\s\\\x00-\x20\x7f-\uffff]", url) or "#" in url:
        raise OutboundError("This address holds characters that do not belong there.")
    try:
        parts = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        raise OutboundError("This address cannot be read.") from None
    authority = re.sub(r"^[a-z]+://", "", url, count=1).split("/")[0].split("?")[0]
    if parts.userinfo or "@" in authority:
        raise OutboundError("An address with a user name is not called.")
    if loopback and parts.scheme == "http" and parts.host == LOOPBACK and authority.split(":")[0] == LOOPBACK:
        return _Target(str(parts), LOOPBACK, parts.port or 80, loopback=True)
    if parts.scheme != "https" or not url.startswith("https://"):
        raise OutboundError("Only https addresses are called.")
    if parts.port not in (None, 443) or authority.partition(":")[2] not in ("", "443"):
        raise OutboundError("Only the usual port of https is called.")
    if not _NAME.fullmatch(parts.host) or authority.partition(":")[0].lower() != parts.host:
        raise OutboundError("Only a full host name is called, never a number.")
    return _Target(str(parts), parts.host, 443, loopback=False)


class _Deadline:
    """The instant after which nothing is waited for."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left. Raises `httpcore.ReadTimeout` when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        return left


def _resolved(host: str, deadline: _Deadline) -> list[str]:
    """Every address of `host`, all public. Resolving cannot be interrupted: a thread is left behind when it is slow."""
    found: list[str] = []
    faults: list[OSError] = []

    def look_up() -> None:
        try:
            found.extend(resolve(host))
        except OSError as error:
            faults.append(error)

    thread = threading.Thread(target=look_up, daemon=True, name="outbound-resolve")
    thread.start()
    thread.join(deadline.left())
    if thread.is_alive():
        raise OutboundError("The name of the other side could not be found in time.")
    addresses = list(dict.fromkeys(found))
    if faults or not addresses:
        raise OutboundError("The name of the other side is not known.")
    if not all(may_call(address) for address in addresses):
        raise OutboundError("This name leads to an address that is not on the public internet.")
    return addresses[:3]


def resolve(host: str) -> list[str]:
    """The addresses of `host`, from the system's resolver."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)]


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """A connected socket to a numeric address."""
    return socket.create_connection((address, port), timeout=seconds)


@cache
def trust() -> ssl.SSLContext:
    """The certificates believed, read once in a process; nothing from the environment."""
    return httpx.create_ssl_context(trust_env=False)


class _Transport(httpx.BaseTransport):
    """httpx over connections that only lead to `addresses` and that all share one deadline."""

    def __init__(self, addresses: list[str], deadline: _Deadline) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=trust(), max_connections=1, network_backend=_Pinned(addresses, deadline), retries=0
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.SyncByteStream)  # noqa: S101 - for the type checker
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        raw = httpcore.Request(request.method, url, headers=request.headers.raw, content=request.stream)
        response = self._pool.handle_request(raw)
        return httpx.Response(response.status, headers=response.headers, stream=_Stream(response.stream))

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, parts: Any) -> None:
        self._parts = parts

    def __iter__(self) -> Any:
        yield from self._parts

    def close(self) -> None:
        self._parts.close()


class _Pinned(httpcore.NetworkBackend):
    """Connects to the checked addresses, whatever host it is asked for."""

    def __init__(self, addresses: list[str], deadline: _Deadline) -> None:
        self._addresses = addresses
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        for address in self._addresses:
            try:
                return _Bounded(connect(address, port, self._deadline.left()), self._deadline)
            except TimeoutError:
                raise httpcore.ConnectTimeout from None
            except OSError as error:
                fault = error
        raise httpcore.ConnectError from fault


class _Bounded(httpcore.NetworkStream):
    """A socket whose every operation ends by the deadline, however slowly the other side drips."""

    def __init__(self, sock: socket.socket, deadline: _Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def _step(self) -> socket.socket:
        self._sock.settimeout(self._deadline.left())
        return self._sock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._step().recv(max_bytes)
        except TimeoutError:
            raise httpcore.ReadTimeout from None
        except OSError as error:
            raise httpcore.ReadError from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            self._step().sendall(buffer)
        except TimeoutError:
            raise httpcore.WriteTimeout from None
        except OSError as error:
            raise httpcore.WriteError from error

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            secure = ssl_context.wrap_socket(self._step(), server_hostname=server_hostname)
        except TimeoutError:
            self.close()
            raise httpcore.ConnectTimeout from None
        except OSError as error:
            self.close()
            raise httpcore.ConnectError from error
        return _Bounded(secure, self._deadline)

    def close(self) -> None:
        self._sock.close()

    def get_extra_info(self, info: str) -> Any:
        return False if info == "is_readable" else None


def _body(response: httpx.Response, max_bytes: int, deadline: _Deadline) -> bytes:
    """The decompressed body. Compressed and decompressed bytes are counted as they come."""
    declared = response.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > max_bytes:
        raise OutboundError("The answer is too large.")
    inflate = _inflater(response.headers.get("content-encoding", "identity").strip().lower())
    whole = bytearray()
    raw = 0
    for part in response.iter_raw():
        deadline.left()
        raw += len(part)
        whole += inflate.decompress(part, max_bytes + 1 - len(whole)) if inflate else part
        if raw > max_bytes or len(whole) > max_bytes:
            raise OutboundError("The answer is too large.")
    if inflate and not inflate.eof and raw:
        raise OutboundError("The answer is cut short.")
    return bytes(whole)


def _inflater(encoding: str) -> Any:
    if encoding in ("identity", ""):
        return None
    if encoding == "gzip":
        return zlib.decompressobj(wbits=31)
    raise OutboundError("The answer is compressed in a way that was not asked for.")
