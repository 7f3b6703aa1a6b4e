"""Proof of work: ours, in time, once."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dreamplus.core.proof import LASTS, WORK, challenge, is_solved

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)


def solve(at: datetime = NOON, **change: Any) -> str:
    """What the browser sends, found as it finds it."""
    asked = json.loads(challenge(at))
    number = next(
        n for n in range(WORK + 1) if hashlib.sha256(f"{asked['salt']}{n}".encode()).hexdigest() == asked["challenge"]
    )
    told = {name: asked[name] for name in ("algorithm", "challenge", "salt", "signature")} | {"number": number}
    return base64.b64encode(json.dumps(told | change).encode()).decode()


def test_a_solution_serves_once() -> None:
    payload = solve()
    assert is_solved(payload, at=NOON)
    assert not is_solved(payload, at=NOON)


def test_it_lasts_two_hours() -> None:
    assert is_solved(solve(), at=NOON + LASTS - timedelta(seconds=1))
    assert not is_solved(solve(), at=NOON + LASTS)


@pytest.mark.parametrize(
    "change",
    [
        {"number": -1},
        {"number": None},
        {"number": {}},
        {"signature": "0" * 64},
        {"salt": "x?expires=99999999999&"},
        {"salt": 3},
        {"salt": ""},
        {"algorithm": "MD5"},
        {"challenge": []},
    ],
    ids=str,
)
def test_what_was_tampered_with_is_no_proof(change: dict[str, Any]) -> None:
    assert not is_solved(solve(**change), at=NOON)


@pytest.mark.parametrize("payload", ["", "x", "é", "e30=", "bnVsbA==", "W10=", "////", "MQ=="])
def test_garbage_is_no_proof(payload: str) -> None:
    assert not is_solved(payload, at=NOON)
