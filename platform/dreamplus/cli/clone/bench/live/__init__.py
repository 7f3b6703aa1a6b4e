"""Live readers of one topic: whether each receives each message, how late, and the CPU of a push, beside channels.

One live process, as `dreamplus serve` starts it, one process of readers, on the same cores. Three rounds: our sockets,
then the same readers told by one `group_send` of channels' in-memory layer, which gives each consumer its own message;
more seldom, as it cannot tell so many each second.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from dreamplus.cli import snapshot
from dreamplus.cli.clone import servers
from dreamplus.cli.clone.bench.votes import holds
from dreamplus.cli.clone.bench.votes.processes import cpu
from dreamplus.cli.clone.sites import LOOPBACK, free_ports, three_sites
from dreamplus.cli.clone.trouble import Trouble
from dreamplus.cli.serve.parent import end_with_parent

ROUNDS, SECONDS = 3, 20
READERS = int(os.environ.get("BENCH_READERS", "3000"))
GOALS = {
    "delivered_share": (">=", 1.0),
    "delivered_share_group_send": (">=", 0.99),  # or there is nothing to compare with
    "p99_ms": ("<=", 1000),
    "cpu_ratio_to_group_send": ("<=", 0.1),
}
TOPIC = "bench.clock"
OURS, THEIRS = f"/live/ws/{TOPIC}/all", "/group/"
Round = tuple[dict[str, Any], float]


def main() -> dict[str, Any]:
    """Goals, figures, conditions; see docs/figures.md."""
    load = round(os.getloadavg()[0], 1)
    let_open(2 * READERS)
    with tempfile.TemporaryDirectory(prefix="dream-bench-") as folder:
        site = three_sites(Path(folder), first_port=18_700)[1]
        site.secret()
        shutil.copy(snapshot.sqlite_snapshot(), site.folder / "dream.sqlite3")
        rounds: dict[str, list[Round]] = {OURS: [], THEIRS: []}
        for _round in range(ROUNDS):
            for path, heard in rounds.items():
                heard.append(one_round(site.environment(), site.origin, path))
    return report(rounds, load)


def let_open(files: int) -> None:
    """Each socket is a file. Raises `Trouble` where this machine allows fewer."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < files:
        raise Trouble(f"This machine lets a process open {hard} files; {files} are needed (ulimit -n).")
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))


def one_round(environment: dict[str, str], origin: str, path: str) -> Round:
    """What readers heard, and the CPU seconds of a push to one of them."""
    port = free_ports(18_900, 1)[0]
    server = subprocess.Popen(
        [sys.executable, "-m", "dreamplus.cli.clone.bench.live.served", str(port)],
        env=environment,
        cwd=snapshot.ROOT,
        start_new_session=True,
        preexec_fn=end_with_parent,
    )
    try:
        servers.wait_until(lambda: servers.listens(port), server, "The live process of the bench")
        words = [f"ws://{LOOPBACK}:{port}{path}", origin, str(READERS), str(SECONDS)]
        readers = subprocess.Popen(
            [sys.executable, "-m", "dreamplus.cli.clone.bench.live.readers", *words],
            stdout=subprocess.PIPE,
            text=True,
            cwd=snapshot.ROOT,
            preexec_fn=end_with_parent,
        )
        assert readers.stdout is not None  # noqa: S101 - a pipe was asked for
        if readers.stdout.readline() != "listening\n":
            raise Trouble("The readers of the bench could not connect.")
        before = cpu(server.pid)
        told = readers.stdout.readline()
        spent = cpu(server.pid) - before
        readers.wait()
    finally:
        server.terminate()
        server.wait()
    heard: dict[str, Any] = json.loads(told)
    return heard, spent / max(1, heard["received"])


def report(rounds: dict[str, list[Round]], load: float) -> dict[str, Any]:
    """The one form of every figure."""
    heard = [told for told, _cpu in rounds[OURS]]
    delays = sorted(delay for told in heard for delay in told["delays"])
    ours, theirs = (statistics.median(cpu for _told, cpu in rounds[path]) for path in (OURS, THEIRS))
    figures = {
        "readers": READERS,
        "messages": sum(told["messages"] for told in heard),
        "delivered_share": delivered(rounds[OURS]),
        "p50_ms": round(delays[len(delays) // 2], 1),
        "p99_ms": round(delays[int(0.99 * (len(delays) - 1))], 1),
        "cpu_us_per_push": round(1e6 * ours, 1),
        "cpu_us_per_push_group_send": round(1e6 * theirs, 1),
        "delivered_share_group_send": delivered(rounds[THEIRS]),
        "cpu_ratio_to_group_send": round(
            statistics.median(mine / other for (_t, mine), (_o, other) in zip(*rounds.values(), strict=True)), 3
        ),
    }
    missed = [key for key, (sign, bound) in GOALS.items() if not holds(figures[key], sign, bound)]
    return {
        "name": "live",
        "ok": not missed,
        "missed": missed,
        "goals": {key: f"{sign} {bound:g}" for key, (sign, bound) in GOALS.items()},
        "figures": figures,
        "conditions": {
            "processes": "1 live (uvicorn), 1 of readers, on the same machine",
            "cores": os.cpu_count(),
            "load": load,
            "python": platform.python_version(),
            "rounds": ROUNDS,
            "seconds": SECONDS,
        },
    }


def delivered(rounds: list[Round]) -> float:
    """The share of all messages for all readers that arrived."""
    expected = sum(told["messages"] * told["readers"] for told, _cpu in rounds)
    return round(sum(told["received"] for told, _cpu in rounds) / expected, 6) if expected else 0.0
