"""`dreamplus verify` as a stranger runs it: a program of its own, on files, without settings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings

from polls.secret.rules import log
from polls.secret.rules.publication import Publication
from tests.polls.secret.village import Village, voted


@pytest.fixture(scope="module")
def village() -> Village:
    return voted()


def lay(folder: Path, publication: Publication) -> Path:
    for name, data in publication.files():
        (folder / name).write_bytes(data)
    return folder


def verify(*words: str | Path) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("DREAM_", "DJANGO_"))}
    root = Path(settings.ROOT)
    return subprocess.run(
        [sys.executable, "-m", "dreamplus", "verify", *map(str, words)],
        env=bare | {"PYTHONPATH": f"{root}{os.pathsep}{root / 'platform'}"},
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )


def test_a_vote_is_verified_in_words(village: Village, tmp_path: Path) -> None:
    done = verify(lay(tmp_path, village.publication()))
    assert (done.returncode, done.stderr) == (0, "")
    assert [line for line in done.stdout.splitlines() if line and not line.startswith(" ")] == [
        "Checked",
        "Taken on the word of commune and hub",
        "Cannot be checked",
        "Nothing is wrong.",
    ]
    assert "it could draw tokens for people who do not vote" in done.stdout


def test_a_fault_and_a_broken_promise_are_told(village: Village, tmp_path: Path) -> None:
    told = village.publication()
    lay(tmp_path, replace(told, ballots=told.ballots[1:]))
    promise = log.promise(village.terms.poll, bytes(32), batch=(20, 3600), key=village.promise_key)
    (tmp_path / "receipt.json").write_text(json.dumps(promise))
    done = verify(tmp_path, "--receipt", tmp_path / "receipt.json", "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["ok"]) == (1, False)
    assert [check["code"] for check in report["checked"] if check["ok"] is False] == ["ballots", "count", "receipt"]


@pytest.mark.parametrize(
    ("vote", "said"),
    [
        (None, "not-there"),
        (b"", "not-json"),
        (b"{}", "wrong-members: vote.json"),
    ],
)
def test_what_cannot_be_read_says_why(vote: bytes | None, said: str, tmp_path: Path) -> None:
    if vote is not None:
        (tmp_path / "vote.json").write_bytes(vote)
    done = verify(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        """Nothing is told."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_vote_is_fetched_and_verified(village: Village, tmp_path: Path) -> None:
    lay(tmp_path, village.publication())
    with served(tmp_path) as address:
        assert verify(address, "--loopback").stdout.endswith("Nothing is wrong.\n")
        assert verify(address).returncode == 2
        (tmp_path / "vote.json").unlink()
        assert "not-there: vote.json" in verify(address, "--loopback").stderr
