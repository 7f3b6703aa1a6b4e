"""Writing the list. Every function takes the ledger's lock, appends at most one line, and signs a new head."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from dreamplus.federation import identity
from dreamplus.federation.models import Entry, Ledger
from dreamplus.federation.wire import bodies, canonical, entries, heads
from dreamplus.federation.wire.entries import GENESIS, UPSERT, WITHDRAW


@transaction.atomic
def publish(*, type: str, thing: UUID, body: dict[str, Any], at: datetime, revive: bool = False) -> Entry | None:
    """Appends `body` as the latest version of `thing`; None when it already is, or when `thing` was withdrawn
    (`revive`: a person publishes it again, which is a new line).

    Raises `WireError` when the body says what the wire refuses, `identity.NoIdentity` without a key.
    """
    bodies.check(type, body, issuer=settings.DREAM_ORIGIN)
    ledger = _locked_ledger(at)
    latest = _latest(thing)
    if latest is not None and ((latest.op == WITHDRAW and not revive) or _same(latest.body, body)):
        return None
    salt = bodies.new_salt()
    return _append(ledger, type, thing, UPSERT, latest, at, body=body, salt=salt)


@transaction.atomic
def withdraw(*, thing: UUID, at: datetime) -> Entry | None:
    """Erases every body and salt of `thing` for ever and appends a line that says so; None if nothing is published.

    What was withdrawn is not published again under the same identity. Raises `identity.NoIdentity` without a key.
    """
    ledger = _locked_ledger(at)
    latest = _latest(thing)
    if latest is None or latest.op == WITHDRAW:
        return None
    Entry.objects.filter(thing=thing).update(body=None, salt=None)
    return _append(ledger, latest.type, thing, WITHDRAW, latest, at)


@transaction.atomic
def keep_head(*, at: datetime) -> bool:
    """Signs the head again when it is three days old, so that readers can tell silence from age. True if it did."""
    ledger = _locked_ledger(at)
    if at - ledger.head_issued_at < heads.REISSUE_AFTER:
        return False
    _sign_head(ledger, at)
    ledger.save()
    return True


def _locked_ledger(at: datetime) -> Ledger:
    """The one row, locked until the end of the transaction; made at first need."""
    ledger = Ledger.objects.select_for_update().filter(pk=1).first()
    if ledger is None:
        new = Ledger(pk=1, seq=0, hash=GENESIS)
        _sign_head(new, at)
        Ledger.objects.bulk_create([new], ignore_conflicts=True)
        ledger = Ledger.objects.select_for_update().get(pk=1)
    return ledger


def _latest(thing: UUID) -> Entry | None:
    return Entry.objects.filter(thing=thing).order_by("-seq").first()


def _same(held: Any, body: dict[str, Any]) -> bool:
    return held is not None and canonical.encode(held) == canonical.encode(body)


def _append(
    ledger: Ledger,
    type: str,
    thing: UUID,
    op: str,
    latest: Entry | None,
    at: datetime,
    *,
    body: dict[str, Any] | None = None,
    salt: bytes | None = None,
) -> Entry:
    line = entries.Entry(
        issuer=settings.DREAM_ORIGIN,
        seq=ledger.seq + 1,
        prev=ledger.hash,
        id=thing.urn,
        type=type,
        op=op,
        updated=at.date().isoformat(),
        body_hash=None if salt is None else bodies.body_hash(body, salt),
        licence=bodies.LICENCE,
        supersedes=latest.seq if latest else None,
    )
    token = entries.sign(line, key=identity.load_or_create(at=at).key)
    digest = entries.digest(token)
    entry = Entry.objects.create(
        seq=line.seq, token=token, hash=digest, thing=thing, type=type, op=op, body=body, salt=salt, at=at
    )
    ledger.seq, ledger.hash = line.seq, entry.hash
    _sign_head(ledger, at)
    ledger.save()
    return entry


def _sign_head(ledger: Ledger, at: datetime) -> None:
    head = heads.issue(issuer=settings.DREAM_ORIGIN, seq=ledger.seq, last=ledger.hash, at=at)
    ledger.head, ledger.head_issued_at = heads.sign(head, key=identity.load_or_create(at=at).key), at
