"""What the worker does for moderation."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from dreamplus.core import clock
from dreamplus.core.tasks import periodic, task
from dreamplus.moderation.enums import CaseState
from dreamplus.moderation.models import Case, Decision, NoticeReceived
from dreamplus.people.models import User
from dreamplus.people.roles import Permission, Role, allows

PATIENCE = timedelta(hours=24)


@task(name="moderation.send_receipt")
def send_receipt(*, notice: int) -> None:
    """To whoever reported; nobody when the address was erased meanwhile."""
    from dreamplus.moderation.mail import receipt_message

    found = NoticeReceived.objects.exclude(email="").filter(pk=notice).first()
    if found is not None:
        receipt_message(found).send()


@task(name="moderation.send_outcome")
def send_outcome(*, notice: int, decision: int) -> None:
    """The decision, to whoever reported."""
    from dreamplus.moderation.mail import outcome_message

    told = NoticeReceived.objects.exclude(email="").filter(pk=notice).first()
    found = Decision.objects.select_related("ground").filter(pk=decision).first()
    if told is not None and found is not None:
        outcome_message(told, found).send()


@task(name="moderation.send_statement")
def send_statement(*, decision: int) -> None:
    """The reasons, to the author; nobody when they left meanwhile."""
    from dreamplus.moderation.mail import statement_message

    found = Decision.objects.select_related("case__author", "ground").filter(pk=decision).first()
    author = found.case.author if found else None
    if found is not None and author is not None and author.address:
        statement_message(found, to=author).send()


@task(name="moderation.send_digest")
def send_digest(*, person: int, number: int) -> None:
    """To one moderator."""
    from dreamplus.moderation.mail import digest_message

    to = User.objects.filter(pk=person, is_active=True).first()
    if to is not None:
        digest_message(to=to, number=number).send()


@task(name="moderation.close_gone")
def close_gone(*, kind: str, key: str) -> None:
    """The words were taken back by their author: nothing is left to decide."""
    from dreamplus.moderation.services import cases

    cases.close_gone(kind=kind, key=key, at=clock.now())


@periodic("hour", name="moderation.alert")
def alert(*, at: datetime) -> None:
    """Tells every moderator, once, of what has waited for a day."""
    with transaction.atomic():
        late = Case.objects.select_for_update().filter(
            state__in=[CaseState.OPEN, CaseState.APPEALED], alerted_at=None, waiting_since__lte=at - PATIENCE
        )
        number = len(late)
        if not number:
            return
        Case.objects.filter(pk__in=[case.pk for case in late]).update(alerted_at=at)
        for person in moderators():
            send_digest.enqueue_with(kwargs={"person": person, "number": number}, key=f"{at.isoformat()}:{person}")


@periodic("day", name="moderation.purge")
def purge(*, at: datetime) -> None:
    """Closes what can no longer be contested, and forgets who had reported."""
    from dreamplus.moderation.services import cases, notices

    cases.expire_due(at=at)
    notices.forget_notifiers(at=at)


def moderators() -> list[int]:
    """Keys of the active people who may moderate."""
    roles = [role.value for role in Role if allows(role, Permission.MODERATE)]
    found = User.objects.filter(is_active=True, role_grants__role__in=roles)
    return list(found.order_by("pk").values_list("pk", flat=True).distinct())
