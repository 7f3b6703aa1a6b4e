"""What the worker does for polls."""

from __future__ import annotations

from datetime import datetime

from dreamplus.core import clock
from dreamplus.core.tasks import periodic, task
from dreamplus.participation.services import settle_due
from polls.services.forgetting import forget_due
from polls.services.receipts import send_receipt_of, sweep_receipts


@periodic("minute", name="polls.sweep_receipts")
def sweep(*, at: datetime) -> None:
    """Casting writes no task: receipts to send are found here."""
    sweep_receipts(at=at)


@task(name="polls.send_receipt", retries=5)
def send_receipt(*, attendance: int) -> None:
    """One receipt by e-mail."""
    send_receipt_of(attendance)


@periodic("hour", name="polls.end_objections")
def end_objections(*, at: datetime) -> None:
    """Keys are destroyed and attendance deleted when objections end."""
    forget_due(at)


@task(name="polls.remind", retries=5)
def remind_batch(*, activity: str, at: str, after: int) -> None:
    """Some of those who have not voted, then the next ones; told twice, a person is told once."""
    from polls.notices import remind_some

    following = remind_some(uuid=activity, after=after, at=datetime.fromisoformat(at))
    if following is not None:
        remind_batch.enqueue(activity=activity, at=at, after=following)


@task(name="polls.settle_soon", retries=2)
def settle_soon() -> None:
    """What has just been closed at a meeting does not wait for the minute."""
    settle_due(clock.now())
