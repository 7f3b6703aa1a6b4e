"""What the ground of the house erases by itself; the rest goes by the nightly purge of `people.rights`."""

from __future__ import annotations

from datetime import datetime

from dreamplus.core import ratelimit
from dreamplus.core.tasks import periodic


@periodic("hour", name="core.purge_rates")
def purge_rates(*, at: datetime) -> None:
    """Counters whose window is over."""
    ratelimit.purge(at=at)
