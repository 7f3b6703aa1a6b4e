"""Has this session shown a second factor, and can this person show one?"""

from __future__ import annotations

import time
from datetime import timedelta

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from dreamplus.people import trust
from dreamplus.people.models import User

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
"""Recovery codes stand in for one of these; alone they are no second factor."""

HOLDS_FOR = timedelta(hours=12)
"""A working day: after it, staff show their second factor again."""


def enrolled(user: User) -> bool:
    """Whether the person has an authenticator app or a key."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def used_in(request: HttpRequest) -> bool:
    """Whether the signed-in person showed a second factor in this very session, less than `HOLDS_FOR` ago, or trusts
    this browser with it.

    A passkey that signs in alone counts: it was unlocked by a finger or a PIN. No query without a trusted browser.
    """
    if not isinstance(request.user, User):
        return False
    oldest = time.time() - HOLDS_FOR.total_seconds()
    records = get_authentication_records(request, request.user)
    shown = any(record.get("method") == "mfa" and record.get("at", 0) > oldest for record in records)
    return shown or trust.trusted(request, request.user) is not None


def current_code(user: User) -> str:
    """The six digits a demonstration person's authenticator app shows now.

    Raises `PermissionDenied` outside the demonstration, `Authenticator.DoesNotExist` when no app is enrolled.
    """
    if not settings.DREAM_DEMONSTRATION:
        raise PermissionDenied("codes are computed for the people of a demonstration only")
    secret = decrypt(Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).data["secret"])
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
