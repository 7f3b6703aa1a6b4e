"""What is done to accounts and roles. The clock is an argument; refusals are sentences."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from allauth.account.utils import filter_users_by_email
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dreamplus.core import access
from dreamplus.people import hooks, personal_data, sessions
from dreamplus.people.models import NOWHERE, AssistantMandate, RoleGrant, TrustedBrowser, User
from dreamplus.people.names import NameRefused, clean_name
from dreamplus.people.permissions import may, roles_of
from dreamplus.people.roles import HUB_ONLY, NEVER_TRUSTED, ON_A_PART, STAFF, Permission, Role


class Refused(ValidationError):
    """A service declined; `messages` holds the sentences to show."""


@transaction.atomic
def grant_role(*, user: User, role: Role, by: User | None, at: datetime, part: UUID | None = None) -> RoleGrant:
    """Gives `role` to `user`; giving it twice changes nothing. `by` is None for the command line. `part`: translation
    key of the page under which alone it holds.

    Raises `PermissionDenied` when `by` may not manage people, `Refused` for the role every person has.
    """
    _check_manager(by)
    if role not in STAFF:
        raise Refused(_("Everyone with an account is a citizen: this role is not granted."))
    if role in HUB_ONLY and settings.DREAM_ROLE != "hub":
        raise Refused(_("Only the region gives this role."))
    if part is not None and role not in ON_A_PART:
        raise Refused(_("This role holds everywhere: it cannot be given for a part of the site."))
    given = {"granted_by": by, "granted_at": at}
    grant, _created = RoleGrant.objects.get_or_create(user=user, role=role, part=part, defaults=given)
    roles_have_changed(user)
    _note(by, f"people.grant.{role}", user, at)
    return grant


@transaction.atomic
def revoke_role(*, user: User, role: Role, by: User | None, at: datetime, part: UUID | None = None) -> None:
    """Takes `role` back at once, everywhere or from that `part`, also in sessions that are open.

    Raises `PermissionDenied` when `by` may not manage people, `Refused` for the last administrator.
    """
    _check_manager(by)
    if role == Role.ADMINISTRATOR:
        _keep_an_administrator(user)
    RoleGrant.objects.filter(user=user, role=role, part=part).delete()
    if role == Role.ASSISTANT:
        AssistantMandate.objects.filter(assistant=user).delete()
    roles_have_changed(user)
    _note(by, f"people.revoke.{role}", user, at)


@transaction.atomic
def change_profile(*, user: User, display_name: str, language: str) -> None:
    """Sets the name shown and the language of e-mails. Raises `Refused` for a name that cannot be shown safely."""
    try:
        user.display_name = clean_name(display_name)
    except NameRefused:
        raise Refused(
            {"display_name": _("This name holds invisible characters or marks that cannot be shown. Please retype it.")}
        ) from None
    user.language = language
    user.full_clean(exclude=["password"])
    user.save(update_fields=["display_name", "language"])


def delete_account(
    *, user: User, at: datetime, words_too: bool = False, last_too: bool = False, unused: bool = False
) -> None:
    """Erases the person: account, addresses, keys, sessions; contributions stay without their author, or go too
    when `words_too`. `rights` notes it in its journal, so that a restored backup does not bring them back.

    `unused`: no session of theirs can be alive, so that none is looked into.
    Raises `Refused` for the last administrator, unless `last_too`. Every application's eraser runs in one transaction.
    """
    keys = set() if unused else sessions.keys_of(user)  # read before the lock: there may be many sessions to look into
    with transaction.atomic():
        if not last_too:
            _keep_an_administrator(user)
        user = User.objects.select_for_update().get(pk=user.pk)
        keys |= set(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
        personal_data.erase(user=user, at=at, words_too=words_too)
        Session.objects.filter(session_key__in=keys).delete()
        for hook in hooks.account_erased:
            hook(user=user, words_too=words_too, at=at)
        user.delete()


def open_account(*, email: str, language: str) -> tuple[User, bool]:
    """The account of an address that its owner has just proved, and whether it is new.

    The database allows one account for one address: of two codes typed at once, the second finds what the first opened.
    """
    try:
        return create_confirmed_user(email=email, language=language), True
    except IntegrityError:
        return filter_users_by_email(email, prefer_verified=True)[0], False


def create_confirmed_user(*, email: str, display_name: str = "", language: str | None = None) -> User:
    """An account whose address needs no further confirmation. Raises `IntegrityError` when the address has one."""
    with transaction.atomic():
        fields = {"display_name": clean_name(display_name)} | ({"language": language} if language else {})
        user = User.objects.create_user(email, **fields)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def open_account_without_address(*, display_name: str, language: str) -> User:
    """An account of somebody who has no e-mail address: nothing is ever sent there, no code opens it.

    Raises `NameRefused`.
    """
    address = f"{uuid4().hex}{NOWHERE}"
    return User.objects.create_user(address, display_name=clean_name(display_name), language=language)


def unconfirmed(*, before: datetime) -> QuerySet[User]:
    """Accounts opened before `before` whose address nobody confirmed and who never signed in."""
    begun = User.objects.filter(date_joined__lt=before, last_login=None, is_staff=False)
    begun = begun.exclude(email__endswith=NOWHERE)
    return begun.exclude(pk__in=EmailAddress.objects.filter(verified=True).values("user"))


def forget_unconfirmed(*, before: datetime) -> int:
    """Deletes them; returns how many rows went."""
    return unconfirmed(before=before).delete()[0]


def _check_manager(by: User | None) -> None:
    if by is not None and not may(by, Permission.MANAGE_PEOPLE):
        raise PermissionDenied


def _note(by: User | None, purpose: str, user: User, at: datetime) -> None:
    access.log(
        actor=by if by is not None else "command line", purpose=purpose, subject=f"people.User:{user.uuid}", at=at
    )


def _keep_an_administrator(user: User) -> None:
    """Locks the administrators' grants, so that two cannot leave at the same time."""
    grants = RoleGrant.objects.select_for_update().filter(role=Role.ADMINISTRATOR)
    holders = set(grants.values_list("user_id", flat=True))
    if holders == {user.pk}:
        raise Refused(_("This is the last administrator. Name another one first."))


def roles_have_changed(user: User) -> None:
    user.__dict__.pop("_grants", None)
    user.is_staff = RoleGrant.objects.filter(user=user).exists()
    user.save(update_fields=["is_staff"])
    if roles_of(user) & NEVER_TRUSTED:
        TrustedBrowser.objects.filter(user=user).delete()  # an earlier trust does not come back with the role's end
    for hook in hooks.roles_changed:
        hook(user=user, roles=roles_of(user))
