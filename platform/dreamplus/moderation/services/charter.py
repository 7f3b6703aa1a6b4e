"""The charter and the grounds: set by the collectivité before anything opens."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dreamplus.moderation.enums import Nature
from dreamplus.moderation.errors import CharterMissing
from dreamplus.moderation.founding import CHARTER, CONTACT, GROUNDS, ROUTES
from dreamplus.moderation.models import Charter, Ground


def publish_charter(*, text: str, contact: str, routes: str, at: datetime) -> Charter:
    """A new version; earlier ones stay, for what was opened under them. The same words again publish nothing."""
    words = {"text": text.strip(), "contact": contact.strip(), "routes": routes.strip()}
    last = Charter.objects.first()
    if last is not None and {name: getattr(last, name) for name in words} == words:
        return last
    return Charter.objects.create(**words, published_at=at)


def current_charter() -> Charter:
    """The one that holds. Raises `CharterMissing` with what to do."""
    found = Charter.objects.first()
    if found is None or not Ground.objects.filter(active=True).exists():
        raise CharterMissing(_("Publish the charter of moderation and its grounds first, under Moderation."))
    return found


@transaction.atomic
def found_charter(*, at: datetime) -> Charter:
    """The charter and the grounds that a new site begins with, to be read and amended. Writes over nothing."""
    known = set(Ground.objects.values_list("code", flat=True))
    Ground.objects.bulk_create(
        [
            Ground(
                code=ground.code,
                title=ground.title,
                words=ground.words,
                nature=Nature.LEGAL if ground.legal else Nature.CHARTER,
                minors=ground.minors,
                position=number,
            )
            for number, ground in enumerate(GROUNDS)
            if ground.code not in known
        ]
    )
    return Charter.objects.first() or publish_charter(text=CHARTER, contact=CONTACT, routes=ROUTES, at=at)


def save_ground(
    *, ground: Ground | None, code: str, title: str, words: str, nature: str, minors: bool, active: bool
) -> Ground:
    """A new ground, or one reworded or retired; its code never changes, for the counts of former years."""
    if ground is None:
        ground = Ground(code=code, position=Ground.objects.count())
    ground.title, ground.words, ground.nature = title, words, Nature(nature)
    ground.minors, ground.active = minors, active
    ground.full_clean()
    ground.save()
    return ground
