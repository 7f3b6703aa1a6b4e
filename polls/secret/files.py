"""The publication of a secret vote as files: `vote.json`, and `ballots.jsonl` where ballots may be shown."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from dreamplus.core.secret_files import sync_folder

if TYPE_CHECKING:
    from polls.secret.rules.publication import Publication


def folder_of(poll: UUID) -> Path:
    return Path(settings.DREAM_PRIVATE_MEDIA) / "secret" / str(poll)


def write(poll: UUID, publication: Publication) -> None:
    """Whole or not at all, file by file; what was there is replaced."""
    folder = folder_of(poll)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, data in publication.files():
        draft = folder / f".{name}.{secrets.token_hex(8)}"
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / name)
    sync_folder(folder)
