"""What the worker does for accompanied participation."""

from __future__ import annotations

from datetime import datetime

from dreamplus.core.tasks import periodic
from dreamplus.people.assisted.services import ending


@periodic("minute", name="assisted.end_abandoned")
def end_abandoned(*, at: datetime) -> None:
    """Screens that were left, codes that nobody used."""
    ending.end_abandoned(at)
