"""`dreamplus migrate`: the database, the translations and the static files of this version."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from dreamplus.cli import snapshot, translations


def run() -> int:
    """Safe to run again. A new SQLite instance starts from the migrated snapshot when this machine has one."""
    for folder in _folders():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if settings.DREAM_ROLE == "box":
        translations.compile_all()
        return _told({"Database": _database})
    start_from_snapshot()
    translations.compile_all()
    django.setup()
    from dreamplus.cms.services import follow_origin
    from dreamplus.core import clock
    from dreamplus.people.rights.services import erasing

    steps: dict[str, Callable[[], object]] = {
        "Database": _database,
        "Erasures": lambda: erasing.replay(at=clock.now()),  # the database may come from a backup
        "Address": follow_origin,
        "Static files": lambda: call_command("collectstatic", verbosity=0, interactive=False),
    }
    return _told(steps)


def _folders() -> list[Path]:
    """Those that only this account opens; the box has no media."""
    media = [] if settings.DREAM_ROLE == "box" else [settings.DREAM_PRIVATE_MEDIA]
    return [settings.DREAM_DATA, settings.DREAM_KEYS, *media]


def _database() -> None:
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def _told(steps: dict[str, Callable[[], object]]) -> int:
    for name, step in steps.items():
        started = time.monotonic()
        step()
        print(f"{name}: up to date ({time.monotonic() - started:.0f} s).")
    return 0


def start_from_snapshot() -> None:
    """Copies the migrated snapshot to where a new SQLite instance expects its database."""
    database = settings.DATABASES["default"]
    ready = snapshot.existing_sqlite_snapshot()
    if database["ENGINE"].endswith("sqlite3") and ready and not settings.DREAM_DATA.joinpath("dream.sqlite3").exists():
        shutil.copy(ready, database["NAME"])
