"""What the whole suite shares: a database copied from the migrated snapshot, for each worker its own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.utils import translation

from dreamplus.cli import snapshot, translations
from tests.browser import chromium, demonstration, open_page  # noqa: F401  # fixtures: one browser, one demonstration


def pytest_configure() -> None:
    """French is what people read, so it is what is tested: catalogues are compiled once, before workers start."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        translations.compile_all()


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Caches live with the process, rows with the test: what one test remembered is unknown to the next.

    So does the language that the last page was read in.
    """
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)


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


@dataclass(frozen=True)
class OwnDatabase:
    """`environment`: what a child process needs to see the same database."""

    environment: dict[str, str]


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[OwnDatabase]:
    """A migrated database of this test's own, where commits are real: for threads and for processes that are killed.

    Takes the place of `django_db(transaction=True)`, which would empty the worker's database of what migrations wrote.
    """
    before = settings.DATABASES["default"]["NAME"]
    connections.close_all()
    making = _own_sqlite(tmp_path) if before.endswith(".sqlite3") else _own_postgresql()
    with django_db_blocker.unblock(), making as (name, environment):
        _use(name)
        try:
            yield OwnDatabase(environment)
        finally:
            connections.close_all()
            _use(before)


@contextmanager
def _own_sqlite(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    copy = folder / "dream.sqlite3"
    shutil.copy(snapshot.sqlite_snapshot(), copy)
    yield str(copy), {"DREAM_DATA": str(folder), "DREAM_DATABASE": ""}


@contextmanager
def _own_postgresql() -> Iterator[tuple[str, dict[str, str]]]:
    from psycopg import sql

    name = f"dream_own_{uuid4().hex[:16]}"
    template = sql.Identifier(f"dream_snapshot_{snapshot.fingerprint()}")
    with snapshot.maintenance() as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), template))
    yield name, {"DREAM_DATABASE": urlsplit(os.environ["DREAM_DATABASE"])._replace(path=f"/{name}").geturl()}
    connections.close_all()
    with snapshot.maintenance() as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _use(name: str) -> None:
    settings.DATABASES["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name
