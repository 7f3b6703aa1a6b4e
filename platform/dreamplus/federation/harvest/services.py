"""An officer's acts: pair, release, suspend."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dreamplus.core import events
from dreamplus.core.outbound import OutboundError
from dreamplus.federation.harvest.errors import PairingError, Trouble
from dreamplus.federation.harvest.events import SourcePaired
from dreamplus.federation.harvest.fetching import fetch_discovery
from dreamplus.federation.harvest.models import Source, State
from dreamplus.federation.harvest.sentences import explain
from dreamplus.federation.wire import discovery, keys
from dreamplus.federation.wire.discovery import Discovery
from dreamplus.federation.wire.faults import WireError
from dreamplus.territory.models import Territory


def look_up(*, origin: str, code: str, thumbprint: str, at: datetime) -> Discovery:
    """What the host says of itself, once the key and the place are those the officer expects. Raises `PairingError`."""
    try:
        document = fetch_discovery(origin)
        discovery.pinned(document, thumbprint=thumbprint, code=code, today=at.date().isoformat())
    except OutboundError:
        raise PairingError(explain(Trouble.UNREACHABLE)) from None
    except WireError as error:
        raise PairingError(explain(error.fault)) from None
    return document


def pair(*, document: Discovery, thumbprint: str, at: datetime) -> Source:
    """Pins the key and makes the source due at once. Pairing again with the same key changes nothing.

    Raises `PairingError` when the territory is unknown here or already has another source or key.
    """
    territory = Territory.objects.filter(Q(insee=document.code) | Q(siren=document.code)).first()
    if territory is None:
        raise PairingError(_("No territory has the code %(code)s on this hub.") % {"code": document.code})
    held = Source.objects.filter(Q(origin=document.issuer) | Q(territory=territory)).first()
    if held is not None:
        if (held.origin, held.thumbprint, held.territory_id) == (document.issuer, thumbprint, territory.pk):
            return held
        raise PairingError(_("%(name)s is already paired, with another address or another key.") % {"name": held.name})
    key = next(key for key in document.keys if key.kid == thumbprint)
    try:
        with transaction.atomic():
            source = Source.objects.create(
                origin=document.issuer,
                territory=territory,
                name=document.name,
                thumbprint=thumbprint,
                jwk=keys.public_jwk(key.key),
                paired_at=at,
                discovered_at=at,
                next_at=at,
            )
            events.record(SourcePaired(source=source.pk, territory=territory.code), at=at)
    except IntegrityError:
        raise PairingError(_("%(name)s has just been paired by somebody else.") % {"name": document.name}) from None
    return source


def release(*, source: Source, at: datetime) -> None:
    """Listens again after quarantine or suspension, from the last verified line; the evidence stays."""
    Source.objects.filter(pk=source.pk).update(state=State.ACTIVE, failures=0, fault="", next_at=at)


def suspend(*, source: Source) -> None:
    """Stops listening; what was harvested stays, marked."""
    Source.objects.filter(pk=source.pk).update(state=State.SUSPENDED)
