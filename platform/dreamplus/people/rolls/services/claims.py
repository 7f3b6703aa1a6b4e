"""Somebody proves to be the person of a line. One account for a line, one line for an account: the database says so."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreamplus.people import limits
from dreamplus.people.models import User
from dreamplus.people.rolls import secrets
from dreamplus.people.rolls.enums import CodeKind, Way
from dreamplus.people.rolls.errors import CodeRefused, LineTaken, TooManyTries
from dreamplus.people.rolls.models import RollCode, RollLine

TRIES_OF_A_PERSON = limits.Limit("roll code of a person", 10, timedelta(hours=1))
TRIES_FROM_AN_ADDRESS = limits.Limit("roll code from an address", 60, timedelta(hours=1))


def claim_line(*, user: User, code: str, at: datetime, place: str = "") -> RollLine:
    """The line that `code`, as typed, leads to: `user` stands on its list from now on. The same person again: the same
    line. `place`: the network address the try comes from.

    Raises `TooManyTries`, `CodeRefused`, `LineTaken`. Call it outside a transaction: tries are counted for good.
    """
    count_try(user=user, place=place, at=at)
    found = secrets.digest_of_typed(code)
    if found is None:
        raise CodeRefused(wrong_character())
    return _claim(user=user, digest=found, at=at)


def claim_digest(*, user: User, digest: str, at: datetime, place: str = "") -> RollLine:
    """As `claim_line`, for a code typed before signing in, of which the session kept the digest."""
    count_try(user=user, place=place, at=at)
    return _claim(user=user, digest=digest, at=at)


def wrong_character() -> str:
    """What is said of a code whose check character does not agree."""
    return _("A character of this code is wrong. Compare it with your letter, group by group.")


def count_try(*, user: User | None, place: str, at: datetime) -> None:
    """Counts one try. Raises `TooManyTries`."""
    allowed = user is None or limits.take(TRIES_OF_A_PERSON, str(user.pk), at=at)
    if place:
        allowed = limits.take(TRIES_FROM_AN_ADDRESS, place, at=at) and allowed
    if not allowed:
        raise TooManyTries(_("Too many codes were tried. Wait an hour, or ask at the town hall’s counter."))


def claim_by_email(*, user: User, line: RollLine, at: datetime) -> RollLine:
    """`user` is the person of `line` because its address is one of theirs, confirmed, and the list accepts that.

    Raises `CodeRefused` otherwise, `LineTaken`.
    """
    known = EmailAddress.objects.filter(user=user, verified=True, email=line.email).exists()
    if not (line.email and known and line.roll.by_email and line.roll.in_use):
        raise CodeRefused(_("This list does not know one of your confirmed e-mail addresses."))
    return link(line=line, user=user, way=Way.EMAIL, at=at)


def link(*, line: RollLine, user: User, way: Way, at: datetime) -> RollLine:
    """Writes the account on the line, if it is still free. Raises `LineTaken`."""
    free = RollLine.objects.filter(pk=line.pk, user=None, qualified_by="")
    try:
        with transaction.atomic():
            written = free.update(user=user, qualified_by=way, qualified_at=timezone.localdate(at))
    except IntegrityError:
        raise LineTaken(_("Your account already stands on this list, on another line.")) from None
    line.refresh_from_db()
    if not written and line.user_id != user.pk:
        raise LineTaken(
            _("This line of the list has already served, for another account. If it is yours, ask at the counter.")
        )
    return line


def _claim(*, user: User, digest: str, at: datetime) -> RollLine:
    code = RollCode.objects.select_related("line__roll").filter(digest=digest).first()
    if code is None or not code.line.roll.in_use:
        raise CodeRefused(_("We do not know this code. It may have been replaced by a later one."))
    if code.has_ended(at) and code.line.user_id != user.pk:
        raise CodeRefused(_("This code has ended: it was good for one day. The counter gives another."))
    way = Way.LETTER if code.kind == CodeKind.LETTER else Way.COUNTER
    line = link(line=code.line, user=user, way=way, at=at)
    limits.forget(TRIES_OF_A_PERSON, str(user.pk))
    return line
