"""What letters hold so that one click works without signing in: signed, and good for one thing only.

They do not expire: a letter may be read after years, and stopping must work then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer, TimestampSigner
from django.urls import reverse

from dreamplus.notifications.services.choosing import ALL
from dreamplus.people.models import User

_stop = Signer(salt="dreamplus.notifications.stop", sep="~")
_address = TimestampSigner(salt="dreamplus.notifications.address", sep="~")
ADDRESS_VALID = timedelta(days=1)


@dataclass(frozen=True)
class Stop:
    """`kind`: one kind of notice, or `choosing.ALL`."""

    person: User
    kind: str


def stop_token(person: UUID, kind: str = ALL) -> str:
    return _stop.sign(f"{person.hex}.{kind if kind != ALL else ''}")


def read_stop(token: str) -> Stop | None:
    """None for a token that we did not sign, or whose person has left."""
    try:
        person, _, kind = _stop.unsign(token).partition(".")
    except BadSignature:
        return None
    found = User.objects.filter(uuid=person, is_active=True).first()
    return Stop(found, kind or ALL) if found else None


def stop_address(token: str) -> str:
    """The whole address that stops letters."""
    return settings.DREAM_ORIGIN + reverse("notifications:stop", args=[token])


def address_token(person: User) -> str:
    """Proves that somebody reads what is sent to the person's present address."""
    return _address.sign(f"{person.uuid.hex}.{person.email}")


def read_address(token: str) -> User | None:
    """The person, when the token is younger than a day and the address is still theirs."""
    try:
        person, _, email = _address.unsign(token, max_age=ADDRESS_VALID).partition(".")
    except BadSignature:
        return None
    return User.objects.filter(uuid=person, email=email, is_active=True).first()
