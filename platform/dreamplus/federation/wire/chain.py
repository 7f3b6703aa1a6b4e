"""Verification of a page against what is already known of its issuer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from joserfc.jwk import OKPKey

from dreamplus.federation.wire import bodies, entries, heads
from dreamplus.federation.wire.canonical import Json
from dreamplus.federation.wire.entries import GENESIS, WITHDRAW, Entry
from dreamplus.federation.wire.faults import Fault, WireError
from dreamplus.federation.wire.feed import Line, Page
from dreamplus.federation.wire.heads import Head


@dataclass(frozen=True)
class Known:
    """What a reader holds of one issuer: the last verified line, and the heads it was ever shown.

    `heads` maps a length to the digest signed for it: an issuer may never say two things of one length.
    """

    seq: int = 0
    hash: str = GENESIS
    head_seq: int = 0
    head_issued: str = ""
    heads: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Verified:
    """A line whose signature, place in the chain and body hold. `body` is None once withdrawn or erased."""

    entry: Entry
    token: str
    hash: str
    kid: str
    body: Json


@dataclass(frozen=True)
class Outcome:
    """A verified page and what is known after it. `complete` when the reader has reached the head."""

    lines: tuple[Verified, ...]
    head: Head
    known: Known

    @property
    def complete(self) -> bool:
        return self.known.seq == self.head.seq


def verify(page: Page, *, issuer: str, trusted: Mapping[str, OKPKey], known: Known, at: datetime) -> Outcome:
    """Verifies `page` at the instant `at` as the continuation of `known`; whole or not at all. Raises `WireError`."""
    head = heads.read(page.head, issuer=issuer, trusted=trusted, at=at)
    _head_agrees(head, known)
    promised = {**known.heads, head.seq: head.hash}
    seq, last = known.seq, known.hash
    verified = []
    for line in page.lines:
        item = _line(line, issuer=issuer, trusted=trusted, seq=seq + 1, prev=last)
        seq, last = item.entry.seq, item.hash
        if promised.get(seq, last) != last:
            raise WireError(Fault.HEAD_FORK, f"line {seq} is not the one the head names")
        verified.append(item)
    if seq > head.seq:
        raise WireError(Fault.HEAD_SHORTER, f"{seq} lines under a head of {head.seq}")
    if not verified and seq < head.seq:
        raise WireError(Fault.WITHHELD, f"nothing after {seq}, the head says {head.seq}")
    if page.next != seq:
        raise WireError(Fault.WRONG_NEXT, f"{page.next} instead of {seq}")
    return Outcome(tuple(verified), head, Known(seq, last, head.seq, head.issued, promised))


def check_replacements(lines: Sequence[Verified], *, latest: Mapping[str, int]) -> None:
    """Raises `WireError` unless each line replaces exactly the last version of its own thing.

    `latest` gives, for the things named in `lines`, the number of the version held before them.
    """
    held = dict(latest)
    for line in lines:
        if line.entry.supersedes != held.get(line.entry.id):
            raise WireError(Fault.BAD_SUPERSEDES, f"at {line.entry.seq}")
        held[line.entry.id] = line.entry.seq


def _head_agrees(head: Head, known: Known) -> None:
    if known.heads.get(head.seq, head.hash) != head.hash or (head.seq == known.seq and head.hash != known.hash):
        raise WireError(Fault.HEAD_FORK, f"two last lines for {head.seq}")
    if head.seq < max(known.seq, known.head_seq):
        raise WireError(Fault.HEAD_SHORTER, f"{head.seq} after {max(known.seq, known.head_seq)}")
    if head.issued < known.head_issued:
        raise WireError(Fault.HEAD_OLDER, f"{head.issued} after {known.head_issued}")


def _line(line: Line, *, issuer: str, trusted: Mapping[str, OKPKey], seq: int, prev: str) -> Verified:
    entry, kid = entries.read(line.token, trusted=trusted)
    if entry.issuer != issuer:
        raise WireError(Fault.WRONG_ISSUER, entry.issuer[:80])
    if entry.seq != seq:
        raise WireError(Fault.GAP, f"{entry.seq} instead of {seq}")
    if entry.prev != prev:
        raise WireError(Fault.BROKEN_CHAIN, f"at {seq}")
    if entry.type not in bodies.TYPES and entry.type not in bodies.LATER:
        raise WireError(Fault.UNKNOWN_TYPE, entry.type)
    if line.salt is not None:
        if entry.op == WITHDRAW:
            raise WireError(Fault.WITHDRAWN_WITH_BODY, f"at {seq}")
        if bodies.body_hash(line.body, line.salt) != entry.body_hash:
            raise WireError(Fault.BODY_MISMATCH, f"at {seq}")
    shown = line.salt is not None and entry.type in bodies.TYPES
    if shown:
        bodies.check(entry.type, line.body, issuer=issuer)
    return Verified(entry, line.token, entries.digest(line.token), kid, line.body if shown else None)
