"""Receipts: on screen at once, by e-mail through a task. CRPA L112-11: date, service, reference."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from dreamplus.core.references import new_reference
from dreamplus.participation.models import Activity, Contribution, Receipt


@transaction.atomic
def issue_receipt(
    *,
    activity: Activity,
    kind: str,
    at: datetime,
    person: Any = None,
    contribution: Contribution | None = None,
) -> Receipt:
    """The receipt of what was just given; a person with an account also gets it by e-mail."""
    from dreamplus.participation.tasks import send_receipt

    receipt = Receipt.objects.create(
        reference=new_reference(), activity=activity, kind=kind, person=person, contribution=contribution, issued_at=at
    )
    if person is not None and person.address:
        send_receipt.enqueue(receipt=receipt.pk)
    return receipt
