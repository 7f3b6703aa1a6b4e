"""Declaring an organisation, recognising it, and naming those who speak for it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dreamplus.core import access
from dreamplus.core.text import fold
from dreamplus.people import limits
from dreamplus.people.models import User
from dreamplus.people.names import NameRefused, clean_name
from dreamplus.people.organisations.enums import STANDING, Kind, State
from dreamplus.people.organisations.models import Delegate, Invitation, Organisation
from dreamplus.people.organisations.queries import digest_of
from dreamplus.people.organisations.rules import numbers
from dreamplus.people.permissions import may
from dreamplus.people.roles import Permission
from dreamplus.people.services import Refused

INVITATION_VALID = timedelta(days=14)
DECLARED_MOST = 5
"""Declarations of one person that wait at a time."""
INVITED = limits.Limit("delegate invited", 10, timedelta(hours=1))


@transaction.atomic
def declare_organisation(*, user: User, name: str, kind: str, number: str, at: datetime) -> Organisation:
    """Waits for the town hall, with `user` as its first delegate.

    Raises `Refused` by field: a name that cannot be shown, a number that cannot be, one that another organisation has.
    """
    try:
        name = clean_name(name)
    except NameRefused:
        raise Refused({"name": _("This name holds invisible characters. Please type it again.")}) from None
    if not name:
        raise Refused({"name": _("Write the name of the organisation.")})
    try:
        register, number = numbers.read(number)
    except numbers.NumberRefused as refused:
        raise Refused({"number": _wrong_number(refused)}) from None
    User.objects.select_for_update().get(pk=user.pk)
    if Organisation.objects.filter(delegates__user=user, state=State.DECLARED).count() >= DECLARED_MOST:
        raise Refused(_("Five of your organisations wait for the town hall already. It answers them first."))
    given = {"name": name, "folded": fold(f"{name} {number}"), "kind": Kind(kind), "register": register}
    try:
        with transaction.atomic():
            made = Organisation.objects.create(number=number, declared_at=at, **given)
    except IntegrityError:
        known = _("An organisation with this number is known here. Ask one of its delegates to invite you.")
        raise Refused({"number": known}) from None
    Delegate.objects.create(organisation=made, user=user, leads=True, since=at)
    return made


def _wrong_number(refused: numbers.NumberRefused) -> str:
    if refused.reason == "sum":
        return _("One digit at least is wrong in this SIREN or SIRET number. Compare it with your papers.")
    return _("An RNA number is a W and nine characters (W591234567), a SIREN nine digits, a SIRET fourteen.")


@transaction.atomic
def decide_organisation(
    *, organisation: Organisation, recognised: bool, reason: str = "", by: User, at: datetime
) -> Organisation:
    """The town hall recognises what waits, or turns it down; or ends what it had recognised. Delegates are told.

    Raises `PermissionDenied`, and `Refused` without a reason where one is due or for what was decided meanwhile.
    """
    from dreamplus.people.organisations.tasks import tell_decided

    if not may(by, Permission.MANAGE_ORGANISATIONS):
        raise PermissionDenied
    current = Organisation.objects.select_for_update().get(pk=organisation.pk)
    reason = reason.strip()
    if recognised and current.state == State.DECLARED:
        after = State.RECOGNISED
    elif not recognised and current.state in STANDING:
        after = State.REFUSED if current.state == State.DECLARED else State.ENDED
    else:
        raise Refused(_("This was decided meanwhile: the page shows where it stands."))
    if not recognised and not reason:
        raise Refused({"reason": _("Write the reason: its delegates read it.")})
    current.state, current.reason, current.decided_at = after, "" if recognised else reason, at
    current.save(update_fields=["state", "reason", "decided_at"])
    access.log(actor=by, purpose=f"organisations.{after}", subject=f"organisations.Organisation:{current.uuid}", at=at)
    tell_decided.enqueue(organisation=current.pk)
    return current


@transaction.atomic
def invite(*, organisation: Organisation, by: User, email: str, at: datetime) -> str:
    """Sends a letter with a link, good for fourteen days, whether or not the address has an account; returns its
    secret. Asking again replaces the link. Raises `Refused`."""
    from dreamplus.people.organisations.tasks import tell_invited

    current = _led(organisation, by)
    if not current.is_recognised:
        raise Refused(_("Others can be invited once the town hall has recognised the organisation."))
    email = email.strip().lower()
    if current.delegates.filter(user__email=email).exists():
        raise Refused({"email": _("This person is a delegate already.")})
    secret = secrets.token_urlsafe(24)
    Invitation.objects.update_or_create(
        organisation=current,
        email=email,
        defaults={"digest": digest_of(secret), "sent_at": at, "expires_at": at + INVITATION_VALID},
    )
    tell_invited.enqueue(organisation=current.pk, email=email, secret=secret, by=by.public_name)
    return secret


@transaction.atomic
def accept(*, secret: str, user: User, at: datetime) -> Organisation:
    """`user` becomes a delegate. Raises `Refused` for a link that is over, or meant for another address."""
    found = Invitation.objects.select_for_update().filter(digest=digest_of(secret)).first()
    if found is None or found.expires_at <= at:
        raise Refused(_("This invitation is over, or was taken back. Ask for another one."))
    if not EmailAddress.objects.filter(user=user, verified=True, email__iexact=found.email).exists():
        raise Refused(_("This invitation was sent to another address than yours. Sign in with that address."))
    current = Organisation.objects.select_for_update().get(pk=found.organisation_id)
    if not current.is_recognised:
        raise Refused(_("This organisation is not recognised any more."))
    Delegate.objects.get_or_create(organisation=current, user=user, defaults={"since": at})
    found.delete()
    return current


@transaction.atomic
def withdraw_invitation(*, organisation: Organisation, by: User, email: str) -> None:
    """The link of that letter no longer opens anything."""
    Invitation.objects.filter(organisation=_led(organisation, by), email=email).delete()


@transaction.atomic
def set_leading(*, delegate: Delegate, by: User, leads: bool) -> None:
    """Lets another delegate name and remove people, or no longer. Raises `Refused` when nobody would be left to."""
    current = _led(delegate.organisation, by)
    current.delegates.filter(pk=delegate.pk).update(leads=leads)
    _somebody_leads(current)


@transaction.atomic
def leave(*, delegate: Delegate, by: User) -> None:
    """A delegate goes, or is removed by one who leads. Raises `Refused` when others would be left without a lead.

    Whoever is last may go: the organisation then sleeps, and its words stay.
    """
    if delegate.user_id == by.pk:
        current = Organisation.objects.select_for_update().get(pk=delegate.organisation_id)
    else:
        current = _led(delegate.organisation, by)
    current.delegates.filter(pk=delegate.pk).delete()
    _somebody_leads(current)


def set_shown(*, delegate: Delegate, shown: bool) -> None:
    """Whether the person's name stands beside what they write for the organisation."""
    Delegate.objects.filter(pk=delegate.pk).update(shown=shown)


def may_speak_for(*, user: User, organisation: Organisation) -> bool:
    """Asked again inside the transaction that writes: the organisation stands, and the person is its delegate."""
    standing = Organisation.objects.filter(pk=organisation.pk, state=State.RECOGNISED, delegates__user=user)
    return standing.exists()


def _led(organisation: Organisation, by: User) -> Organisation:
    """The organisation, locked; raises `PermissionDenied` unless `by` leads it."""
    current = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not current.delegates.filter(user=by, leads=True).exists():
        raise PermissionDenied
    return current


def _somebody_leads(organisation: Organisation) -> None:
    people = organisation.delegates
    if people.exists() and not people.filter(leads=True).exists():
        raise Refused(_("Let another delegate name people first: nobody would be left to do it."))
