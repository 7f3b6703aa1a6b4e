"""The person begins, on the screen where they will take part, and agrees. Nobody is known before that."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from dreamplus.people import limits
from dreamplus.people.assisted import codes
from dreamplus.people.assisted.consent import CHANNEL, PURPOSE
from dreamplus.people.assisted.enums import Way
from dreamplus.people.assisted.errors import CodeRefused, NotOpened
from dreamplus.people.assisted.models import Accompaniment, WithoutAddress
from dreamplus.people.models import Residence, User
from dreamplus.people.rights.services.consents import give_consent
from dreamplus.people.rolls.enums import Way as Proof
from dreamplus.people.rolls.errors import RollError
from dreamplus.people.rolls.models import RollLine
from dreamplus.people.rolls.services.claims import link
from dreamplus.people.services import open_account_without_address

TRIES_FROM_AN_ADDRESS = limits.Limit("accompaniment code from an address", 30, timedelta(minutes=10))


def redeem_code(*, typed: str, at: datetime, place: str) -> Accompaniment:
    """The accompaniment that a code opens, begun; the code is then worth nothing. `place`: the network address.

    At most `codes.MOST_TRIES` comparisons a code, whatever the number of threads and processes. Raises `CodeRefused`.
    Call it outside a transaction: tries are counted for good.
    """
    if place and not limits.take(TRIES_FROM_AN_ADDRESS, place, at=at):
        raise CodeRefused(_("Too many codes were tried from here. Wait ten minutes, or ask the person who helps you."))
    parts = codes.typed(typed)
    if parts is None:
        raise CodeRefused(_("A code has ten digits, such as 4821-739-204. Compare it with yours."))
    number, secret = parts
    waiting = Accompaniment.objects.filter(
        number=number, begun_at=None, ended_at=None, code_ends_at__gt=at, tries__lt=codes.MOST_TRIES
    )
    if not waiting.update(tries=F("tries") + 1):
        raise CodeRefused(_("This code is not the right one, or it has ended. Ask for another one."))
    found = Accompaniment.objects.filter(number=number).select_related("place").first()
    if found is None or not constant_time_compare(found.digest, codes.digest(number, secret)):
        raise CodeRefused(_("This code is not the right one. Compare it digit by digit; three tries are allowed."))
    if not begin(accompaniment=found, at=at):
        raise CodeRefused(_("This code has already served. Ask for another one."))
    return found


def begin(*, accompaniment: Accompaniment, at: datetime) -> bool:
    """The person has the screen from now on; the code, if there was one, goes. False when somebody else began it."""
    unused = Accompaniment.objects.filter(pk=accompaniment.pk, begun_at=None, ended_at=None)
    return bool(unused.update(begun_at=at, number="", digest="", code_ends_at=None))


@transaction.atomic
def agree(*, accompaniment: Accompaniment, name: str, language: str, at: datetime) -> User | None:
    """The person agrees, and is known from now on: on a list, by the same account as the last time. None for who will
    sign in by themselves. `name`: the one shown to others, possibly empty.

    Raises `NotOpened` when it has ended or the line went to somebody else; `names.NameRefused`.
    """
    row = Accompaniment.objects.select_for_update().get(pk=accompaniment.pk)
    if row.ended_at is not None or row.begun_at is None:
        raise NotOpened(_("This accompaniment has ended. Ask the person who helps you to open another one."))
    if row.agreed_at is not None:  # the button was pressed twice
        return row.user
    user = _known(row, name, language, at) if row.way != Way.OWN else None
    Accompaniment.objects.filter(pk=row.pk).update(agreed_at=at, user=user, line=None, area="", birth_year=None)
    if user is not None:
        give_consent(person=user, purpose=PURPOSE, channel=CHANNEL, at=at)
        WithoutAddress.objects.filter(user=user).update(seen_on=timezone.localdate(at))
    return user


def signed_in(*, uuid: str, user: User, session_key: str, at: datetime) -> None:
    """The person signed in with their own account, after having agreed."""
    row = (
        Accompaniment.objects.filter(uuid=uuid, ended_at=None, agreed_at__isnull=False).select_related("place").first()
    )
    if row is None:
        return
    Accompaniment.objects.filter(pk=row.pk).update(user=user, session_key=session_key)
    if row.way == Way.OWN:
        give_consent(person=user, purpose=PURPOSE, channel=CHANNEL, at=at)


def _known(row: Accompaniment, name: str, language: str, at: datetime) -> User:
    if row.way == Way.LIST:
        if row.line_id is None:
            raise NotOpened(_("The list was erased meanwhile. Ask the person who helps you."))
        line = RollLine.objects.select_for_update(of=("self",)).select_related("user").get(pk=row.line_id)
        if line.user is not None and WithoutAddress.objects.filter(user=line.user).exists():
            return line.user
        user = _new(name, language, at)
        try:
            link(line=line, user=user, way=Proof.COUNTER, at=at)
        except RollError as refused:
            raise NotOpened(str(refused)) from refused
        return user
    user = _new(name, language, at)
    _declare(row, user, at)
    return user


def _new(name: str, language: str, at: datetime) -> User:
    user = open_account_without_address(display_name=name, language=language)
    WithoutAddress.objects.create(user=user, seen_on=timezone.localdate(at))
    return user


def _declare(row: Accompaniment, user: User, at: datetime) -> None:
    """Where the person lives, as they say or as the helper has seen."""
    if not (row.area or row.birth_year or row.document_seen):
        return
    day = timezone.localdate(at)
    Residence.objects.create(
        user=user,
        area=row.area,
        birth_year=row.birth_year,
        proof=Residence.Proof.COUNTER if row.document_seen else Residence.Proof.DECLARED,
        declared_on=day,
        vouched_on=day if row.document_seen else None,
    )
