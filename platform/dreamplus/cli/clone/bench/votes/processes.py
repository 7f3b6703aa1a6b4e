"""The processes that serve, and the CPU that all of them take while something is done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import TypeVar

from dreamplus.cli.clone import servers
from dreamplus.cli.clone.sites import free_ports
from dreamplus.cli.serve.parent import end_with_parent
from dreamplus.cli.snapshot import ROOT

Done = TypeVar("Done")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """`dreamplus serve` and its children."""

    process: subprocess.Popen[bytes]

    def cpu_of(self, work: Callable[[], Done]) -> tuple[Done, float]:
        """What `work` gives, and the CPU seconds that the processes took meanwhile, PostgreSQL's not included."""
        before = sum(map(cpu, family(self.process.pid)))
        done = work()
        return done, sum(map(cpu, family(self.process.pid))) - before


def family(parent: int) -> list[int]:
    """That process and all that descend from it."""
    found = [parent]
    for task in Path(f"/proc/{parent}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += family(int(child))
    return found


def cpu(pid: int) -> float:
    """CPU seconds of that process since it began."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


@contextmanager
def served(port: int, environment: dict[str, str], web_processes: int) -> Iterator[Server]:
    """Pages on `port` while the block runs. Raises `Trouble` when they do not come."""
    live = free_ports(port + 1, 1)[0]
    words = ["--port", str(port), "--live-port", str(live), "--web-processes", str(web_processes)]
    with TemporaryFile() as journal:
        process = subprocess.Popen(
            [sys.executable, "-m", "dreamplus.cli.clone.bench.votes.served", *words],
            env=environment,
            cwd=ROOT,
            stdout=journal,
            stderr=journal,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        try:
            servers.wait_until(lambda: servers.listens(port), process, "The server of the bench")
            yield Server(process)
        finally:
            servers.stop(process, signal.SIGTERM)
