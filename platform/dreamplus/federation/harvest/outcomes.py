"""What a visit leaves on its source: good, failed, or a contradiction that a person must look at."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dreamplus.core import events
from dreamplus.federation.harvest import rhythm
from dreamplus.federation.harvest.events import SourceQuarantined
from dreamplus.federation.harvest.models import Evidence, Source, State
from dreamplus.federation.wire.faults import WireError


def succeeded(source: Source, *, at: datetime) -> None:
    """The last answer held, changed or not."""
    source.failures, source.fault = 0, ""
    source.tried_at = source.verified_at = at
    source.next_at = rhythm.after_success(source.origin, at)
    source.save(update_fields=["failures", "fault", "tried_at", "verified_at", "next_at"])


def failed(source: Source, fault: str, *, at: datetime) -> None:
    """No answer, or one that holds nothing: later again. Nothing harvested before is touched."""
    source.failures = min(source.failures + 1, 999)
    source.fault, source.tried_at = str(fault), at
    source.next_at = rhythm.after_failure(source.failures, at)
    source.save(update_fields=["failures", "fault", "tried_at", "next_at"])


@transaction.atomic
def refused(source: Source, error: WireError, *, at: datetime, head: str = "") -> None:
    """An answer that does not hold. A contradiction with what was signed before: quarantine, with its evidence."""
    failed(source, error.fault, at=at)
    if not error.contradiction:
        return
    source.state = State.QUARANTINED
    source.save(update_fields=["state"])
    Evidence.objects.create(source=source, fault=error.fault, detail=error.detail[:200], head=head[:6000], at=at)
    events.record(SourceQuarantined(source=source.pk, fault=str(error.fault)), at=at)
