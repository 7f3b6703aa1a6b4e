"""Files of lists on their way: outside what the web server serves, readable by this program alone, soon gone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings


def folder() -> Path:
    """Where they are; made at need."""
    place: Path = settings.DREAM_PRIVATE_MEDIA / "rolls"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def uploaded(uuid: UUID) -> Path:
    """The file of an import."""
    return folder() / f"{uuid}.import"


def letters(uuid: UUID) -> Path:
    """The folder of the parts of a batch of letters, while they are made."""
    return folder() / f"{uuid}.letters"


def packed(uuid: UUID) -> Path:
    """The one file of a batch of letters: a PDF, or an archive of several."""
    return folder() / f"{uuid}.ready"


def write(path: Path, chunks: Iterable[bytes]) -> None:
    """The whole file or none: readers see it once it is complete."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_suffix(f"{path.suffix}.part")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def forget(*paths: Path) -> None:
    """Removes files and folders, whether or not they are there."""
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        path.with_suffix(f"{path.suffix}.part").unlink(missing_ok=True)
        if not path.is_dir():
            path.unlink(missing_ok=True)
