"""A migrated, content-free database, made once and copied for each instance and each test worker.

Kept outside the tree, named after the hash of everything that shapes it: the lock file and the migrations.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[3]


def cache_folder() -> Path:
    """Where machine-wide, rebuildable files of DREAM+ live."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(base) / "dreamplus"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def fingerprint() -> str:
    """Sixteen hexadecimal digits that change when the schema may have changed."""
    digest = hashlib.sha256((ROOT / "requirements" / "base.lock").read_bytes())
    shaping = [*ROOT.glob("platform/dreamplus/conf/settings/*.py"), *ROOT.glob("**/migrations/*.py")]
    for file in sorted(file for file in shaping if ".venv" not in file.parts):
        digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def existing_sqlite_snapshot() -> Path | None:
    """The migrated SQLite file of this version, if this machine has one (a clone, never an installed wheel)."""
    if not (ROOT / "requirements" / "base.lock").exists():
        return None
    file = cache_folder() / f"snapshot-{fingerprint()}.sqlite3"
    return file if file.exists() else None


def sqlite_snapshot() -> Path:
    """The migrated SQLite file, made on first call (about ten seconds)."""
    snapshot = cache_folder() / f"snapshot-{fingerprint()}.sqlite3"
    if not snapshot.exists():
        making = snapshot.with_name(f"{snapshot.name}.{os.getpid()}")
        making.unlink(missing_ok=True)
        migrate({"DREAM_SNAPSHOT": str(making)})
        making.rename(snapshot)
    return snapshot


def migrate(environment: dict[str, str]) -> None:
    """Runs every migration in a process of its own, under the suite's settings (which hold every application)."""
    command = [
        sys.executable,
        str(ROOT / "manage.py"),
        "migrate",
        "--verbosity=0",
        "--settings=dreamplus.conf.settings.test",
    ]
    subprocess.run(command, check=True, env={**os.environ, **environment}, cwd=ROOT)


@contextmanager
def maintenance() -> Iterator[psycopg.Connection]:
    """A connection to the server of `DREAM_DATABASE` that may create and drop databases."""
    address = urlsplit(os.environ["DREAM_DATABASE"])._replace(path="/postgres").geturl()
    with psycopg.connect(address, autocommit=True) as server:
        yield server


def postgresql_snapshot(name: str) -> None:
    """Makes sure that the migrated template database `name` exists; one process at a time makes it."""
    with maintenance() as server:
        server.execute("SELECT pg_advisory_lock(hashtext('dreamplus snapshot'))")
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        making = f"{name}_making"
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(making)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
        migrate({"DREAM_DATABASE": urlsplit(os.environ["DREAM_DATABASE"])._replace(path=f"/{making}").geturl()})
        server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name)))
