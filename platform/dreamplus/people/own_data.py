"""What `people`, the accounts library and the ground of the house hold about a person."""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dreamplus.core import access
from dreamplus.core.tasks import queue
from dreamplus.people import limits, sessions
from dreamplus.people.models import AssistantMandate, RoleGrant, TrustedBrowser, User
from dreamplus.people.personal_data import (
    PersonalData,
    exempt,
    goes_with_the_account,
    nothing_to_tell,
    register,
)

LIMITS_OF_AN_ADDRESS = (limits.CODES_SENT, limits.MAILS_TO_ONE_ADDRESS, limits.PASSWORD_TRIES)


def register_all() -> None:
    """Called once, when the application is ready."""
    account = partial(PersonalData, why="account", keep="account", erase=goes_with_the_account)
    security = partial(PersonalData, why="security")
    for data in (
        account("people.User", _account, what=_("Your e-mail address, the name you show, your language")),
        account("people.RoleGrant", _roles, what=_("The roles you were given, when, by whom")),
        account("people.AssistantMandate", _mandates, what=_("Who answers in your name, or for whom you answer")),
        account("people.User_groups", nothing_to_tell, what=_("The groups of the page editor that follow your role")),
        account("people.User_user_permissions", nothing_to_tell, what=_("Rights of the page editor; none is given")),
        account("account.EmailAddress", _addresses, what=_("Your e-mail addresses, and whether they are confirmed")),
        account("account.EmailConfirmation", _confirmations, what=_("Links sent to confirm an address")),
        account("socialaccount.SocialAccount", _identities, what=_("FranceConnect or ProConnect, when you use them")),
        security(
            "people.TrustedBrowser",
            _browsers,
            goes_with_the_account,
            what=_("The browsers that you trust with your second factor"),
            keep="trust",
        ),
        security(
            "mfa.Authenticator",
            _factors,
            goes_with_the_account,
            what=_("Your second factors and passkeys"),
            keep="account",
        ),
        security(
            "usersessions.UserSession",
            _sessions,
            goes_with_the_account,
            what=_("Where you are signed in: browser, network address, dates"),
            keep="session",
        ),
        security(
            "sessions.Session",
            nothing_to_tell,  # told by usersessions.UserSession
            goes_with_the_account,  # `delete_account` finds them: their content must be read one by one
            what=_("What your browser keeps open: sign-in, form begun"),
            keep="session",
        ),
        security(
            "core.AccessLog",
            _accesses,
            _unname_accesses,
            what=_("What was read or done about you by the staff, and by you as staff"),
            keep="access_log",
        ),
        security(
            "core.TaskRun",
            nothing_to_tell,  # what waits for minutes; a letter in it may hold a code
            _cancel_tasks,
            what=_("E-mails and work waiting to be done"),
            keep="task",
        ),
        security(
            "core.RateCount",
            nothing_to_tell,  # keyed hashes, that nobody can read back
            _forget_counts,
            what=_("How often a code or a password was tried, under a code"),
            keep="rate",
        ),
    ):
        register(data)
    exempt("core.EventRecord", because="identifiers, counts and dates: `events.record` refuses a person or free text")
    exempt("auth.Group", "auth.Permission", because="the list of rights of the page editor, alike everywhere")
    exempt("contenttypes.ContentType", "sites.Site", because="names of models, and of this site")
    exempt("socialaccount.SocialApp", because="stays empty: the services come from the settings")
    exempt("socialaccount.SocialToken", because="stays empty: no token of a service outlives the request")
    exempt("territory.Territory", "territory.Quarter", because="public lists of communes, EPCI and quarters")


def _day(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _account(user: User) -> list[dict[str, Any]]:
    return [
        {
            "email": user.email,
            "name": user.display_name,
            "language": user.language,
            "uuid": str(user.uuid),
            "opened": _day(user.date_joined),
            "last_sign_in": _day(user.last_login),
        }
    ]


def _roles(user: User) -> list[dict[str, Any]]:
    """Not who gave it: that is about another person."""
    found = RoleGrant.objects.filter(user=user).order_by("granted_at")
    return [
        {"role": str(grant.get_role_display()), "everywhere": grant.part is None, "at": _day(grant.granted_at)}
        for grant in found
    ]


def _addresses(user: User) -> list[dict[str, Any]]:
    found = EmailAddress.objects.filter(user=user).order_by("pk")
    return [{"email": one.email, "confirmed": one.verified, "main": one.primary} for one in found]


def _confirmations(user: User) -> list[dict[str, Any]]:
    found = EmailConfirmation.objects.filter(email_address__user=user).select_related("email_address").order_by("pk")
    return [{"email": one.email_address.email, "at": _day(one.created)} for one in found]


def _factors(user: User) -> list[dict[str, Any]]:
    """Never the secret: whoever holds the file could sign in with it."""
    found = Authenticator.objects.filter(user=user).order_by("pk")
    return [
        {"kind": str(one.get_type_display()), "at": _day(one.created_at), "last_used": _day(one.last_used_at)}
        for one in found
    ]


def _identities(user: User) -> list[dict[str, Any]]:
    found = SocialAccount.objects.filter(user=user).order_by("provider")
    return [
        {
            "service": one.provider,
            "known_there_as": one.uid,
            "siret": one.extra_data.get("siret", ""),
            "at": _day(one.date_joined),
            "last_used": _day(one.last_login),
        }
        for one in found
    ]


def _mandates(user: User) -> list[dict[str, Any]]:
    found = AssistantMandate.objects.filter(Q(official=user) | Q(assistant=user)).order_by("pk")
    return [
        {
            "given_by_you": one.official_id == user.pk,
            "since": _day(one.since),
            "until": one.until.isoformat() if one.until else None,
        }
        for one in found
    ]


def _browsers(user: User) -> list[dict[str, Any]]:
    """Never the digest: it serves machines."""
    found = TrustedBrowser.objects.filter(user=user).order_by("trusted_at")
    return [{"browser": one.browser, "at": _day(one.trusted_at), "until": _day(one.expires_at)} for one in found]


def _sessions(user: User) -> list[dict[str, Any]]:
    """Never the key: whoever holds the file could take the session."""
    found = UserSession.objects.filter(user=user).order_by("pk")
    return [
        {
            "browser": sessions.browser_name(one.user_agent),
            "agent": one.user_agent,
            "network": one.ip,
            "at": _day(one.created_at),
            "last_used": _day(one.last_seen_at),
        }
        for one in found
    ]


def _accesses(user: User) -> list[dict[str, Any]]:
    """What was done about the person, without who did it; and what the person did as staff."""
    about = [{"about": "me", "purpose": line.purpose, "at": _day(line.at)} for line in access.about(*_subjects(user))]
    own = [{"about": line.subject, "purpose": line.purpose, "at": _day(line.at)} for line in access.by(user)]
    return about + own


def _subjects(user: User) -> tuple[str, ...]:
    return (f"people.User:{user.uuid}", f"people.User:{user.pk}")


def _unname_accesses(*, user: User, at: datetime) -> None:
    """The lines stay for the time they are kept; those of one person still go together, under a word drawn by lot."""
    access.rename(actor=user, subjects=_subjects(user), name=f"erased-{secrets.token_hex(6)}")


def _cancel_tasks(*, user: User, at: datetime) -> None:
    queue.forget(words={*sessions.addresses_of(user), str(user.uuid), user.uuid.hex}, person=user.pk)


def _forget_counts(*, user: User, at: datetime) -> None:
    for limit in LIMITS_OF_AN_ADDRESS:
        for address in sessions.addresses_of(user):
            limits.forget(limit, address)
    for limit in (limits.SECOND_FACTOR_TRIES, limits.PASSWORD_TRIES):
        limits.forget(limit, str(user.pk))
