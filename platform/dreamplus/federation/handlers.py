"""What follows for the region from what happens here."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from consultations.pages import ProcessPage
from dreamplus.core import clock
from dreamplus.core.events import handles
from dreamplus.core.tasks import task
from dreamplus.federation import processes, publishing
from dreamplus.participation.events import ActivityOpened, ActivitySettled, ClosingMoved, ContributionWithdrawn
from dreamplus.participation.models import Activity
from dreamplus.participation.pages import ActivityPage


@handles(ActivitySettled, name="federation.publish_result")
def share_result(event: ActivitySettled, *, record_id: int, at: datetime) -> None:
    """Signed when it is done, whatever the closing it is dated by: a head of the past would be refused."""
    activity = Activity.objects.filter(uuid=event.activity).first()
    if activity is not None:
        publishing.publish_result(activity, at=clock.now())


@handles(ContributionWithdrawn, name="federation.contribution_withdrawn")
def take_back(event: ContributionWithdrawn, *, record_id: int, at: datetime) -> None:
    """Whatever was shared of these words goes for ever, at the region too."""
    publishing.withdraw_contribution(UUID(event.contribution), at=clock.now())


@handles(ActivityOpened, name="federation.process_opened")
@handles(ClosingMoved, name="federation.process_moved")
@handles(ActivitySettled, name="federation.process_settled")
def share_processes_of(event: ActivityOpened | ClosingMoved | ActivitySettled, *, record_id: int, at: datetime) -> None:
    """Dates and figures of the consultation that holds the activity."""
    for key in processes.of_activity(event.activity):
        processes.share(key, at=clock.now())


@task(name="federation.share_process", retries=5, atomic=True)
def share_process(*, key: str, revive: bool) -> None:
    """After the act of an agent, apart from it: a key that is missing never stops a page from being published."""
    processes.share(UUID(key), at=clock.now(), revive=revive)


@receiver(page_published, dispatch_uid="federation.page_published")
@receiver(page_unpublished, dispatch_uid="federation.page_unpublished")
def page_changed(sender: type[Any], instance: Any, signal: Any, **_more: Any) -> None:
    """Wagtail's own signals: there is no event of ours for what its editor publishes."""
    process = instance if issubclass(sender, ProcessPage) else None
    if issubclass(sender, ActivityPage):
        process = instance.get_parent().specific
    if isinstance(process, ProcessPage):
        revive = signal is page_published and process is instance
        share_process.enqueue(key=str(process.translation_key), revive=revive)
