"""An accompaniment ends: the session goes, and nothing leads from the row to anybody any more."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from dreamplus.core import access
from dreamplus.people.assisted.codes import VALID_FOR
from dreamplus.people.assisted.enums import Ending
from dreamplus.people.assisted.models import Accompaniment, WithoutAddress
from dreamplus.people.models import User
from dreamplus.people.permissions import may
from dreamplus.people.roles import Permission
from dreamplus.people.rules.retention import kept_for
from dreamplus.people.services import delete_account


@transaction.atomic
def end(*, uuid: str, ending: Ending, at: datetime) -> bool:
    """Ends it, its session and what is known of the browser; False when it had ended."""
    row = Accompaniment.objects.select_for_update().filter(uuid=uuid, ended_at=None).first()
    if row is None:
        return False
    if row.session_key:
        Session.objects.filter(session_key=row.session_key).delete()
        UserSession.objects.filter(session_key=row.session_key).delete()
    Accompaniment.objects.filter(pk=row.pk).update(
        ended_at=at,
        ending=ending,
        user=None,
        line=None,
        session_key="",
        number="",
        digest="",
        code_ends_at=None,
        area="",
        birth_year=None,
    )
    return True


def end_from_board(*, accompaniment: Accompaniment, by: User, at: datetime) -> bool:
    """A helper ends it from the board. Raises `PermissionDenied`."""
    if not may(by, Permission.ASSIST):
        raise PermissionDenied
    ended = end(uuid=str(accompaniment.uuid), ending=Ending.HELPER, at=at)
    if ended:
        subject = f"assisted.Accompaniment:{accompaniment.pk}"
        access.log(actor=by, purpose="assisted.end", subject=subject, at=at)
    return ended


def end_abandoned(at: datetime) -> int:
    """Ends those whose session is over, and those whose code nobody used; returns how many."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=at)
    begun = Q(begun_at__isnull=False) & ~Exists(alive)
    unused = Q(begun_at=None) & (Q(code_ends_at__lte=at) | Q(opened_at__lte=at - VALID_FOR))
    done = 0
    for uuid, was_begun in _under_way().filter(begun | unused).values_list("uuid", "begun_at"):
        done += end(uuid=str(uuid), ending=Ending.IDLE if was_begun else Ending.UNUSED, at=at)
    return done


def _under_way() -> QuerySet[Accompaniment]:
    return Accompaniment.objects.filter(ended_at=None).order_by("pk")


def due(at: datetime) -> int:
    """People without an address whom no place has seen for as long as they are kept."""
    return _unseen(at).count()


def purge(at: datetime) -> int:
    """Erases them; what they contributed stays without its author."""
    gone = [one.user for one in _unseen(at).select_related("user").order_by("pk")[:500]]
    for user in gone:
        delete_account(user=user, at=at, unused=True)
    return len(gone)


def _unseen(at: datetime) -> QuerySet[WithoutAddress]:
    return WithoutAddress.objects.filter(seen_on__lt=(at - kept_for("assisted")).date())
