"""Judging what was fetched, and keeping what holds: a page is kept whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from joserfc.jwk import OKPKey

from dreamplus.core import events
from dreamplus.federation.harvest import outcomes, rhythm
from dreamplus.federation.harvest.events import LinesHarvested
from dreamplus.federation.harvest.models import Delivery, Item, SeenHead, Source, State, address_of
from dreamplus.federation.harvest.reading import columns
from dreamplus.federation.wire import chain, feed, keys
from dreamplus.federation.wire.chain import Known, Outcome, Verified
from dreamplus.federation.wire.entries import WITHDRAW
from dreamplus.federation.wire.faults import WireError
from dreamplus.federation.wire.feed import Page


@transaction.atomic
def judge(delivery: Delivery) -> bool:
    """Verifies and keeps `delivery`, under the lock of its source; True when the sweep should go on.

    A delivery that another worker has overtaken is dropped.
    """
    source = Source.objects.select_for_update(of=("self",)).select_related("territory").get(pk=delivery.source_id)
    delivery.delete()
    if source.state != State.ACTIVE or delivery.since != source.last_seq:
        return False
    page: Page | None = None
    try:
        page = feed.decode(bytes(delivery.data))
        outcome = chain.verify(
            page, issuer=source.origin, trusted=_trusted(source), known=_known(source), at=delivery.fetched_at
        )
        chain.check_replacements(outcome.lines, latest=_latest(source, outcome.lines))
    except WireError as error:
        outcomes.refused(source, error, at=delivery.fetched_at, head=page.head if page else "")
        return False
    _keep(source, page, outcome, delivery)
    return not outcome.complete and delivery.pages < rhythm.MAX_PAGES


def _trusted(source: Source) -> dict[str, OKPKey]:
    return {source.thumbprint: keys.load_public(source.jwk)}


def _known(source: Source) -> Known:
    heads = SeenHead.objects.filter(source=source, seq__gte=source.last_seq).values_list("seq", "hash")
    return Known(source.last_seq, source.last_hash, source.head_seq, source.head_issued, dict(heads))


def _latest(source: Source, lines: Sequence[Verified]) -> dict[str, int]:
    things = {line.entry.uuid for line in lines}
    held = Item.objects.filter(source=source, thing__in=things, current=True).values_list("thing", "seq")
    return {thing.urn: seq for thing, seq in held}


def _keep(source: Source, page: Page, outcome: Outcome, delivery: Delivery) -> None:
    at = delivery.fetched_at
    if outcome.lines:
        _keep_lines(source, page, outcome.lines, at)
        first, last = outcome.lines[0].entry.seq, outcome.lines[-1].entry.seq
        events.record(LinesHarvested(source=source.pk, first=first, last=last), at=at)
    head = outcome.head
    SeenHead.objects.bulk_create(
        [SeenHead(source=source, seq=head.seq, hash=head.hash, token=page.head, seen_at=at)], ignore_conflicts=True
    )
    source.last_seq, source.last_hash = outcome.known.seq, outcome.known.hash
    source.head_seq, source.head_issued, source.head_expires_at = head.seq, head.issued, head.expires_at
    source.etag = delivery.etag if outcome.complete else ""
    source.save(update_fields=["last_seq", "last_hash", "head_seq", "head_issued", "head_expires_at", "etag"])
    outcomes.succeeded(source, at=at)


def _keep_lines(source: Source, page: Page, lines: Sequence[Verified], at: datetime) -> None:
    """Three statements, however many lines: what is replaced, what is erased, what is new."""
    last_of = {line.entry.uuid: line.entry.seq for line in lines}
    gone = {line.entry.uuid for line in lines if line.entry.op == WITHDRAW}
    Item.objects.filter(source=source, thing__in=last_of, current=True).update(current=False, shown=False)
    if gone:
        Item.objects.filter(source=source, thing__in=gone).update(body=None, salt=None, **columns(None))
    salts = [line.salt for line in page.lines]
    Item.objects.bulk_create(
        [
            _item(source, line, None if line.entry.uuid in gone else salt, last_of[line.entry.uuid], at)
            for line, salt in zip(lines, salts, strict=True)
        ]
    )


def _item(source: Source, line: Verified, salt: bytes | None, last: int, at: datetime) -> Item:
    entry = line.entry
    body = line.body if salt is not None else None
    return Item(
        source=source,
        seq=entry.seq,
        thing=entry.uuid,
        address=address_of(source, entry.uuid),
        type=entry.type,
        op=entry.op,
        updated=entry.updated,
        token=line.token,
        hash=line.hash,
        kid=line.kid,
        licence=entry.licence,
        body=body,
        salt=salt if body is not None else None,
        verified_at=at,
        current=entry.seq == last,
        shown=entry.seq == last and body is not None,
        **columns(body, entry.type),
    )
