"""The journal of erasures: a file outside the database and its backups, so that a restore cannot bring anybody back.

Each line is JSON: a mark (HMAC-SHA-256 of the person's uuid under the instance's secret), an instant, whether the
words went too. It names nobody: only a database that holds the person again can be compared with it.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

from dreamplus.core.secret_files import sync_folder
from dreamplus.people.models import User

SALT = "dreamplus.people.rights.journal"


@dataclass(frozen=True)
class Line:
    """One erasure."""

    mark: str
    at: datetime
    words_too: bool


def path() -> Path:
    """Where the journal lies."""
    return Path(settings.DREAM_DATA) / "erasures" / "journal.log"


def mark_of(user: User) -> str:
    """The mark written today for that person."""
    return _mark(user, settings.SECRET_KEY)


def marks_of(user: User) -> set[str]:
    """Every mark that may stand for that person: those of former secrets among them."""
    return {_mark(user, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)}


def _mark(user: User, secret: str) -> str:
    return salted_hmac(SALT, user.uuid.hex, secret=secret, algorithm="sha256").hexdigest()


def append(lines: list[Line]) -> None:
    """Adds `lines` at the end, on disk when it returns; what is written is never changed.

    One write of whole lines on a file opened to append: two processes cannot mix theirs. A line cut short by a machine
    that stopped is closed first, so that it does not spoil the next. Raises `OSError` when the disk refuses.
    """
    if not lines:
        return
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = "".join(
        json.dumps({"mark": line.mark, "at": line.at.isoformat(), "words_too": line.words_too}) + "\n" for line in lines
    )
    new = not file.exists()
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        whole = size == 0 or os.pread(descriptor, 1, size - 1) == b"\n"
        os.write(descriptor, (text if whole else f"\n{text}").encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if new:
        sync_folder(file.parent)


def read() -> dict[str, Line]:
    """Every line by its mark; one that cannot be read (cut short) is left out."""
    found: dict[str, Line] = {}
    try:
        text = path().read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return found
    for row in text.splitlines():
        line = _line(row)
        if line is not None:
            found.setdefault(line.mark, line)
    return found


def _line(row: str) -> Line | None:
    try:
        told = json.loads(row)
        return Line(str(told["mark"]), datetime.fromisoformat(told["at"]), bool(told["words_too"]))
    except (ValueError, KeyError, TypeError):
        return None
