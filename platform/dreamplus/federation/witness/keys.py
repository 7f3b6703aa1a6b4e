"""The witness's key, which signs nothing but heads of logs; and, for each vote, its half of what breaks ties."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings

from dreamplus.core import secret_files


def witness_key() -> bytes:
    """Private, Ed25519; drawn at the first call."""
    return secret_files.draw(Path(settings.DREAM_KEYS) / "witness.key")


def tie_secret(poll: UUID) -> bytes:
    """32 bytes, promised before the vote by their SHA-256, told after its last head."""
    return secret_files.draw(Path(settings.DREAM_KEYS) / "witness" / f"{poll}.tie")
