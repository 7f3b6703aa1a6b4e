"""The processes of the demonstration: one for each site, ended together."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dreamplus.cli.clone.sites import Site
from dreamplus.cli.clone.trouble import Trouble
from dreamplus.cli.serve.parent import end_with_parent
from dreamplus.cli.snapshot import ROOT

READY_WITHIN = 60  # seconds
END_WITHIN = 15  # seconds
JOURNAL = "serve.log"  # in each site's folder

Processes = list[subprocess.Popen[bytes]]


@contextmanager
def serving(sites: list[Site]) -> Iterator[Processes]:
    """Every site served while the block runs, each in one process; all of them are ended after it."""
    processes: Processes = []
    try:
        for site in sites:
            processes.append(start(site))
        for site, process in zip(sites, processes, strict=True):
            wait_until_ready(site, process)
        yield processes
    finally:
        end(processes)


def start(site: Site) -> subprocess.Popen[bytes]:
    """One site. It has a session of its own: Ctrl-C reaches the caller alone, which then ends all in order."""
    with (site.folder / JOURNAL).open("ab") as journal:
        return subprocess.Popen(
            site.words(),
            env=site.environment(),
            cwd=ROOT,
            stdout=journal,
            stderr=journal,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )


def wait_until_ready(site: Site, process: subprocess.Popen[bytes]) -> None:
    """Returns when the site answers. Raises `Trouble` when it ends or takes longer than `READY_WITHIN`."""
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Trouble(f"{site.slug} could not start:\n{last_words(site.folder / JOURNAL)}")
        if site.answers():
            return
        time.sleep(0.1)
    raise Trouble(f"{site.slug} does not answer on {site.origin}.")


def last_words(journal: Path) -> str:
    return "\n".join(journal.read_text(errors="replace").splitlines()[-15:])


def end(processes: Processes) -> None:
    """Asks each to end, waits, then insists."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + END_WITHIN
    for process in processes:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
