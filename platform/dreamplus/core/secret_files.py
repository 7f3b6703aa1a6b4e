"""Secrets in files of their own, outside database, media and their backups: made whole or not at all, readable by this
account alone, overwritten when they end."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

SIZE = 32
"""Bytes of a secret drawn here."""


def draw(path: Path) -> bytes:
    """The 32 bytes kept at `path`, drawn at the first call; two processes that come together get the same ones."""
    return keep(path, secrets.token_bytes(SIZE))


def keep(path: Path, secret: bytes) -> bytes:
    """Writes `secret` unless there is one at `path` already; what is there from then on."""
    folder = path.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{path.name}.{secrets.token_hex(8)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return path.read_bytes()
    finally:
        draft.unlink()
    sync_folder(folder)
    return secret


def read(path: Path) -> bytes | None:
    """None when there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def destroy(path: Path) -> None:
    """Overwrites and removes it; nothing to do when it is gone already."""
    try:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Names that were given or taken away in `folder` are on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
