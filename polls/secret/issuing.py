"""The issuer, as the site speaks to it: a process behind a socket, or, where there is none, a book of its own."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from uuid import UUID

from django.conf import settings

from dreamplus.core.outbound import OutboundError
from polls.secret.issuer.book import Book
from polls.secret.rules.blind import PublicKey
from polls.secret.rules.canonical import Json, b64, encode, unb64
from polls.secret.rules.refusals import Refused

SECONDS = 15
MOST_BYTES = 4000


def make_key(poll: UUID) -> PublicKey:
    """The public key of that vote, made at the first call. Raises `Refused`, `OutboundError`; so do all of these."""
    if not settings.DREAM_ISSUER:
        return _book().make(poll)
    return PublicKey.read(_asked({"act": "make", "poll": str(poll)}).get("key"))


def sign(poll: UUID, blinded: bytes, *, lines: int) -> bytes:
    """As `Book.sign`."""
    if not settings.DREAM_ISSUER:
        return _book().sign(poll, blinded, lines=lines)
    told = {"act": "sign", "poll": str(poll), "blinded": b64(blinded), "lines": lines}
    return unb64(_asked(told).get("signature"))


def end(poll: UUID) -> None:
    """After the closing nobody signs a token any more."""
    if not settings.DREAM_ISSUER:
        return _book().end(poll)
    _asked({"act": "end", "poll": str(poll)})


def _book() -> Book:
    return Book(Path(settings.DREAM_KEYS) / "secret")


def _asked(told: Json) -> dict[str, Json]:
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(SECONDS)
            line.connect(settings.DREAM_ISSUER)
            line.sendall(encode(told) + b"\n")
            with line.makefile("rb") as answer:
                said = json.loads(answer.readline(MOST_BYTES))
    except (OSError, ValueError):
        raise OutboundError("The issuer of tokens does not answer.") from None
    if not isinstance(said, dict):
        raise OutboundError("The issuer of tokens does not answer as an issuer does.")
    if "refused" in said:
        raise Refused(str(said["refused"])[:80], str(said.get("detail", ""))[:200])
    return said
