"""Which territory this site belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from dreamplus.territory.models import Territory


@dataclass(frozen=True)
class Place:
    """A code (INSEE or SIREN) and the name people use."""

    code: str
    name: str


def our_place() -> Place | None:
    """The place of `DREAM_TERRITORY`; its name from the table of territories, or the site's own name."""
    code = settings.DREAM_TERRITORY
    if not code:
        return None
    row = Territory.objects.filter(Q(insee=code) | Q(siren=code)).first()
    return Place(code, row.name if row else settings.WAGTAIL_SITE_NAME)
