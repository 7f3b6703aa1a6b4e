"""The raw rate: two rows in a transaction, by PostgreSQL's own `pgbench`; and what the cluster holds in the end."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg

from dreamplus.cli.clone.trouble import Trouble

SCRIPT = Path(__file__).with_name("two_inserts.sql")
SECONDS = 8
_TABLES = """
CREATE TABLE bench_seat (activity int, voter bigint, receipt text, PRIMARY KEY (activity, voter));
CREATE TABLE bench_ballot (activity int, ref text, choices text, PRIMARY KEY (activity, ref));
"""
_RATE = re.compile(r"tps = ([0-9.]+) \(without initial")


@dataclass(frozen=True)
class Kept:
    """Rows of the box, rows of the roll, people among these; and the server's version."""

    ballots: int
    seats: int
    voters: int
    version: str


def prepare(database: str) -> None:
    """Both tables of the script."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(_TABLES)


def rate(pgbench: Path, database: str, *, clients: int) -> float:
    """Transactions of two rows in a second. Raises `Trouble` when `pgbench` fails."""
    words = [str(pgbench), "-c", str(clients), "-j", "2", "-M", "prepared", "-n", "-T", str(SECONDS), "-f", str(SCRIPT)]
    done = subprocess.run([*words, database], capture_output=True, text=True, check=False)
    found = _RATE.search(done.stdout)
    if found is None:
        raise Trouble(f"pgbench failed:\n{done.stderr.strip()[-1000:]}")
    return float(found[1])


def kept(database: str, uuid: str) -> Kept:
    """What PostgreSQL says once everything has ended."""
    with psycopg.connect(database) as connection:
        number = connection.execute("SELECT id FROM participation_activity WHERE uuid = %s", [uuid]).fetchone()
        ballots = connection.execute("SELECT count(*) FROM polls_ballot WHERE activity_id = %s", number).fetchone()
        seats = connection.execute(
            "SELECT count(*), count(DISTINCT voter_id) FROM polls_attendance WHERE activity_id = %s", number
        ).fetchone()
        version = connection.info.server_version // 10_000
    if ballots is None or seats is None:
        raise Trouble("the vote of the bench is not there any more")
    return Kept(ballots[0], seats[0], seats[1], str(version))
