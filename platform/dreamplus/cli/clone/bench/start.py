"""How long `./dream up` takes to its first page with warm caches, and again on what the first run made.

The clock runs from the command to the moment when all three sites answer. CPU is that of every process of the run: it
can be compared on a machine shared with others, where seconds mean little.
"""

from __future__ import annotations

import os
import platform
import resource
import signal
import subprocess
import tempfile
import time

from dreamplus.cli.clone.sites import free_ports
from dreamplus.cli.clone.trouble import Trouble
from dreamplus.cli.snapshot import ROOT

GOALS = {"seconds_to_first_page": 30, "seconds_to_first_page_again": 12}
ANSWERS = "DREAM+ is there"  # what `up` prints once every site has answered


def main() -> dict[str, object]:
    """Goals, figures, conditions; see docs/figures.md."""
    load = round(os.getloadavg()[0], 1)
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="dream-bench-start-") as folder:
        port = free_ports(18_600, 3)[0]
        for end in ("", "_again"):
            figures[f"seconds_to_first_page{end}"], figures[f"cpu_seconds{end}"] = up(folder, port)
    missed = [key for key, most in GOALS.items() if figures[key] > most]
    return {
        "name": "start",
        "ok": not missed,
        "missed": missed,
        "goals": {key: f"<= {most}" for key, most in GOALS.items()},
        "figures": figures,
        "conditions": {
            "database": "sqlite",
            "caches": "warm: environment, wheels, migrated snapshot",
            "processes": "one for each of three sites",
            "cores": os.cpu_count(),
            "load": load,
            "python": platform.python_version(),
        },
    }


def up(folder: str, port: int) -> tuple[float, float]:
    """Seconds until the sites answer, and the CPU seconds of all the processes of the run, which is ended."""
    cpu, began = cpu_of_children(), time.monotonic()
    process = subprocess.Popen(
        [str(ROOT / "dream"), "up", "--folder", folder, "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        answered = next((time.monotonic() for line in process.stdout or () if ANSWERS in line), None)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()
    if answered is None:
        raise Trouble("./dream up ended before its sites answered.")
    return round(answered - began, 1), round(cpu_of_children() - cpu, 1)


def cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
