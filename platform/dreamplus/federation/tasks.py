"""What the worker does so that the list stays whole and believable."""

from __future__ import annotations

from datetime import datetime

from dreamplus.core import clock
from dreamplus.core.tasks import periodic
from dreamplus.federation import processes, publishing, services


@periodic("minute", name="federation.keep_head")
def keep_head(*, at: datetime) -> None:
    """Makes key and first head on a new site; signs the head again before it grows old."""
    services.keep_head(at=clock.now())


@periodic("day", name="federation.publish_due")
def publish_due(*, at: datetime) -> None:
    """Shares what an event missed: a lost handler, a key that was unreadable, a body that has been mended."""
    publishing.publish_due(at=clock.now())
    processes.share_all(at=clock.now())
