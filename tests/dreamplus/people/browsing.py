"""What several files ask of a browser and of an authenticator app."""

from __future__ import annotations

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.test import Client

from dreamplus.people.models import User


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def totp(user: User, shift: int = 0) -> str:
    secret = decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + shift))
