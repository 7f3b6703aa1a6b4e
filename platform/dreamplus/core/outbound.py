"""The one HTTP client of the house: every request that the server makes goes through `fetch`.

https on port 443, to a name whose every address is public; the name is resolved once and the connection goes to that
address. No redirect, no proxy from the environment, no cookie; sizes and the whole duration are bounded.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from dreamplus.core.pinned import Deadline, Transport, Unreachable, public_addresses

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
LOOPBACK = "127.0.0.1"
_NAME = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
_HEADER = re.compile(r"[A-Za-z0-9-]+")
_OURS = {"host", "connection", "content-length", "transfer-encoding", "accept-encoding", "proxy-authorization", "te"}


class OutboundError(Exception):
    """The request was not made, or its answer is not acceptable; `sentence` says why in the language of the
    reader (of the instance, in a task), without naming the address."""

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
    deadline = Deadline(seconds)
    loopback = settings.DREAM_ALLOW_LOOPBACK and allow_loopback is not False
    target = _target(url, loopback=loopback)
    if method not in METHODS:
        raise OutboundError(_("This method is not used by the platform."))
    for name, value in (headers or {}).items():
        if not (_HEADER.fullmatch(name) and value.isascii() and value.isprintable()):
            raise OutboundError(_("This header cannot be sent."))
    sent = [(name, value) for name, value in (headers or {}).items() if name.lower() not in _OURS]
    request = httpx.Request(method, target.url, headers=[*_DEFAULTS, *sent], content=body)
    try:
        transport = Transport(_addresses(target, deadline), deadline)
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
        message = _("No complete answer within %(seconds)s seconds.") % {"seconds": f"{seconds:g}"}
        raise OutboundError(message) from None
    except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        message = _("The other side cannot be reached or does not speak HTTP (%(fault)s).") % {"fault": _kind(error)}
        raise OutboundError(message) from None


def _addresses(target: _Target, deadline: Deadline) -> list[str]:
    try:
        return [LOOPBACK] if target.loopback else public_addresses(target.host, deadline)
    except Unreachable as error:
        raise OutboundError(str(error)) from None


_DEFAULTS = [("User-Agent", "DREAM+"), ("Accept-Encoding", "gzip"), ("Connection", "close")]


def _kind(error: Exception) -> str:
    cause: BaseException = error
    while cause.__cause__ or cause.__context__:
        cause = cause.__cause__ or cause.__context__ or cause
    return type(cause).__name__


def _target(url: str, *, loopback: bool) -> _Target:
    """Reads `url` strictly: one parser for the check and the request, nothing that two parsers read differently."""
    if len(url) > 2000 or re.search(r"[\s\\\x00-\x20\x7f-\uffff]", url) or "#" in url:
        raise OutboundError(_("This address holds characters that do not belong there."))
    try:
        parts = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        raise OutboundError(_("This address cannot be read.")) from None
    authority = re.sub(r"^[a-z]+://", "", url, count=1).split("/")[0].split("?")[0]
    if parts.userinfo or "@" in authority:
        raise OutboundError(_("An address with a user name is not called."))
    if loopback and parts.scheme == "http" and parts.host == LOOPBACK and authority.split(":")[0] == LOOPBACK:
        return _Target(str(parts), LOOPBACK, parts.port or 80, loopback=True)
    if parts.scheme != "https" or not url.startswith("https://"):
        raise OutboundError(_("Only https addresses are called."))
    if parts.port not in (None, 443) or authority.partition(":")[2] not in ("", "443"):
        raise OutboundError(_("Only the usual port of https is called."))
    if not _NAME.fullmatch(parts.host) or authority.partition(":")[0].lower() != parts.host:
        raise OutboundError(_("Only a full host name is called, never a number."))
    return _Target(str(parts), parts.host, 443, loopback=False)


def _body(response: httpx.Response, max_bytes: int, deadline: Deadline) -> bytes:
    """The decompressed body. Compressed and decompressed bytes are counted as they come."""
    declared = response.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > max_bytes:
        raise OutboundError(_("The answer is too large."))
    inflate = _inflater(response.headers.get("content-encoding", "identity").strip().lower())
    whole = bytearray()
    raw = 0
    for part in response.iter_raw():
        deadline.left()
        raw += len(part)
        whole += _inflated(inflate, part, max_bytes + 1 - len(whole)) if inflate else part
        if raw > max_bytes or len(whole) > max_bytes:
            raise OutboundError(_("The answer is too large."))
    if inflate and not inflate.eof and raw:
        raise OutboundError(_("The answer is cut short."))
    return bytes(whole)


def _inflater(encoding: str) -> Any:
    if encoding in ("identity", ""):
        return None
    if encoding == "gzip":
        return zlib.decompressobj(wbits=31)
    raise OutboundError(_("The answer is compressed in a way that was not asked for."))


def _inflated(inflate: Any, part: bytes, room: int) -> bytes:
    try:
        return inflate.decompress(part, room)
    except zlib.error:
        raise OutboundError(_("The answer cannot be decompressed.")) from None
