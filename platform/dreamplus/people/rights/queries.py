"""Reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dreamplus.people.models import User
from dreamplus.people.rights.models import Consent, Export, ExportState
from dreamplus.people.rights.services import consents

CONSENTS_SHOWN = 100


def latest_export(person: User, *, at: datetime) -> Export | None:
    """The copy last asked for; one whose day is over is told as ended, whatever the worker has done yet."""
    row = Export.objects.filter(person=person).order_by("-asked_at", "-pk").first()
    if row is not None and row.state == ExportState.READY and row.expires_at is not None and row.expires_at <= at:
        row.state = ExportState.ENDED
    return row


@dataclass(frozen=True)
class Agreed:
    """One consent as its owner reads it; `name` is the slug of a purpose that no application declares any more."""

    row: Consent
    name: str
    in_force: bool


def consents_of(person: User) -> list[Agreed]:
    """Those in force first, then the latest; one query."""
    names = {purpose.slug: str(purpose.name) for purpose in consents.purposes()}
    rows = Consent.objects.filter(person=person).order_by("-given_at", "-pk")[:CONSENTS_SHOWN]
    found = [Agreed(row, names.get(row.purpose, row.purpose), row.withdrawn_at is None) for row in rows]
    return sorted(found, key=lambda one: not one.in_force)
