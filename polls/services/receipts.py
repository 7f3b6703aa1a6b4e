"""Receipts of votes by e-mail: found by the worker, sent once. They say that one took part, never what was chosen."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from polls.models import Attendance

AT_ONCE = 200


def sweep_receipts(*, at: datetime, limit: int = AT_ONCE) -> int:
    """One task for each receipt not sent yet, in short transactions; returns how many."""
    from polls.tasks import send_receipt

    made = 0
    while made < limit * 10:
        with transaction.atomic():
            waiting = Attendance.objects.select_for_update(skip_locked=True).filter(receipt_sent=False)
            found = list(waiting.order_by("pk").values_list("pk", flat=True)[:limit])
            Attendance.objects.filter(pk__in=found).update(receipt_sent=True)
            for attendance in found:
                send_receipt.enqueue(attendance=attendance)
        made += len(found)
        if len(found) < limit:
            break
    return made


def send_receipt_of(attendance: int) -> None:
    """Sends it; nothing when the person left or objections ended in the meantime."""
    from polls.mail import receipt_message

    seat = Attendance.objects.select_related("activity", "voter").filter(pk=attendance).first()
    if seat is not None and seat.voter is not None and seat.voter.address:
        receipt_message(seat).send()
