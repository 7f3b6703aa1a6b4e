"""A helper opens an accompaniment for the person who is present, on this screen or, with a code, on another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dreamplus.core import access
from dreamplus.people.assisted import codes
from dreamplus.people.assisted.enums import Way
from dreamplus.people.assisted.errors import NotOpened
from dreamplus.people.assisted.models import Accompaniment, Place, WithoutAddress
from dreamplus.people.models import User
from dreamplus.people.permissions import may
from dreamplus.people.residences import refuse_area, refuse_year
from dreamplus.people.roles import Permission
from dreamplus.people.rolls.models import RollLine

_NUMBERS_TRIED = 20


@dataclass(frozen=True)
class Asked:
    """What a helper opens: where, and how the person is known.

    `line`: of the person, for `Way.LIST`, whose document was seen. `area`, `birth_year`: for `Way.COUNTER`, as the
    person says, or as a document shows when `document_seen`.
    """

    place: Place
    way: Way
    line: RollLine | None = None
    area: str = ""
    birth_year: int | None = None
    document_seen: bool = False

    def __post_init__(self) -> None:
        if (self.line is None) == (self.way == Way.LIST):
            raise ValueError("a line goes with Way.LIST, and with no other")
        if self.way != Way.COUNTER and (self.area or self.birth_year):
            raise ValueError("where somebody lives is told at the counter alone")


def open_on_this_screen(*, asked: Asked, by: User, at: datetime) -> Accompaniment:
    """Raises `PermissionDenied`, `NotOpened`, `people.services.Refused` for a quarter or a year that cannot be."""
    return _open(asked, by, at)


def open_with_code(*, asked: Asked, by: User, at: datetime) -> tuple[Accompaniment, str]:
    """As `open_on_this_screen`, with the code to type on the other one: told once, kept as a hash, good once."""
    secret = codes.new_secret()
    for _try in range(_NUMBERS_TRIED):
        number = codes.new_number()
        try:
            with transaction.atomic():
                made = _open(asked, by, at, number, codes.digest(number, secret))
        except IntegrityError:  # another code has this number
            continue
        return made, codes.written(number, secret)
    raise NotOpened(_("No code is free at the moment. Wait a minute and try again."))


@transaction.atomic
def _open(asked: Asked, by: User, at: datetime, number: str = "", digest: str = "") -> Accompaniment:
    if not may(by, Permission.ASSIST):
        raise PermissionDenied
    if asked.place.closed_at is not None:
        raise NotOpened(_("This place is closed. Choose another one."))
    if asked.line is not None:
        _check_line(asked.line, by)
    if asked.area:
        refuse_area(asked.area)
    refuse_year(asked.birth_year, at=at)
    made = Accompaniment.objects.create(
        place=asked.place,
        way=asked.way,
        line=asked.line,
        area=asked.area,
        birth_year=asked.birth_year,
        document_seen=asked.document_seen and asked.way == Way.COUNTER,
        number=number,
        digest=digest,
        code_ends_at=at + codes.VALID_FOR if number else None,
        opened_at=at,
    )
    access.log(actor=by, purpose=f"assisted.open.{asked.way}", subject=f"assisted.Accompaniment:{made.pk}", at=at)
    if asked.line is not None:
        access.log(actor=by, purpose="rolls.document_seen", subject=f"rolls.RollLine:{asked.line.pk}", at=at)
    return made


def _check_line(line: RollLine, by: User) -> None:
    if not may(by, Permission.VOUCH):
        raise PermissionDenied
    if not line.roll.in_use:
        raise NotOpened(_("This list does not count: its lines are not confirmed, or are erased."))
    if line.user_id == by.pk:
        raise NotOpened(_("Nobody accompanies themselves: ask a colleague."))
    if line.qualified_by and line.user_id is None:
        raise NotOpened(_("This line has served, and its account is gone. Free the line first, then help the person."))
    if line.qualified_by and not WithoutAddress.objects.filter(user=line.user_id).exists():
        raise NotOpened(
            _("This person already has an account. They sign in with it: open an accompaniment with their own account.")
        )
