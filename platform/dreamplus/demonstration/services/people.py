"""Invented people: residents who sign in by code, and staff with an authenticator app."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from dreamplus.demonstration.content.staff import CITIZEN, STAFF
from dreamplus.people.assistants import name_assistant
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.services import create_confirmed_user, grant_role


def make_staff(*, at: datetime) -> dict[Role, User]:
    """One person for each staff role, whose codes `./dream code` computes."""
    people: dict[Role, User] = {}
    for role, (email, name) in STAFF.items():
        user = create_confirmed_user(email=email, display_name=name, language="fr")
        if role == Role.ASSISTANT:
            name_assistant(official=people[Role.OFFICIAL], email=email, until=None, at=at)
        else:
            grant_role(user=user, role=role, by=None, at=at)
        TOTP.activate(user, generate_totp_secret())
        people[role] = user
    return people


def make_residents(names: Sequence[str]) -> dict[str, User]:
    """Residents by name, and the one whose sign-in is printed."""
    create_confirmed_user(email=CITIZEN[0], display_name=CITIZEN[1], language="fr")
    return {
        name: create_confirmed_user(email=f"{slugify(name)[:40]}@demo.exemple", display_name=name, language="fr")
        for name in names
    }


def make_voters(count: int) -> list[User]:
    """`count` residents without a name, who vote and support: written in two statements."""
    users = User.objects.bulk_create(
        [
            User(email=f"voisin-{number:04}@demo.exemple", password=make_password(None), language="fr")
            for number in range(count)
        ]
    )
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users]
    )
    return users
