"""The box's own keys, two for each vote: one signs heads of the log, the other promises."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings

from dreamplus.core import secret_files


def log_key(poll: UUID) -> bytes:
    """Private, Ed25519; drawn at the first call."""
    return secret_files.draw(_path(poll, "log"))


def promise_key(poll: UUID) -> bytes:
    """Private, Ed25519; drawn at the first call."""
    return secret_files.draw(_path(poll, "promise"))


def _path(poll: UUID, name: str) -> Path:
    return Path(settings.DREAM_KEYS) / "box" / f"{poll}.{name}"
