"""What the worker does for `cms`."""

from __future__ import annotations

from dreamplus.cms.contact import ContactMessage
from dreamplus.cms.services import messages
from dreamplus.core import clock
from dreamplus.core.tasks import task


@task(name="cms.deliver_message", retries=8)
def deliver_message(*, message: int) -> None:
    """Sends one message of the contact page; one erased meanwhile is nothing to do."""
    row = ContactMessage.objects.filter(pk=message).first()
    if row is not None:
        messages.deliver(message=row, at=clock.now())
