"""Where copies of people's data lie for a day: outside what the web server serves, for the service alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings


def folder() -> Path:
    return Path(settings.DREAM_PRIVATE_MEDIA) / "exports"


def path_of(key: UUID) -> Path:
    return folder() / f"{key}.zip"


def begin(key: UUID) -> BinaryIO:
    """The file of a new copy, open for writing; an unfinished one is written over."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    return os.fdopen(os.open(path_of(key), os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b")


def remove(key: UUID) -> None:
    """Deletes the file, if it is there."""
    path_of(key).unlink(missing_ok=True)


def held() -> set[UUID]:
    """Every copy that lies there."""
    found = set()
    for file in folder().glob("*.zip"):
        try:
            found.add(UUID(file.stem))
        except ValueError:
            continue
    return found
