"""What the whole suite shares: a database copied from the migrated snapshot, for each worker its own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from dreamplus.cli import snapshot


@pytest.fixture(scope="session")
def django_db_setup() -> Iterator[None]:
    """Replaces pytest-django's: no migration runs here, see `dreamplus.cli.snapshot`."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield from _sqlite(worker)
    else:
        yield from _postgresql(worker)


def _sqlite(worker: str) -> Iterator[None]:
    memory = Path("/dev/shm")  # noqa: S108 - a private folder is made in it
    folder = Path(tempfile.mkdtemp(prefix="dream-", dir=memory if memory.is_dir() else None))
    copy = folder / f"{worker}.sqlite3"
    shutil.copy(snapshot.sqlite_snapshot(), copy)
    _use(str(copy))
    yield
    connections.close_all()
    shutil.rmtree(folder, ignore_errors=True)


def _postgresql(worker: str) -> Iterator[None]:
    from psycopg import sql

    template = f"dream_snapshot_{snapshot.fingerprint()}"
    name = f"dream_test_{os.getpid()}_{worker}"
    snapshot.postgresql_snapshot(template)
    with snapshot.maintenance() as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
    _use(name)
    yield
    connections.close_all()
    with snapshot.maintenance() as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _use(name: str) -> None:
    settings.DATABASES["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name
