"""What the worker does for notices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dreamplus.core import clock
from dreamplus.core.models import TaskRun, TaskState
from dreamplus.core.tasks import periodic, task
from dreamplus.notifications.enums import LetterState
from dreamplus.notifications.models import Letter, Notice
from dreamplus.notifications.services import noting
from dreamplus.notifications.services.delivering import INTERRUPTED_AFTER, deliver_due
from dreamplus.people.models import User


@task(name="notifications.fan_out", retries=8, atomic=True, priority=-1)
def fan_out(
    *,
    of: list[str],
    kind: str,
    key: str,
    subject: str,
    payload: dict[str, Any],
    at: str,
    without: list[int],
    after: int,
) -> None:
    """Tells one batch of followers, and leaves the next to another task, in one transaction."""
    found = noting.followers(of, after=after, limit=noting.BATCH)
    people = [person for person in found if person not in set(without)]
    news = {"kind": kind, "key": key, "subject": subject, "payload": payload}
    at_once = noting.write(people=people, at=datetime.fromisoformat(at), **news)  # type: ignore[arg-type]  # by name
    if len(found) == noting.BATCH:
        fan_out.enqueue(of=of, **news, at=at, without=without, after=found[-1])
    if at_once:
        deliver_soon()


@task(name="notifications.deliver", retries=2, slow=True, priority=-1)
def deliver() -> None:
    """One round of letters; another follows when it was not enough."""
    if deliver_due(at=clock.now()).more:
        deliver.enqueue()


def deliver_soon() -> None:
    """A round of letters now, unless one waits already: a thousand answers ask for one round."""
    if not TaskRun.objects.filter(name=deliver.name, state=TaskState.WAITING, due_at__lte=clock.now()).exists():
        deliver.enqueue()


@periodic("minute", name="notifications.look")
def look(*, at: datetime) -> None:
    """Digests whose hour has come, and letters to be tried again; nothing to do costs three queries."""
    waiting = (
        Notice.objects.filter(mail_due__lte=at),
        Letter.objects.filter(state=LetterState.WAITING, try_at__lte=at),
        Letter.objects.filter(state=LetterState.SENDING, begun_at__lt=at - INTERRUPTED_AFTER),
    )
    if any(rows.exists() for rows in waiting):
        deliver.enqueue_with(key=at.isoformat())


@task(name="notifications.send_confirmation", retries=5)
def send_confirmation(*, person: str) -> None:
    """The link with which a person says that an address takes letters again."""
    from dreamplus.notifications.letters import confirmation

    found = User.objects.filter(uuid=person, is_active=True).first()
    if found is not None:
        confirmation(found).send()
