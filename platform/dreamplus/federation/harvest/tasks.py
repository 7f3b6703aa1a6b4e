"""What the worker does for the hub: a tick that looks who is due, one task to fetch, another to verify."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from dreamplus.core import clock
from dreamplus.core.tasks import periodic, task
from dreamplus.federation.harvest import fetching, verifying
from dreamplus.federation.harvest.models import Delivery, Source, State

BATCH = 500
CLAIM = timedelta(minutes=15)  # a visit that was lost with its worker is made again after this


@periodic("minute", name="harvest.send_out")
def send_out(*, at: datetime) -> None:
    """One task for each source that is due; the claim keeps the next tick from sending a second."""
    with transaction.atomic():
        due = Source.objects.filter(state=State.ACTIVE, next_at__lte=at).order_by("next_at")
        for source in due.select_for_update(skip_locked=True, of=("self",))[:BATCH]:
            Source.objects.filter(pk=source.pk).update(next_at=at + CLAIM)
            fetch.enqueue(source=source.pk, pages=1)


@task(name="harvest.fetch", retries=2, slow=True)
def fetch(*, source: int, pages: int) -> None:
    """The network part. Idempotent: a page fetched twice is verified once."""
    found = Source.objects.select_related("territory").filter(pk=source).first()
    if found is None:
        return
    delivery = fetching.visit(found, pages=pages, at=clock.now())
    if delivery is not None:
        verify.enqueue(delivery=delivery.pk)


@task(name="harvest.verify", retries=3, atomic=True)
def verify(*, delivery: int) -> None:
    """The judging part, in one transaction with its own mark: a line is kept once."""
    found = Delivery.objects.filter(pk=delivery).first()
    if found is not None and verifying.judge(found):
        fetch.enqueue(source=found.source_id, pages=found.pages + 1)


def harvest_now(source: Source) -> Source:
    """A whole sweep of one source here and now, for commands and tests. Returns it as it is afterwards."""
    for page in range(1, 1000):
        source = Source.objects.select_related("territory").get(pk=source.pk)
        delivery = fetching.visit(source, pages=page, at=clock.now())
        if delivery is None or not verifying.judge(delivery):
            break
    return Source.objects.select_related("territory").get(pk=source.pk)
