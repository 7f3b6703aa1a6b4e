"""What follows for the region from what happens here."""

from __future__ import annotations

from datetime import datetime

from dreamplus.core import clock
from dreamplus.core.events import handles
from dreamplus.federation import publishing
from dreamplus.participation.events import ActivitySettled
from dreamplus.participation.models import Activity


@handles(ActivitySettled, name="federation.publish_result")
def share_result(event: ActivitySettled, *, record_id: int, at: datetime) -> None:
    """Signed when it is done, whatever the closing it is dated by: a head of the past would be refused."""
    activity = Activity.objects.filter(uuid=event.activity).first()
    if activity is not None:
        publishing.publish_result(activity, at=clock.now())
