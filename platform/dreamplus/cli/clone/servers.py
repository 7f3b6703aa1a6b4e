"""PostgreSQL and Redis of our own for a while: own port, own temporary folder, ended by the process that began them."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from dreamplus.cli.clone.machine import need
from dreamplus.cli.clone.sites import LOOPBACK
from dreamplus.cli.clone.trouble import Trouble

MEMORY = Path("/dev/shm")  # noqa: S108 - private folders are made in it
ROOM = 4 * 2**30  # bytes
READY_WITHIN = 30  # seconds


class Cluster:
    """A PostgreSQL server of our own: `address` once it is made; it can be killed, and started again on its files.

    Run as root, the server belongs to an unprivileged user: PostgreSQL refuses to be root's. `durable` keeps fsync on,
    for the tests of faults.
    """

    def __init__(self, folder: Path, *, durable: bool) -> None:
        initdb = need("initdb", "postgresql-15", "to test on PostgreSQL as well as on SQLite")
        self.folder, self.owner = folder, unprivileged_user()
        password = secrets.token_hex(16)
        (folder / "password").write_text(password)
        if self.owner:
            for path in (folder, folder / "password"):
                os.chown(path, self.owner.pw_uid, self.owner.pw_gid)
        options = ["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = [str(initdb), "-D", str(folder / "data"), f"--pwfile={folder / 'password'}", *options]
        as_owner(made, self.owner).wait()
        port = free_port()
        quick = [] if durable else ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        words = [str(initdb.with_name("postgres")), "-D", str(folder / "data"), "-k", str(folder), "-p", str(port)]
        self.words = [*words, "-c", f"listen_addresses={LOOPBACK}", *quick]
        self.address = f"postgres://postgres:{password}@{LOOPBACK}:{port}/postgres"
        self.start()

    def start(self) -> None:
        """Returns when it answers, whatever it had to recover. Raises `Trouble`."""
        self.server = as_owner(self.words, self.owner, log=self.folder / "log")
        try:
            wait_until(lambda: answers(self.address), self.server, "PostgreSQL")
        except Trouble:
            self.stop()
            raise

    def kill(self) -> None:
        """As a machine that loses its power: nothing is written any more. Its children see it and leave."""
        self.server.kill()
        self.server.wait()

    def stop(self) -> None:
        stop(self.server, signal.SIGINT)  # PostgreSQL's “fast” shutdown


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[Cluster]:
    """A private server, ended with the block; in memory where there is room, unless it is durable."""
    roomy = not durable and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    folder = Path(tempfile.mkdtemp(prefix="dream-postgresql-", dir=MEMORY if roomy else None))
    try:
        made = Cluster(folder, durable=durable)
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql(*, durable: bool = False) -> Iterator[str]:
    """Address of a private PostgreSQL server."""
    with cluster(durable=durable) as made:
        yield made.address


@contextmanager
def redis() -> Iterator[str]:
    """Address of a private Redis server that keeps nothing."""
    program = need("redis-server", "redis-server", "to test live figures beyond one machine")
    with tempfile.TemporaryDirectory(prefix="dream-redis-") as folder:
        port = free_port()
        options = ["--port", str(port), "--bind", LOOPBACK, "--save", "", "--appendonly", "no", "--dir", folder]
        server = subprocess.Popen([str(program), *options], stdout=subprocess.DEVNULL)
        try:
            wait_until(lambda: listens(port), server, "Redis")
            yield f"redis://{LOOPBACK}:{port}/0"
        finally:
            stop(server, signal.SIGTERM)


def unprivileged_user() -> pwd.struct_passwd | None:
    """Who owns PostgreSQL's files when we are root: Debian's `postgres`, else `nobody`; None when we are not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def as_owner(words: list[str], owner: pwd.struct_passwd | None, log: Path | None = None) -> subprocess.Popen[bytes]:
    """Starts a program as `owner`, its output in `log`."""
    output = log.open("wb") if log else subprocess.DEVNULL
    if owner is None:
        return subprocess.Popen(words, stdout=output, stderr=output, cwd="/")
    return subprocess.Popen(
        words, stdout=output, stderr=output, cwd="/", user=owner.pw_uid, group=owner.pw_gid, extra_groups=[]
    )


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind((LOOPBACK, 0))
        return int(trial.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex((LOOPBACK, port)) == 0


def answers(address: str) -> bool:
    try:
        psycopg.connect(address, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def wait_until(ready: Callable[[], bool], server: subprocess.Popen[bytes], name: str) -> None:
    """Raises `Trouble` when the server ends, or is not ready within `READY_WITHIN` seconds."""
    deadline = time.monotonic() + READY_WITHIN
    while not ready():
        if server.poll() is not None or time.monotonic() > deadline:
            raise Trouble(f"{name} could not be started for the tests.")
        time.sleep(0.1)


def stop(server: subprocess.Popen[bytes], number: signal.Signals) -> None:
    server.send_signal(number)
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
