"""A key for each vote, and how often it has signed, in a folder that nobody else reads."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from dreamplus.core import secret_files
from polls.secret.rules.blind import PrivateKey, PublicKey, sign
from polls.secret.rules.refusals import Refused


class Book:
    """`folder` is made at the first call. Several processes may hold one book."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, poll: UUID) -> PublicKey:
        """The public key of that vote, made at the first call; it takes about a second. Raises `Refused` once ended."""
        with self._locked():
            if self._ended(poll).exists():
                raise Refused("ended")
            held = secret_files.read(self._key(poll))
            pem = held or secret_files.keep(self._key(poll), PrivateKey.make().written())
        return _parsed(pem).public

    def sign(self, poll: UUID, blinded: bytes, *, lines: int) -> bytes:
        """The blind signature: of as many messages as there are lines, as the first call said. The same message again
        is signed again and counts once.

        Raises `Refused`: `no-key` where there is none, `no-more`, `other-lines`, or what `blind.sign` says.
        """
        pem = secret_files.read(self._key(poll))
        if pem is None:
            raise Refused("no-key")
        signature = sign(_parsed(pem), blinded)
        with self._locked():
            if self._ended(poll).exists():
                raise Refused("no-key")
            self._note(poll, sha256(blinded).hexdigest(), lines)
        return signature

    def end(self, poll: UUID) -> None:
        """The key is overwritten, and no other is ever made for that vote. Idempotent."""
        with self._locked():
            self._ended(poll).touch(mode=0o600)
            secret_files.destroy(self._key(poll))
            for mark in (*self._signed(poll).glob("*"), self._lines(poll)):
                mark.unlink(missing_ok=True)
            if self._signed(poll).is_dir():
                self._signed(poll).rmdir()
            secret_files.sync_folder(self.folder)
        _parsed.cache_clear()

    def _note(self, poll: UUID, digest: str, lines: int) -> None:
        """One mark a message, on disk before the signature leaves; nothing of when it came."""
        told = secret_files.keep(self._lines(poll), str(lines).encode())
        if told != str(lines).encode():
            raise Refused("other-lines", told.decode())
        folder = self._signed(poll)
        folder.mkdir(mode=0o700, exist_ok=True)
        if (folder / digest).exists():
            return
        if len(os.listdir(folder)) >= lines:
            raise Refused("no-more", str(lines))
        (folder / digest).touch(mode=0o600)
        os.utime(folder / digest, (0, 0))
        secret_files.sync_folder(folder)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _key(self, poll: UUID) -> Path:
        return self.folder / f"{poll}.issuer"

    def _lines(self, poll: UUID) -> Path:
        return self.folder / f"{poll}.lines"

    def _signed(self, poll: UUID) -> Path:
        return self.folder / f"{poll}.signed"

    def _ended(self, poll: UUID) -> Path:
        return self.folder / f"{poll}.ended"


@lru_cache(maxsize=4)
def _parsed(pem: bytes) -> PrivateKey:
    return PrivateKey.read(pem)
