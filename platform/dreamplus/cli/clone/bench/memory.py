"""What an instance takes in memory once each of its processes has worked: forked from one parent, and together.

Figures are proportional set sizes (PSS): a page of memory shared by n processes counts 1/n in each, so that the sum is
what the machine gives. MB are 1 000 000 bytes. Needs Linux.
"""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from dreamplus.cli.clone.serving import END_WITHIN, READY_WITHIN
from dreamplus.cli.clone.sites import LOOPBACK, command, free_ports
from dreamplus.cli.snapshot import ROOT

FORKED, TOGETHER = "forked_pss_mb", "together_pss_mb"
GOALS = {FORKED: 200.0, TOGETHER: 130.0}
QUIET = 3  # seconds after the last piece of work: what is measured is an idle instance
Figures = dict[str, float]


def main() -> dict[str, object]:
    """Goals, figures, conditions; see docs/figures.md."""
    figures = {**measured(FORKED), **measured(TOGETHER, "--together")}
    missed = [key for key, most in GOALS.items() if figures[key] > most]
    return {
        "name": "memory",
        "ok": not missed,
        "missed": missed,
        "goals": {key: f"<= {most:.0f}" for key, most in GOALS.items()},
        "figures": figures,
        "conditions": conditions(),
    }


def measured(name: str, *options: str) -> Figures:
    """PSS of one way of serving, after a page, a live figure and a task."""
    port, live_port = free_ports(18_800, 2)
    since = time.time()
    with served("--port", str(port), "--live-port", str(live_port), *options) as parent:
        until(lambda: status(f"http://{LOOPBACK}:{port}/") == 200, "pages")
        live = f"http://{LOOPBACK}:{port if options else live_port}/live/polls.turnout/{activity()}"
        until(lambda: status(live) == 200, "live figures")
        until(lambda: tasks_done(since) > 0, "tasks")
        time.sleep(QUIET)
        processes = [parent, *descendants(parent)]
        return {
            name: round(sum(pss(process) for process in processes) / 1e6, 1),
            f"{name[:-7]}_processes": len(processes),
        }


@contextmanager
def served(*words: str) -> Iterator[int]:
    """The number of the process that serves the bench's instance while the block runs."""
    process = subprocess.Popen(
        command("serve", *words), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(timeout=END_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def until(true: Callable[[], bool], what: str) -> None:
    """Raises `RuntimeError` when it does not come true in time."""
    deadline = time.monotonic() + READY_WITHIN
    while not true():
        if time.monotonic() > deadline:
            raise RuntimeError(f"no {what} after {READY_WITHIN} s")
        time.sleep(0.2)


def status(address: str) -> int:
    """Of a GET; 0 when nobody listens."""
    try:
        with build_opener(ProxyHandler({})).open(address, timeout=30) as answer:
            return int(answer.status)
    except HTTPError as refused:
        return refused.code
    except OSError:
        return 0


def asked(statement: str, *values: object) -> str:
    """First column of the first row, from the instance's file."""
    with closing(sqlite3.connect(f"file:{os.environ['DREAM_DATA']}/dream.sqlite3?mode=ro", uri=True)) as database:
        return str(database.execute(statement, values).fetchone()[0])


def activity() -> str:
    return asked("SELECT uuid FROM participation_activity WHERE kind = 'poll' AND frozen_at IS NOT NULL LIMIT 1")


def tasks_done(since: float) -> int:
    return int(asked("SELECT count(*) FROM core_taskrun WHERE state = 'done' AND unixepoch(finished_at) >= ?", since))


def descendants(process: int) -> list[int]:
    """Every process that `process` started, and those these started."""
    found = []
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, file.read_text().split()):
            found += [child, *descendants(child)]
    return found


def pss(process: int) -> int:
    """In bytes."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"process {process} tells no PSS")


def conditions() -> dict[str, object]:
    return {
        "database": "sqlite",
        "instance": "the demonstration's commune",
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "kernel": platform.release(),
    }


if __name__ == "__main__":
    print(json.dumps(main()))
