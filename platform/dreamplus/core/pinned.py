"""Connections to addresses that were checked, under one deadline: what `outbound` stands on."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterable
from functools import cache
from typing import Any

import httpcore
import httpx
from django.utils.translation import gettext as _

from dreamplus.core.addresses import may_call


class Unreachable(Exception):
    """The name leads nowhere we may go; the message is a sentence."""


class Deadline:
    """The instant after which nothing is waited for."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left. Raises `httpcore.ReadTimeout` when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        return left


def public_addresses(host: str, deadline: Deadline) -> list[str]:
    """At most three addresses of `host`, every one of which is public. Raises `Unreachable`.

    Resolving cannot be interrupted: a thread is left behind when it is slow.
    """
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
        raise Unreachable(_("The name of the other side could not be found in time."))
    addresses = list(dict.fromkeys(found))
    if faults or not addresses:
        raise Unreachable(_("The name of the other side is not known."))
    if not all(may_call(address) for address in addresses):
        raise Unreachable(_("This name leads to an address that is not on the public internet."))
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


class Transport(httpx.BaseTransport):
    """httpx over connections that only lead to `addresses` and that all share one deadline."""

    def __init__(self, addresses: list[str], deadline: Deadline) -> None:
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

    def __init__(self, addresses: list[str], deadline: Deadline) -> None:
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
                if address == self._addresses[-1]:
                    raise httpcore.ConnectError from error
        raise httpcore.ConnectError


class _Bounded(httpcore.NetworkStream):
    """A socket whose every operation ends by the deadline, however slowly the other side drips."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
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
