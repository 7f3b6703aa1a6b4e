"""The two other houses of a secret vote, as the site speaks to them: its box, and the region as witness."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings

from polls.secret.rules.canonical import encode
from polls.secret.rules.refusals import Refused

if TYPE_CHECKING:
    from dreamplus.core.outbound import Answer

MOST_BYTES = 2_000_000_000
SHORT, LONG = 15, 120
"""Seconds."""


def are_there() -> bool:
    """Whether this site has been given a box and a witness."""
    return bool(settings.DREAM_BOX and settings.DREAM_BOX_TOKEN and settings.DREAM_WITNESS)


def box_keys(poll: UUID) -> dict[str, str]:
    """Raises `Refused`, `OutboundError`; so do all of these."""
    told: dict[str, str] = _read(_box(poll, "cles", method="PUT", body=b""))
    return told


def lay_terms(poll: UUID, terms: bytes) -> None:
    _read(_box(poll, "regles", method="PUT", body=terms))


def close_box(poll: UUID, tokens: int) -> None:
    _read(_box(poll, "cloture", method="PUT", body=encode({"tokens": [tokens]})))


def postpone(poll: UUID, closes: str) -> None:
    """The box asks the witness, and writes it into its log."""
    _read(_box(poll, "report", method="PUT", body=encode({"closes": closes}), seconds=LONG))


def add_paper(poll: UUID, entry: bytes) -> None:
    _read(_box(poll, "papier", method="PUT", body=entry))


def log_of(poll: UUID) -> bytes:
    """`vote.json` as the box tells it now."""
    answer = _box(poll, "vote.json")
    _read(answer)
    return answer.body


def ballots_of(poll: UUID) -> bytes:
    """`ballots.jsonl`, once the witness has signed the closing."""
    answer = _box(poll, "ballots.jsonl", seconds=LONG)
    if answer.status != 200:
        _read(answer)
    return answer.body


def forget_ballots(poll: UUID) -> None:
    """The log stays, the sealed ballots go."""
    _read(_box(poll, "oubli", method="PUT", body=b""))


def witness_promise(poll: UUID) -> dict[str, str]:
    """The witness's key, and the hash of its half of what breaks ties."""
    body = encode({"site": settings.DREAM_ORIGIN, "poll": str(poll)})
    told: dict[str, str] = _read(_asked(f"{settings.DREAM_WITNESS}/temoin/votes/", method="POST", body=body))
    return told


def witness_says(poll: UUID) -> dict[str, Any]:
    """The last head that it signed, its fault, its secret after the closing."""
    return _read(_asked(f"{settings.DREAM_WITNESS}/temoin/votes/{poll}/"))


def _box(poll: UUID, name: str, *, method: str = "GET", body: bytes | None = None, seconds: float = SHORT) -> Answer:
    headers = {"Authorization": f"Bearer {settings.DREAM_BOX_TOKEN}"}
    # On one machine browsers say `localhost`, so that no cookie of the site goes there; servers call the number.
    origin = settings.DREAM_BOX.replace("http://localhost:", "http://127.0.0.1:")
    return _asked(f"{origin}/votes/{poll}/{name}", method=method, body=body, headers=headers, seconds=seconds)


def _asked(
    url: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    seconds: float = SHORT,
) -> Answer:
    from dreamplus.core.outbound import fetch  # an HTTP client, which a site without secret votes does not carry

    headers = {"Content-Type": "application/json", **(headers or {})}
    return fetch(url, method=method, headers=headers, body=body, max_bytes=MOST_BYTES, seconds=seconds)


def _read(answer: Answer) -> dict[str, Any]:
    from dreamplus.core.outbound import OutboundError

    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise OutboundError(f"Answer {answer.status}, which is not what such a house says.")
    if answer.status != 200:
        raise Refused(str(told.get("refused", "refused"))[:80], str(told.get("detail", ""))[:200])
    return told
