"""The key this site signs with: one file outside database and media, readable by this system user alone."""

from __future__ import annotations

import json
import os
import stat
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from joserfc.jwk import OKPKey

from dreamplus.federation.wire import keys


class NoIdentity(Exception):
    """There is no usable key; the message says what to do."""


@dataclass(frozen=True)
class Identity:
    """A private key and the day (`YYYY-MM-DD`) from which it is used."""

    key: OKPKey
    since: str

    @property
    def thumbprint(self) -> str:
        return keys.public_jwk(self.key)["kid"]


def path() -> Path:
    """Where the key lies."""
    return Path(settings.DREAM_KEYS) / "federation.jwk"


def load() -> Identity:
    """The key. Raises `NoIdentity` when there is none, or when others could read it."""
    try:
        mode = path().stat().st_mode
        kept = json.loads(path().read_text())
        identity = Identity(keys.load_private(kept["jwk"]), kept["since"])
    except FileNotFoundError:
        raise NoIdentity(f"There is no key in {path()}: run `dreamplus manage dream_thumbprint`.") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoIdentity(f"The key in {path()} cannot be read ({type(error).__name__}).") from None
    if stat.S_IMODE(mode) & 0o077:
        raise NoIdentity(f"Others can read {path()}: run `chmod 600` on it.")
    return identity


def load_or_create(*, at: datetime) -> Identity:
    """The key, made at first need; two processes that come together get the same one. Raises `NoIdentity`."""
    if not path().exists():
        _create(at)
    return load()


def _create(at: datetime) -> None:
    folder = path().parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = {"jwk": keys.private_jwk(keys.generate()), "since": at.date().isoformat()}
    handle, draft = tempfile.mkstemp(dir=folder, prefix=".federation-")  # made readable by its owner only
    try:
        with os.fdopen(handle, "w") as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path())  # fails where a key appeared meanwhile; never replaces one
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
