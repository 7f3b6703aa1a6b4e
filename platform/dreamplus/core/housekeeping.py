"""What the ground of the house erases by itself."""

from __future__ import annotations

from datetime import datetime

from dreamplus.core import access, ratelimit
from dreamplus.core.tasks import periodic, queue


@periodic("day", name="core.purge")
def purge(*, at: datetime) -> None:
    """Ended tasks and access log lines past their retention."""
    queue.purge(at=at)
    access.purge(at=at)


@periodic("hour", name="core.purge_rates")
def purge_rates(*, at: datetime) -> None:
    """Counters whose window is over."""
    ratelimit.purge(at=at)
