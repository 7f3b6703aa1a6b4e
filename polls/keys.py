"""Secrets of a poll: 32 bytes each, in files of their own, outside database, media and their backups.

The key: who holds it can tell which ballot is whose, so that a vote can be changed until closing. The lot: its hash is
published with the rules at the opening, and itself with the result, so that nobody chose how equal options are put in
order. Both are made at the opening and destroyed when objections end.
"""

from __future__ import annotations

import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from polls.errors import KeyLost

SIZE = 32


def _folder() -> Path:
    return Path(settings.DREAM_KEYS) / "polls"


def path_of(activity: UUID) -> Path:
    """Where the key of that activity lies."""
    return _folder() / f"{activity}.key"


def lot_of(activity: UUID) -> Path:
    """Where its lot lies."""
    return _folder() / f"{activity}.lot"


def make(activity: UUID) -> None:
    """Makes the key, whole or not at all and readable by this account alone; an existing one is kept."""
    _make(path_of(activity))


def ref(activity: UUID, voter: int) -> str:
    """The code under which that person's ballot lies: HMAC-SHA-256 in hexadecimal. Raises `KeyLost`."""
    key = _read(path_of(activity))
    if key is None:
        raise KeyLost(_("This vote cannot take ballots at the moment. Please come back later, or tell the town hall."))
    return hmac.digest(key, str(voter).encode(), "sha256").hex()


def commit(activity: UUID) -> str:
    """SHA-256 of the lot, in hexadecimal; the lot is made, or kept where it is."""
    _make(lot_of(activity))
    return sha256(lot_of(activity).read_bytes()).hexdigest()


def reveal(activity: UUID, commitment: str) -> bytes | None:
    """The lot, to be published with the result; None when it is lost or is not the one that was committed."""
    lot = _read(lot_of(activity))
    return lot if lot is not None and sha256(lot).hexdigest() == commitment else None


def destroy(activity: UUID) -> None:
    """Overwrites and removes the secrets; nothing to do when they are gone already."""
    for path in (path_of(activity), lot_of(activity)):
        _destroy(path)


def _make(path: Path) -> None:
    folder = path.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{path.name}.{secrets.token_hex(8)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(SIZE))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
    _sync(folder)


def _read(path: Path) -> bytes | None:
    try:
        held = path.read_bytes()
    except FileNotFoundError:
        return None
    return held if len(held) == SIZE else None


def _destroy(path: Path) -> None:
    try:
        with path.open("r+b") as file:
            file.write(bytes(SIZE))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    _sync(path.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
