"""What is known about people's identities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import Q

from dreamplus.people.identity.catalogue import PROCONNECT, SERVICES, Service
from dreamplus.people.models import User
from dreamplus.territory.models import Territory


@dataclass(frozen=True)
class Row:
    """One service, and the identity of it that opens the account, if there is one."""

    service: Service
    identity: SocialAccount | None
    offered: bool


def configured() -> list[Service]:
    """The services that this site offers."""
    return [service for key, service in SERVICES.items() if key in settings.DREAM_IDENTITY]


def identities_of(user: User) -> list[Row]:
    """Services offered or already connected; one query."""
    mine = {identity.provider: identity for identity in SocialAccount.objects.filter(user=user)}
    offered = configured()
    return [
        Row(service, mine.get(key), service in offered)
        for key, service in SERVICES.items()
        if service in offered or key in mine
    ]


def organisations(people: Iterable[int]) -> dict[int, str]:
    """SIRET of the organisation in each person's ProConnect identity, by the person's key; one query."""
    found = SocialAccount.objects.filter(user__in=list(people), provider=PROCONNECT.key)
    return {one.user_id: one.extra_data["siret"] for one in found if one.extra_data.get("siret")}


def our_siren() -> str:
    """The SIREN of this collectivité, from `DREAM_TERRITORY` and the table of territories; empty when not known."""
    code = settings.DREAM_TERRITORY
    if len(code) == 9 and code.isdigit():
        return code
    row = Territory.objects.filter(Q(insee=code) & ~Q(siren="")).first() if code else None
    return row.siren if row else ""


def is_elsewhere(siret: str) -> bool:
    """Whether `siret` is known to belong to another organisation than this collectivité; nothing known is no."""
    ours = our_siren()
    return bool(siret and ours) and not siret.startswith(ours)
