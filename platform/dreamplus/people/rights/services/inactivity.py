"""Accounts that nobody uses any more: warned once, deleted a month later."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation

from dreamplus.people.models import NOWHERE, User
from dreamplus.people.rights.models import InactivityWarning
from dreamplus.people.rules.retention import WARNED_BEFORE, months_before
from dreamplus.people.services import delete_account
from dreamplus.theming.email import message

MOST_A_NIGHT = 500


def _unused_since(limit: datetime) -> QuerySet[User]:
    """Confirmed accounts of the public without sign-in or visit since `limit`. The staff's are managed by hand;
    people without an address, to whom no warning can be sent, go after a time of their own."""
    seen = UserSession.objects.filter(user=OuterRef("pk"), last_seen_at__gte=limit)
    last = Q(last_login__lt=limit) | Q(last_login=None, date_joined__lt=limit)
    known = User.objects.filter(last, is_staff=False).exclude(email__endswith=NOWHERE)
    return known.exclude(Exists(seen))


def to_warn(at: datetime) -> QuerySet[User]:
    """Whom the month before deletion begins for; nobody when the instance keeps accounts for ever."""
    months = settings.DREAM_INACTIVE_MONTHS
    if not months:
        return User.objects.none()
    warned = InactivityWarning.objects.values("person")
    return _unused_since(months_before(at + WARNED_BEFORE, months)).exclude(pk__in=warned)


def to_delete(at: datetime) -> QuerySet[User]:
    """Warned a month ago or more, and not seen since."""
    months = settings.DREAM_INACTIVE_MONTHS
    if not months:
        return User.objects.none()
    warned = InactivityWarning.objects.filter(at__lte=at - WARNED_BEFORE).values("person")
    return _unused_since(months_before(at, months)).filter(pk__in=warned)


def warn(*, at: datetime) -> int:
    """Queues one e-mail to each account to warn, at most `MOST_A_NIGHT`; forgets warnings of those who came back."""
    from dreamplus.people.rights.tasks import tell_inactive

    months = settings.DREAM_INACTIVE_MONTHS
    if months:
        still = _unused_since(months_before(at + WARNED_BEFORE, months)).values("pk")
        InactivityWarning.objects.exclude(person__in=still).delete()
    warned = 0
    for user in to_warn(at).order_by("pk")[:MOST_A_NIGHT]:
        try:
            with transaction.atomic():
                row = InactivityWarning.objects.create(person=user, at=at)
                tell_inactive.enqueue(warning=row.pk)
        except IntegrityError:  # warned by another worker
            continue
        warned += 1
    return warned


def send_warning(*, warning: int) -> None:
    """The e-mail of one warning; a person who came back or left is told nothing."""
    row = InactivityWarning.objects.select_related("person").filter(pk=warning).first()
    if row is None:
        return
    with translation.override(row.person.language):
        context = {
            "person": row.person,
            "day": row.at + WARNED_BEFORE,
            "sign_in": settings.DREAM_ORIGIN + reverse("account_login"),
        }
    message("rights/email/inactive", context, to=row.person.email, language=row.person.language).send()


def delete_unused(*, at: datetime) -> int:
    """Erases warned accounts, at most `MOST_A_NIGHT`; contributions stay without their author."""
    gone = list(to_delete(at).order_by("pk")[:MOST_A_NIGHT])
    for user in gone:
        delete_account(user=user, at=at, unused=True)
    return len(gone)
