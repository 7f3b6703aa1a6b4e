"""What the worker does for participation."""

from __future__ import annotations

from datetime import datetime

from dreamplus.core.tasks import periodic, task
from dreamplus.participation.models import Receipt
from dreamplus.participation.services.settling import settle_due


@periodic("minute", name="participation.settle")
def settle(*, at: datetime) -> None:
    """What dates bring."""
    settle_due(at)


@task(name="participation.send_receipt", retries=5)
def send_receipt(*, receipt: int) -> None:
    """The receipt by e-mail; a person who left in the meantime gets none."""
    from dreamplus.participation.mail import receipt_message

    found = Receipt.objects.select_related("activity", "person").filter(pk=receipt).first()
    if found is not None and found.person is not None and found.person.address:
        receipt_message(found, to=found.person.email, language=found.person.language).send()
