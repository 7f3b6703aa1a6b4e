"""What is published is enough to count again: with the program offered beside it, on a machine that has nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dreamplus.core import clock
from dreamplus.participation import publishing
from dreamplus.participation.models import Activity
from dreamplus.participation.services import settle_due
from dreamplus.people.models import User
from polls import recount

pytestmark = pytest.mark.django_db
HALL, GARDEN, SQUARE = "la-halle-ouverte", "le-jardin-de-marche", "la-place-a-vivre"


@pytest.fixture
def settled(poll: Activity, vote: Callable[..., Any], make_voter: Callable[[str], User], noon: datetime) -> Activity:
    for number, choice in enumerate([GARDEN] * 16 + [HALL] * 13 + [""] * 12):
        vote(poll, make_voter(f"v{number}"), *([choice] if choice else []))
    settle_due(noon + timedelta(days=10))
    poll.refresh_from_db()
    return poll


def counted(folder: Path, *words: str) -> dict[str, Any]:
    """By the program alone: no environment, no site-packages."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / recount.NAME), *words, "--json"],
        capture_output=True,
        text=True,
        check=False,
        env={},
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]  # one object


def test_what_is_published_gives_the_result_again(
    settled: Activity, client: Client, tmp_path: Path, noon: datetime
) -> None:
    with clock.frozen(noon + timedelta(days=11)):
        data = publishing.published(settled, clock.now())
        page = client.get(reverse("polls:result", args=[settled.uuid])).content.decode()
        ballots = client.get(reverse("polls:profiles", args=[settled.uuid]))
        program = client.get(reverse("polls:recount"))
    assert data is not None
    (tmp_path / "bulletins.csv").write_bytes(ballots.content)
    (tmp_path / "resultat.json").write_text(json.dumps(data), encoding="utf-8")
    (tmp_path / recount.NAME).write_bytes(program.content)
    assert sha256(program.content).hexdigest() in page
    assert f"python3 recount.pyz bulletins-{settled.uuid}.csv" in page
    assert "--method plurality" in page
    for file in ("bulletins.csv", "resultat.json"):
        again = counted(tmp_path, file, "--method", "plurality")
        assert again["totals"] == {HALL: 13, GARDEN: 16, SQUARE: 0} == {o["code"]: o["votes"] for o in data["options"]}
        assert again["winners"] == data["winners"]
        assert (again["ballots"]["valid"], again["ballots"]["blank"]) == (29, 12)


def test_the_program_is_the_same_bytes_each_time() -> None:
    first = recount.archive()
    recount.archive.cache_clear()
    assert recount.archive() == first
    assert recount.fingerprint() == sha256(first).hexdigest()
    assert len(first) < 60_000


def test_it_says_what_it_takes(tmp_path: Path) -> None:
    (tmp_path / recount.NAME).write_bytes(recount.archive())
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(tmp_path / recount.NAME), "--help"],
        capture_output=True,
        text=True,
        check=False,
        env={},
    )
    assert done.returncode == 0
    assert "equal-shares" in done.stdout


def test_it_is_public_and_may_be_kept(client: Client) -> None:
    answer = client.get(reverse("polls:recount"))
    assert answer.headers["Content-Type"] == "application/zip"
    assert "public" in answer.headers["Cache-Control"]
    assert not answer.cookies
