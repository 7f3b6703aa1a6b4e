"""What the accounts library tells of sign-ups and sign-ins, heard for the identity that waits in the session."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_logged_in, user_signed_up
from django.dispatch import receiver
from django.http import HttpRequest

from dreamplus.people.identity import arrival
from dreamplus.people.models import User


@receiver(user_signed_up)
def begun(request: HttpRequest, user: User, **kwargs: Any) -> None:
    arrival.account_begun(request, user)


@receiver(user_logged_in)
def opened(request: HttpRequest, user: User, **kwargs: Any) -> None:
    arrival.signed_in(request, user, kwargs.get("sociallogin"))
