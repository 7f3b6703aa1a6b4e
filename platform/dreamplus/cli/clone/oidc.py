"""The identity providers of the suite: `tests/oidc_server`, installed once into the user's cache, run on loopback."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryFile
from threading import Thread

from dreamplus.cli.clone.machine import need
from dreamplus.cli.clone.trouble import Trouble
from dreamplus.cli.snapshot import ROOT, cache_folder

SOURCE = ROOT / "tests" / "oidc_server"
OLDEST_NODE = 18
READY_WITHIN = 40  # seconds: Node starts slowly beside a browser and two test workers


def installed() -> Path:
    """The folder of the server with its libraries, exactly those of the lock file; made when it is not there yet.

    Raises `Trouble` without Node and npm, or without the network the first time.
    """
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(SOURCE.iterdir()))).hexdigest()[:16]
    folder = cache_folder() / f"oidc-server-{digest}"
    if not folder.exists():
        npm = need("npm", "npm", "to install the identity providers of the suite")
        making = folder.with_name(f"{folder.name}.{os.getpid()}")
        shutil.copytree(SOURCE, making)
        words = [str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(words, cwd=making, capture_output=True, text=True, check=False)
        if done.returncode:
            shutil.rmtree(making, ignore_errors=True)
            raise Trouble(f"The identity providers of the suite could not be installed by npm:\n{done.stderr[-800:]}")
        try:
            making.rename(folder)
        except OSError:  # another worker was faster
            shutil.rmtree(making, ignore_errors=True)
    return folder


@contextmanager
def providers(*origins: str) -> Iterator[dict[str, str]]:
    """Both services, for sites at `origins`: issuers by name, and `client_id`, `client_secret`."""
    node, folder = need("node", "nodejs", "to run the identity providers of the suite"), installed()
    version = subprocess.run([str(node), "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if int(version.lstrip("v").partition(".")[0] or 0) < OLDEST_NODE:
        raise Trouble(f"Node {OLDEST_NODE} or newer is needed for the suite; this one is {version}.")
    server, told = _started([str(node), "server.mjs", *origins], folder)
    try:
        yield told
    finally:
        _end(server)


def _started(words: list[str], folder: Path) -> tuple[subprocess.Popen[str], dict[str, str]]:
    """The server and what it says first. A start that says nothing in time is tried once more: on a machine that is
    short of time a process may stand still. Raises `Trouble` with its complaints."""
    for _try in range(2):
        with TemporaryFile("w+") as complaints:
            server = subprocess.Popen(
                words, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, text=True
            )
            line = _first_line(server)
            if line:
                return server, json.loads(line)
            _end(server)
            complaints.seek(0)
            said = complaints.read()[-800:]
    raise Trouble(f"The identity providers of the suite could not be started.\n{said}")


def _first_line(server: subprocess.Popen[str]) -> str:
    """Empty when nothing is said in time."""
    said: Queue[str] = Queue()
    Thread(target=lambda: said.put(server.stdout.readline() if server.stdout else ""), daemon=True).start()
    try:
        return said.get(timeout=READY_WITHIN)
    except Empty:
        return ""


def _end(server: subprocess.Popen[str]) -> None:
    """It ends when nobody holds its standard input any more."""
    if server.stdin is not None:
        server.stdin.close()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
