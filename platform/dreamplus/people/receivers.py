"""What we do when the accounts library stores or removes a second factor."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from dreamplus.people import trust
from dreamplus.people.models import TrustedBrowser, User
from dreamplus.people.same_person import SIGNED_IN_SESSION_KEY
from dreamplus.people.second_factor import FACTORS


@receiver(user_logged_in)
def signed_in(request: HttpRequest | None, **kwargs: Any) -> None:
    """The session knows since when it is open; see `same_person`."""
    if request is not None and hasattr(request, "session"):
        request.session[SIGNED_IN_SESSION_KEY] = time.time()


@receiver(post_save, sender=Authenticator)
def factor_enrolled(instance: Authenticator, created: bool, **kwargs: Any) -> None:
    """Enrolling proves possession: it counts as shown in this session. Sessions opened without it are closed."""
    request = _request_of(instance)
    if not created or request is None or instance.type not in FACTORS:
        return
    shown = {"id": instance.pk, "type": instance.type, "reauthenticated": True}
    record_authentication(request, request.user, "mfa", **shown)
    if not Authenticator.objects.filter(user=instance.user, type__in=FACTORS).exclude(pk=instance.pk).exists():
        for session in UserSession.objects.filter(user=instance.user).exclude(session_key=request.session.session_key):
            session.end()


@receiver(post_delete, sender=Authenticator)
def factor_removed(instance: Authenticator, **kwargs: Any) -> None:
    """A factor that is gone no longer vouches for the session that removed it, nor for browsers trusted with it."""
    if instance.type in FACTORS:
        TrustedBrowser.objects.filter(user=instance.user_id).delete()
    request = _request_of(instance)
    if request is not None:
        records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        kept = [record for record in records if record.get("id") != instance.pk]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept


@receiver([account.password_changed, account.password_reset, account.password_set])
def password_replaced(user: User, **kwargs: Any) -> None:
    """Whoever replaces a password may have lost a device: trust is given again with the second factor alone."""
    trust.forget_all(user)


def _request_of(instance: Authenticator) -> HttpRequest | None:
    """The request in which a person acts on their own factor, if there is one."""
    request = context.request
    if request is None or not request.user.is_authenticated or request.user.pk != instance.user_id:
        return None
    return request
