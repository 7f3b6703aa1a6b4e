"""At the counter: an agent has seen a document, of which nothing is kept but that."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from dreamplus.core import access
from dreamplus.people.models import User
from dreamplus.people.permissions import may
from dreamplus.people.roles import Permission
from dreamplus.people.rolls import secrets
from dreamplus.people.rolls.enums import CodeKind, Way
from dreamplus.people.rolls.errors import LineTaken, ListFixed, RollError
from dreamplus.people.rolls.models import RollCode, RollLine
from dreamplus.people.rolls.services.claims import link

VALID_FOR = timedelta(days=1)


@transaction.atomic
def counter_code(*, line: RollLine, by: User, at: datetime) -> str:
    """A code for the person at the counter, who has shown a document: read it once, it is kept as a hash. It takes the
    place of an earlier one of the counter.

    Raises `PermissionDenied`, `ListFixed` for a list that does not count, `LineTaken` when the line has an account.
    """
    _check(line, by)
    locked = RollLine.objects.select_for_update().get(pk=line.pk)
    if locked.qualified_by:
        raise LineTaken(_("This line has already served. Free it first if the person cannot use their account."))
    code = secrets.new_code()
    RollCode.objects.filter(line=line, kind=CodeKind.COUNTER).delete()
    RollCode.objects.create(
        line=line, kind=CodeKind.COUNTER, digest=secrets.digest(code), expires_at=at + VALID_FOR, document_seen=True
    )
    _note(by, "rolls.document_seen", line, at)
    return code


def vouch(*, line: RollLine, user: User, by: User, at: datetime) -> RollLine:
    """`user` is the person of the line: the agent has seen them, and a document.

    Raises `PermissionDenied`, `ListFixed`, `LineTaken`; `RollError` for oneself or an unconfirmed account.
    """
    _check(line, by)
    if user.pk == by.pk:
        raise RollError(_("Nobody vouches for themselves: ask a colleague."))
    if not EmailAddress.objects.filter(user=user, verified=True).exists():
        raise RollError(_("The e-mail address of this account is not confirmed yet."))
    with transaction.atomic():
        linked = link(line=line, user=user, way=Way.COUNTER, at=at)
        _note(by, "rolls.vouch", line, at)
    return linked


@transaction.atomic
def release_line(*, line: RollLine, by: User, at: datetime) -> RollLine:
    """Frees a line whose account is lost or wrong; its codes are worth nothing any more.

    Raises `PermissionDenied`, `ListFixed`; `RollError` for one's own line.
    """
    _check(line, by)
    locked = RollLine.objects.select_for_update().get(pk=line.pk)
    if locked.user_id == by.pk:
        raise RollError(_("Nobody frees their own line: ask a colleague."))
    RollCode.objects.filter(line=line).delete()
    RollLine.objects.filter(pk=line.pk).update(user=None, qualified_by="", qualified_at=None)
    _note(by, "rolls.release", line, at)
    line.refresh_from_db()
    return line


def _check(line: RollLine, by: User) -> None:
    if not may(by, Permission.VOUCH):
        raise PermissionDenied
    if not line.roll.in_use:
        raise ListFixed(_("This list does not count: its lines are not confirmed, or are erased."))


def _note(by: User, purpose: str, line: RollLine, at: datetime) -> None:
    access.log(actor=by, purpose=purpose, subject=f"rolls.RollLine:{line.pk}", at=at)
