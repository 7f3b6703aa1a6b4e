"""Identities joined to an account, and parted from it."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dreamplus.people.models import User
from dreamplus.people.services import Refused


def join_identity(*, user: User, provider: str, subject: str, extra: dict[str, Any]) -> SocialAccount:
    """Lets the identity open `user`'s account; doing it twice changes nothing.

    Raises `Refused` when it opens another account, or when another identity of this service opens this one.
    """
    try:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user.pk)
            others = SocialAccount.objects.filter(user=user, provider=provider).exclude(uid=subject)
            if others.exists():
                raise Refused(_("Another identity of this service is already connected to your account."))
            known = SocialAccount.objects.filter(user=user, provider=provider, uid=subject).first()
            fields = {"user": user, "provider": provider, "uid": subject, "extra_data": extra}
            return known or SocialAccount.objects.create(**fields)
    except IntegrityError:  # provider and subject are unique together
        raise Refused(_("This identity is already connected to another account.")) from None


@transaction.atomic
def part_identity(*, user: User, pk: int) -> SocialAccount | None:
    """Takes back the identity; returns it, or None when it is not theirs. Raises `Refused` for the last way in."""
    identity: SocialAccount | None = SocialAccount.objects.select_for_update().filter(user=user, pk=pk).first()
    if identity is None:
        return None
    others = SocialAccount.objects.filter(user=user).exclude(pk=pk).exists()
    address = EmailAddress.objects.filter(user=user, verified=True).exists()
    if not (others or address):
        raise Refused(_("This is your only way in. Confirm an e-mail address first."))
    SocialAccount.objects.filter(pk=pk).delete()
    return identity
