"""Clients that keep one connection each and send the next request when the last one is answered."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from dreamplus.cli.clone.sites import LOOPBACK


@dataclass(frozen=True)
class Vote:
    """Where it is cast, for what, and with the token that the cookies bear too."""

    uuid: str
    option: str
    token: str


@dataclass
class Round:
    """`seconds` of each answer; `accepted`: those that said what was expected; `lasted`: from first to last."""

    seconds: list[float] = field(default_factory=list)
    accepted: int = 0
    lasted: float = 0.0

    @property
    def rate(self) -> float:
        """Accepted answers a second."""
        return self.accepted / self.lasted


def ballots(port: int, clients: int, vote: Vote, cookies: list[str]) -> Round:
    """Each line of cookies, a signed-in person's, casts one ballot. Accepted: sent on to the receipt."""
    requests = (_ballot(port, vote, one) for one in cookies)
    return asyncio.run(_all(port, clients, requests, b"303", f"/vote/{vote.uuid}/recu/".encode()))


def empty_views(port: int, clients: int, number: int) -> Round:
    head = f"GET /bench/empty/ HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\n\r\n".encode()
    return asyncio.run(_all(port, clients, iter([head] * number), b"200", b""))


def _ballot(port: int, vote: Vote, cookies: str) -> bytes:
    form = {"choices": vote.option, "key": secrets.token_urlsafe(9), "csrfmiddlewaretoken": vote.token}
    body = urlencode(form).encode()
    lines = [
        f"POST /vote/{vote.uuid}/je-vote/ HTTP/1.1",
        f"Host: {LOOPBACK}:{port}",
        f"Cookie: {cookies}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def _all(port: int, clients: int, requests: Iterator[bytes], status: bytes, holds: bytes) -> Round:
    done = Round()
    begun = time.perf_counter()
    await asyncio.gather(*(_client(port, requests, done, status, holds) for _ in range(clients)))
    done.lasted = time.perf_counter() - begun
    return done


async def _client(port: int, requests: Iterator[bytes], done: Round, status: bytes, holds: bytes) -> None:
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    for request in requests:
        begun = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        await _body(reader, head.lower())
        done.seconds.append(time.perf_counter() - begun)
        done.accepted += head.split(b" ", 2)[1] == status and holds in head
    writer.close()


async def _body(reader: asyncio.StreamReader, head: bytes) -> None:
    """Reads what follows the head: so many bytes, or chunks."""
    if b"content-length:" in head:
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
    elif b"transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
