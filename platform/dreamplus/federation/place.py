"""Which territory this site belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from dreamplus.cms.pages import ContactPage
from dreamplus.cms.readable import by_anybody
from dreamplus.territory.models import Territory


@dataclass(frozen=True)
class Place:
    """A code (INSEE or SIREN) and the name people use."""

    code: str
    name: str


def contact_address() -> str:
    """Where to write: the address of the contact page, empty where there is none."""
    page = ContactPage.objects.live().filter(by_anybody()).order_by("pk").first()
    parts = page.get_url_parts() if page else None
    return f"{settings.DREAM_ORIGIN}{parts[2]}" if parts else ""


def our_place() -> Place | None:
    """The place of `DREAM_TERRITORY`; its name from the table of territories, or the site's own name."""
    code = settings.DREAM_TERRITORY
    if not code:
        return None
    row = Territory.objects.filter(Q(insee=code) | Q(siren=code)).first()
    return Place(code, row.name if row else settings.WAGTAIL_SITE_NAME)
