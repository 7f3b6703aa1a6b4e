"""The nightly purge: what every application registered in `people.retention`, one after the other."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery

from dreamplus.people import retention
from dreamplus.people.retention import Purge
from dreamplus.people.rights.models import PurgeRun

logger = logging.getLogger(__name__)
RUNS_KEPT = timedelta(days=400)


class PurgeFailed(Exception):
    """Some purges raised; the others were done. `sentence` is for the administrator."""

    def __init__(self, slugs: list[str]) -> None:
        self.sentence = f"these purges failed and will be tried again: {', '.join(slugs)}"
        super().__init__(self.sentence)


@dataclass(frozen=True)
class Tonight:
    """What a purge would erase, and what it last did."""

    purge: Purge
    due: int
    last: PurgeRun | None


def tonight(*, at: datetime) -> list[Tonight]:
    """Every purge with what it would erase at `at`; changes nothing."""
    latest = PurgeRun.objects.filter(purge=OuterRef("purge")).order_by("-at", "-pk").values("pk")[:1]
    last = {run.purge: run for run in PurgeRun.objects.filter(pk=Subquery(latest))}
    return [Tonight(purge, purge.due(at), last.get(purge.slug)) for purge in retention.registered()]


def purge_all(*, at: datetime) -> dict[str, int]:
    """Runs every purge and notes each; rows gone, by purge. One that fails stops no other: `PurgeFailed` at the end."""
    gone: dict[str, int] = {}
    failed: list[str] = []
    for purge in retention.registered():
        try:
            gone[purge.slug] = purge.purge(at)
        except Exception:
            logger.exception("the purge %s failed", purge.slug)
            failed.append(purge.slug)
        PurgeRun.objects.update_or_create(
            purge=purge.slug, at=at, defaults={"rows": gone.get(purge.slug, 0), "failed": purge.slug in failed}
        )
    PurgeRun.objects.filter(at__lt=at - RUNS_KEPT).delete()
    if failed:
        raise PurgeFailed(failed)
    return gone
