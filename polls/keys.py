"""Secrets of a poll: 32 bytes each, in files of their own, outside database, media and their backups.

The key: who holds it can tell which ballot is whose, so that a vote can be changed until closing. The lot: its hash is
published with the rules at the opening, and itself with the result, so that nobody chose how equal options are put in
order. Both are made at the opening and destroyed when objections end.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from dreamplus.core import secret_files
from polls.errors import KeyLost


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
    secret_files.draw(path_of(activity))


def ref(activity: UUID, voter: int) -> str:
    """The code under which that person's ballot lies: HMAC-SHA-256 in hexadecimal. Raises `KeyLost`."""
    key = _read(path_of(activity))
    if key is None:
        raise KeyLost(_("This vote cannot take ballots at the moment. Please come back later, or tell the town hall."))
    return hmac.digest(key, str(voter).encode(), "sha256").hex()


def commit(activity: UUID) -> str:
    """SHA-256 of the lot, in hexadecimal; the lot is made, or kept where it is."""
    return sha256(secret_files.draw(lot_of(activity))).hexdigest()


def reveal(activity: UUID, commitment: str) -> bytes | None:
    """The lot, to be published with the result; None when it is lost or is not the one that was committed."""
    lot = _read(lot_of(activity))
    return lot if lot is not None and sha256(lot).hexdigest() == commitment else None


def destroy(activity: UUID) -> None:
    """Overwrites and removes the secrets; nothing to do when they are gone already."""
    for path in (path_of(activity), lot_of(activity)):
        secret_files.destroy(path)


def _read(path: Path) -> bytes | None:
    held = secret_files.read(path)
    return held if held is not None and len(held) == secret_files.SIZE else None
