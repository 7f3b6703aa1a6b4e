"""Names the first administrator of an instance."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse

from dreamplus.core import clock
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.services import create_confirmed_user, grant_role


class Command(BaseCommand):
    help = "Makes the person of this e-mail address an administrator, and tells what to do next."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="address at which the person receives sign-in codes")
        parser.add_argument("--name", default="", help="name shown beside what the person writes")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is not an e-mail address.") from None
        user = User.objects.filter(email=email).first()
        if user is None:
            user = create_confirmed_user(email=email, display_name=options["name"])
        grant_role(user=user, role=Role.ADMINISTRATOR, by=None, at=clock.now())
        self.stdout.write(_next_steps(email))


def _next_steps(email: str) -> str:
    from django.conf import settings

    return "\n".join(
        (
            f"{email} is an administrator.",
            "Next:",
            f"  1. Open {settings.DREAM_ORIGIN}{reverse('account_login')} and ask for a code at {email}.",
            "  2. Type the code; you are signed in.",
            f"  3. Open {settings.DREAM_ORIGIN}{reverse('wagtailadmin_home')}: you are asked to enrol a second factor",
            "     (an authenticator app or a security key). Keep the recovery codes on paper.",
        )
    )
