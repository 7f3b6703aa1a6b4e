"""`dreamplus migrate`: the database, the translations and the static files of this version."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable

import django
from django.conf import settings
from django.core.management import call_command

from dreamplus.cli import snapshot, translations


def run() -> int:
    """Safe to run again. A new SQLite instance starts from the migrated snapshot when this machine has one."""
    for folder in (settings.DREAM_DATA, settings.DREAM_KEYS, settings.DREAM_PRIVATE_MEDIA):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    start_from_snapshot()
    translations.compile_all()
    django.setup()
    from dreamplus.cms.services import follow_origin
    from dreamplus.core import clock
    from dreamplus.people.rights.services import erasing

    steps: dict[str, Callable[[], object]] = {
        "Database": lambda: call_command("migrate", verbosity=0, interactive=False),
        "Erasures": lambda: erasing.replay(at=clock.now()),  # the database may come from a backup
        "Address": follow_origin,
        "Static files": lambda: call_command("collectstatic", verbosity=0, interactive=False),
    }
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
