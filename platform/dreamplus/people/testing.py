"""For the suites of every application: people with roles, and sessions as strong as staff's must be."""

from __future__ import annotations

import time
from itertools import count
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from dreamplus.core import clock
from dreamplus.people.models import AssistantMandate, User
from dreamplus.people.roles import STAFF, Role
from dreamplus.people.services import create_confirmed_user, grant_role

_numbers = count(1)


def make_person(role: Role = Role.CITIZEN, *, email: str = "", display_name: str = "") -> User:
    """A person with a confirmed address and, for staff roles, the role and an authenticator app."""
    address = email or f"{role.value}-{next(_numbers)}@exemple.fr"
    user = create_confirmed_user(email=address, display_name=display_name)
    if role in STAFF:
        grant_role(user=user, role=role, by=None, at=clock.now())
        if role == Role.ASSISTANT:  # nobody is one but by an elected official
            official = make_person(Role.OFFICIAL)
            AssistantMandate.objects.create(official=official, assistant=user, since=clock.now())
        TOTP.activate(user, generate_totp_secret())
    return user


def make_agent_of(page: Any) -> User:
    """An agent of that page and of what stands below it, and of nothing else."""
    user = make_person()
    grant_role(user=user, role=Role.AGENT, by=None, at=clock.now(), part=page.translation_key)
    TOTP.activate(user, generate_totp_secret())
    return user


def sign_in(client: Client, user: User, *, second_factor: bool | None = None) -> Client:
    """Opens a session for `user`, with the second factor shown unless said otherwise (staff only by default)."""
    client.force_login(user)
    if user.is_staff if second_factor is None else second_factor:
        factor = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "mfa", "at": time.time(), "id": factor.pk, "type": factor.type}
        ]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client
