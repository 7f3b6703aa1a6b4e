"""The key of a poll: 32 bytes in a file of its own, outside database, media and their backups.

Who holds it can tell which ballot is whose, so that a vote can be changed until closing. It is made at the opening and
destroyed when objections end.
"""

from __future__ import annotations

import hmac
import os
import secrets
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


def make(activity: UUID) -> None:
    """Makes the key, whole or not at all and readable by this account alone; an existing one is kept."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{activity}.{secrets.token_hex(8)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(SIZE))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path_of(activity))
        except FileExistsError:
            return
    finally:
        draft.unlink()
    _sync(folder)


def ref(activity: UUID, voter: int) -> str:
    """The code under which that person's ballot lies: HMAC-SHA-256 in hexadecimal. Raises `KeyLost`."""
    try:
        key = path_of(activity).read_bytes()
    except FileNotFoundError:
        key = b""
    if len(key) != SIZE:
        raise KeyLost(_("This vote cannot take ballots at the moment. Please come back later, or tell the town hall."))
    return hmac.digest(key, str(voter).encode(), "sha256").hex()


def destroy(activity: UUID) -> None:
    """Overwrites and removes the key; nothing to do when it is gone already."""
    path = path_of(activity)
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
