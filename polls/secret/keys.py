"""The site's own secrets for a secret vote, in files: the issuer's key, its half of what breaks ties."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from dreamplus.core import secret_files
from polls.secret.rules.blind import PrivateKey


def make_issuer(poll: UUID) -> PrivateKey:
    """Made at the first call; it takes about a second."""
    held = secret_files.read(_path(poll, "issuer"))
    return PrivateKey.read(held or secret_files.keep(_path(poll, "issuer"), PrivateKey.make().written()))


def issuer(poll: UUID) -> PrivateKey | None:
    """The key with which tokens are signed; None once it is destroyed."""
    held = secret_files.read(_path(poll, "issuer"))
    return None if held is None else _parsed(held)


@lru_cache(maxsize=4)
def _parsed(pem: bytes) -> PrivateKey:
    return PrivateKey.read(pem)


def tie_secret(poll: UUID) -> bytes:
    """32 bytes; their SHA-256 is in the terms, themselves in the publication."""
    return secret_files.draw(_path(poll, "tie"))


def paper_nonce(poll: UUID) -> bytes:
    """32 bytes that hide what papers say until the box is opened; in the publication then, unless it is withheld."""
    return secret_files.draw(_path(poll, "paper"))


def destroy_paper_nonce(poll: UUID) -> None:
    """Once the box is opened."""
    secret_files.destroy(_path(poll, "paper"))


def destroy_issuer(poll: UUID) -> None:
    """After the closing nobody signs a token any more."""
    secret_files.destroy(_path(poll, "issuer"))
    _parsed.cache_clear()


def _path(poll: UUID, name: str) -> Path:
    return Path(settings.DREAM_KEYS) / "secret" / f"{poll}.{name}"
