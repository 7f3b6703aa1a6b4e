"""The site's own secrets for a secret vote, in files: its half of what breaks ties, what hides its papers."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings

from dreamplus.core import secret_files


def tie_secret(poll: UUID) -> bytes:
    """32 bytes; their SHA-256 is in the terms, themselves in the publication."""
    return secret_files.draw(_path(poll, "tie"))


def paper_nonce(poll: UUID) -> bytes:
    """32 bytes that hide what papers say until the box is opened; in the publication then, unless it is withheld."""
    return secret_files.draw(_path(poll, "paper"))


def destroy_paper_nonce(poll: UUID) -> None:
    """Once the box is opened."""
    secret_files.destroy(_path(poll, "paper"))


def _path(poll: UUID, name: str) -> Path:
    return Path(settings.DREAM_KEYS) / "secret" / f"{poll}.{name}"
