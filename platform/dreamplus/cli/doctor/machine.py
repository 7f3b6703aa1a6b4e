"""What the machine holds: folders, disk, clock, database."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from ctypes.util import find_library
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from dreamplus.cli.doctor.finding import Check, Finding, danger, note, warning
from dreamplus.core import clock

DRIFT = timedelta(seconds=5)
SHORT_OF_SPACE = 2 * 1024**3  # bytes
NO_SPACE = 300 * 1024**2


def data_folder() -> Iterator[Finding]:
    folder = settings.DREAM_DATA
    if not folder.is_dir():
        yield danger(f"The data folder {folder} does not exist.", "Run `dreamplus migrate`.")
    elif folder.stat().st_mode & 0o027:
        yield danger(f"Other users of this machine can read {folder}.", f"chmod 700 {folder}")


def keys() -> Iterator[Finding]:
    for file in sorted(settings.DREAM_KEYS.glob("**/*")) if settings.DREAM_KEYS.is_dir() else ():
        if file.is_file() and file.stat().st_mode & 0o077:
            yield danger(f"Other users of this machine can read the key {file.name}.", f"chmod 600 {file}")


def disk() -> Iterator[Finding]:
    if not settings.DREAM_DATA.is_dir():
        return
    free = shutil.disk_usage(settings.DREAM_DATA).free
    if free < NO_SPACE:
        yield danger(f"{free // 1024**2} MB are left on the disk of the data folder.", "Make room: votes need some.")
    elif free < SHORT_OF_SPACE:
        yield warning(f"{free // 1024**2} MB are left on the disk of the data folder.", "Make room.")


def time_kept() -> Iterator[Finding]:
    """Votes close by the database's clock on PostgreSQL, by the machine's on SQLite."""
    if connection.vendor == "postgresql":
        drift = abs(clock.now() - datetime.now(UTC))
        if drift > DRIFT:
            yield warning(
                f"The database's clock is {drift.total_seconds():.0f} s away from this machine's; votes follow it.",
                "Keep both by NTP.",
            )
    synchronised = clock_is_synchronised()
    if synchronised is False:
        yield warning("The clock of this machine is not kept by NTP.", "apt install systemd-timesyncd")
    elif synchronised is None:
        yield note("Whether the clock of this machine is kept cannot be seen from here.", "See that its host keeps it.")


def clock_is_synchronised() -> bool | None:
    """What systemd knows about it; None where there is no systemd (a container: its host keeps the clock)."""
    program = shutil.which("timedatectl")
    if not program or not Path("/run/systemd/system").is_dir():
        return None
    asked = [program, "show", "--property=NTPSynchronized", "--value"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=10)
    return {"yes": True, "no": False}.get(answer.stdout.strip())


def migrations() -> Iterator[Finding]:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield danger(f"The database does not answer: {type(error).__name__}.", "Look at DREAM_DATABASE.")
        return
    if pending:
        yield danger(f"The database is {len(pending)} migrations behind this version.", "Run `dreamplus migrate`.")


def static_files() -> Iterator[Finding]:
    if not settings.DREAM_DEMONSTRATION and not Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        yield danger("The style sheets of this version are not in place.", "Run `dreamplus migrate`.")


def pdf() -> Iterator[Finding]:
    if not find_library("pangoft2-1.0"):
        yield warning("Letters and other PDF cannot be drawn: Pango is missing.", "apt install libpangoft2-1.0-0")


CHECKS: tuple[Check, ...] = (data_folder, keys, disk, time_kept, migrations, static_files, pdf)
