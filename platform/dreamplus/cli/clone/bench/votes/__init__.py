"""Votes over HTTP against a real PostgreSQL that writes to disk, beside the raw rate of two rows in a transaction.

32 clients, each with one connection that stays open; two web processes; every ballot by another person, signed in, with
every check. Three rounds: raw transactions, ballots, empty answers behind the same middleware, one after the other on
the same cluster. Clients and server share the machine's cores, as `pgbench` and its server do.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from dreamplus.cli.clone import machine, servers
from dreamplus.cli.clone.bench.votes import raw
from dreamplus.cli.clone.bench.votes.clients import Round, Vote, ballots, empty_views
from dreamplus.cli.clone.bench.votes.processes import served
from dreamplus.cli.clone.sites import three_sites
from dreamplus.cli.clone.trouble import Trouble
from dreamplus.cli.snapshot import ROOT

ROUNDS, CLIENTS, WEB_PROCESSES = 3, 32, 2
BALLOTS = int(os.environ.get("BENCH_BALLOTS", "6000"))
"""All rounds together; 30 000 for L2."""
GOALS = {
    "ratio_to_raw_transactions": (">=", 0.15),
    "cpu_multiple_of_empty_view": ("<=", 6),
    "queries_per_ballot": ("<=", 4),
    "p99_over_p50": ("<=", 4),
    "lost": ("<=", 0),
    "double": ("<=", 0),
    "refused": ("<=", 0),
}


def main() -> dict[str, Any]:
    """Goals, figures, conditions; see docs/figures.md."""
    pgbench = machine.need("pgbench", "postgresql-15", "to compare with the raw rate of the database")
    load = round(os.getloadavg()[0], 1)
    with (
        tempfile.TemporaryDirectory(prefix="dream-bench-") as folder,
        servers.postgresql(durable=True) as database,
        servers.redis() as redis,
    ):
        site = three_sites(Path(folder), first_port=18_700)[1]
        environment = site.environment() | {
            "DREAM_DATABASE": database,
            "DREAM_REDIS": redis,
            "DREAM_DEMONSTRATION": "0",
        }
        (site.folder / "static").mkdir()
        in_django(environment, "-m", "dreamplus", "migrate")
        told = in_django(environment, "-m", "dreamplus.cli.clone.bench.votes.voters", str(BALLOTS))
        vote: dict[str, Any] = json.loads(told.splitlines()[-1])
        where = Vote(vote["uuid"], vote["option"], vote["token"])
        raw.prepare(database)
        rounds = []
        with served(site.port, environment, WEB_PROCESSES) as server:
            share = BALLOTS // ROUNDS
            empty_views(site.port, CLIENTS, 200)  # each process has loaded what it needs
            for number in range(ROUNDS):
                cookies = vote["cookies"][number * share : (number + 1) * share]
                rate = raw.rate(pgbench, database, clients=CLIENTS)
                cast, cpu_of_cast = server.cpu_of(partial(ballots, site.port, CLIENTS, where, cookies))
                empty, cpu_of_empty = server.cpu_of(partial(empty_views, site.port, CLIENTS, share))
                rounds.append((rate, cast, cpu_of_cast / len(cast.seconds), cpu_of_empty / len(empty.seconds)))
        kept = raw.kept(database, vote["uuid"])
    return report(vote, rounds, kept, load)


def in_django(environment: dict[str, str], *words: str) -> str:
    """What a process of its own prints. Raises `Trouble` with its last words."""
    done = subprocess.run(
        [sys.executable, *words], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Trouble(f"{words[1]} failed:\n{done.stderr.strip()[-2000:]}")
    return done.stdout


def report(
    vote: dict[str, Any], rounds: list[tuple[float, Round, float, float]], kept: raw.Kept, load: float
) -> dict[str, Any]:
    """The one form of every figure."""
    took = sorted(second for _rate, cast, _cpu, _empty in rounds for second in cast.seconds)
    accepted = sum(cast.accepted for _rate, cast, _cpu, _empty in rounds) + vote["cast_before"]
    middle, high, highest = (1000 * took[int(part * (len(took) - 1))] for part in (0.5, 0.95, 0.99))
    figures = {
        "ratio_to_raw_transactions": round(statistics.median(c.rate / rate for rate, c, _cpu, _e in rounds), 3),
        "raw_transactions_per_second": round(statistics.median(rate for rate, _c, _cpu, _e in rounds)),
        "ballots_per_second": round(statistics.median(cast.rate for _rate, cast, _cpu, _e in rounds)),
        "cpu_ms_per_ballot": round(1000 * statistics.median(cpu for _rate, _c, cpu, _e in rounds), 2),
        "cpu_multiple_of_empty_view": round(statistics.median(cpu / empty for _rate, _c, cpu, empty in rounds), 1),
        "queries_per_ballot": vote["queries"],
        "p50_ms": round(middle, 1),
        "p95_ms": round(high, 1),
        "p99_ms": round(highest, 1),
        "p99_over_p50": round(highest / middle, 1),
        "accepted": accepted,
        "refused": sum(len(cast.seconds) - cast.accepted for _rate, cast, _cpu, _e in rounds),
        "lost": accepted - min(kept.ballots, kept.seats),
        "double": max(kept.ballots, kept.seats) - kept.voters,
    }
    missed = [key for key, (sign, bound) in GOALS.items() if not holds(figures[key], sign, bound)]
    return {
        "name": "votes",
        "ok": not missed,
        "missed": missed,
        "goals": {key: f"{sign} {bound}" for key, (sign, bound) in GOALS.items()},
        "figures": figures,
        "conditions": {
            "database": f"PostgreSQL {kept.version}, fsync and synchronous_commit on",
            "processes": f"{WEB_PROCESSES} for pages, 1 live, 1 for tasks; {CLIENTS} clients on the same machine",
            "cores": os.cpu_count(),
            "load": load,
            "python": platform.python_version(),
            "rounds": ROUNDS,
        },
    }


def holds(figure: float, sign: str, bound: float) -> bool:
    return figure >= bound if sign == ">=" else figure <= bound
