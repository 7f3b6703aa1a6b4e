"""Votes while things die (F1) and while everybody insists (F7), over HTTP: what was acknowledged is there, once.

Each voter sends the same form, with the same key, until the receipt comes, as a browser does that is told to try again.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest

from dreamplus.cli import snapshot
from dreamplus.cli.clone import servers
from dreamplus.cli.clone.bench.votes import in_django
from dreamplus.cli.clone.bench.votes.processes import family, served
from dreamplus.cli.clone.sites import LOOPBACK, command, three_sites
from dreamplus.cli.serve.parent import end_with_parent
from polls.services import new_key

pytestmark = pytest.mark.long
PATIENCE = 60  # seconds a voter insists
COUNTED = "SELECT (SELECT count(*) FROM polls_attendance), (SELECT count(*) FROM polls_ballot)"
Count = Callable[[], tuple[int, int]]


class Place:
    """One instance on one database, its vote, and people who are signed in."""

    def __init__(self, folder: Path, voters: int, **more: str) -> None:
        self.site = three_sites(folder, first_port=19_300)[1]
        self.environment = self.site.environment() | {"DREAM_DEMONSTRATION": "0", **more}
        (self.site.folder / "static").mkdir()
        if "DREAM_DATABASE" in more:
            in_django(self.environment, "-m", "dreamplus", "migrate")
        else:
            (self.site.folder / "dream.sqlite3").write_bytes(snapshot.sqlite_snapshot().read_bytes())
        told = in_django(self.environment, "-m", "dreamplus.cli.clone.bench.votes.voters", str(voters))
        self.vote: dict[str, Any] = json.loads(told.splitlines()[-1])
        self.unanswered = 0

    def post(self, cookies: str, key: str) -> bool:
        """Whether this request was acknowledged."""
        form = {"choices": self.vote["option"], "key": key, "csrfmiddlewaretoken": self.vote["token"]}
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection(LOOPBACK, self.site.port, timeout=20)
        try:
            connection.request("POST", f"/vote/{self.vote['uuid']}/je-vote/", urlencode(form), headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status == 303 and str(answer.getheader("Location")).endswith("/recu/")
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def insist(self, cookies: str) -> bool:
        key, deadline = new_key(), time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.post(cookies, key):
                return True
            self.unanswered += 1
            time.sleep(0.05)
        return False


def play(place: Place, rounds: int, kill: Callable[[], None], count: Count) -> None:
    """In each round a dozen people vote and something dies; then roll and box hold exactly who was acknowledged."""
    chance = random.Random(26)
    crowd = iter(place.vote["cookies"])
    acknowledged = place.vote["cast_before"]
    with ThreadPoolExecutor(12) as pool:
        for number in range(rounds):
            votes = [pool.submit(place.insist, next(crowd)) for _ in range(12)]
            time.sleep(chance.uniform(0, 0.06))
            kill()
            done = [vote.result() for vote in votes]
            assert all(done), number
            acknowledged += len(done)
            assert count() == (acknowledged, acknowledged), number
    assert place.unanswered, "nothing died while somebody voted"


@pytest.fixture
def on_postgresql(tmp_path: Path) -> Iterator[tuple[Place, servers.Cluster, Count]]:
    with servers.cluster(durable=True) as cluster, servers.redis() as redis:
        place = Place(tmp_path, 900, DREAM_DATABASE=cluster.address, DREAM_REDIS=redis)

        def count() -> tuple[int, int]:
            with psycopg.connect(cluster.address) as connection:
                row = connection.execute(COUNTED).fetchone()
            assert row is not None
            return row[0], row[1]

        yield place, cluster, count


def test_the_database_is_killed_twenty_times(on_postgresql: tuple[Place, servers.Cluster, Count]) -> None:
    place, cluster, count = on_postgresql

    def kill() -> None:
        cluster.kill()
        time.sleep(0.5)
        cluster.start()

    with served(place.site.port, place.environment, 2):
        play(place, 20, kill, count)


def test_a_web_worker_is_killed_fifty_times(on_postgresql: tuple[Place, servers.Cluster, Count]) -> None:
    place, _cluster, count = on_postgresql
    chance = random.Random(7)
    with served(place.site.port, place.environment, 2) as server:

        def kill() -> None:
            os.kill(chance.choice(workers(server.process.pid)), signal.SIGKILL)

        play(place, 50, kill, count)


def workers(supervisor: int) -> list[int]:
    """Those of the pages: its grandchildren, which granian makes and makes again; waits until there is one."""
    for _ in range(400):
        found = [one for child in family(supervisor)[1:] if parent_of(child) == supervisor for one in family(child)[1:]]
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("no worker came back")


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_a_village_on_sqlite_is_killed_twenty_times(tmp_path: Path) -> None:
    place = Place(tmp_path, 300)
    running: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        words = command("serve", "--together", "--port", str(place.site.port))
        process = subprocess.Popen(words, env=place.environment, cwd=snapshot.ROOT, preexec_fn=end_with_parent)
        running.append(process)
        servers.wait_until(lambda: servers.listens(place.site.port), process, "The village")

    def kill() -> None:
        running[-1].kill()
        running[-1].wait()
        start()

    def count() -> tuple[int, int]:
        with sqlite(place) as connection:
            seats, ballots = connection.execute(COUNTED).fetchone()
        return seats, ballots

    start()
    try:
        play(place, 20, kill, count)
    finally:
        servers.stop(running[-1], signal.SIGTERM)


@contextmanager
def sqlite(place: Place) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(place.site.folder / "dream.sqlite3", timeout=20)
    try:
        yield connection
    finally:
        connection.close()


def test_thirty_two_at_once_for_each_of_two_hundred_are_two_hundred_votes(
    on_postgresql: tuple[Place, servers.Cluster, Count],
) -> None:
    """Half of the requests of a voter bear one key, as a double click does; the others one each, as other tabs."""
    place, _cluster, count = on_postgresql
    voters = place.vote["cookies"][:200]
    with served(place.site.port, place.environment, 2), ThreadPoolExecutor(32) as pool:
        for cookies in voters:
            key = new_key()
            sent = [pool.submit(place.post, cookies, key if one % 2 else new_key()) for one in range(32)]
            assert all(one.result() for one in sent)
    assert count() == (202, 202)
