"""What the worker does for the witness."""

from __future__ import annotations

from datetime import datetime

from dreamplus.core.tasks import periodic


@periodic("hour", name="witness.look_at_booths")
def look_at_booths(*, at: datetime) -> None:
    """At one vote in four, on average."""
    from dreamplus.federation.witness import looking

    looking.look_at_booths(at)
