"""What people agreed to: in which words, when, through which channel; withdrawn as easily as given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.functional import Promise

from dreamplus.people.models import User
from dreamplus.people.rights.models import AgeDeclaration, Consent


@dataclass(frozen=True)
class Purpose:
    """Something that is done only with consent. `sentence`: what the person agrees to, as it is shown to them."""

    slug: str
    name: str | Promise
    sentence: str | Promise


_purposes: dict[str, Purpose] = {}


def register(purpose: Purpose) -> None:
    """Adds a purpose, in `AppConfig.ready()`: a newsletter, help at the counter."""
    _purposes[purpose.slug] = purpose


def purposes() -> list[Purpose]:
    return list(_purposes.values())


def sentence_of(purpose: str) -> str:
    """What people agree to, in the language being read. Raises `KeyError` for a purpose that nobody declared."""
    return str(_purposes[purpose].sentence)


def version_of(purpose: Purpose) -> str:
    """SHA-256 of the sentence in the language being read: proves which words were agreed to."""
    return sha256(f"{translation.get_language()}\n{purpose.sentence}".encode()).hexdigest()


@transaction.atomic
def give_consent(*, person: User, purpose: str, channel: str, at: datetime) -> Consent:
    """Notes that the person agrees; agreeing again to the same words changes nothing, to new words begins a new row.

    Raises `LookupError` for a purpose that no application declared.
    """
    if purpose not in _purposes:
        raise LookupError(f"nothing asks for consent under the name {purpose!r}")
    version = version_of(_purposes[purpose])
    current = Consent.objects.select_for_update().filter(person=person, purpose=purpose, withdrawn_at=None).first()
    if current is not None and current.version == version:
        return current
    if current is not None:
        Consent.objects.filter(pk=current.pk).update(withdrawn_at=at)
    try:
        with transaction.atomic():
            return Consent.objects.create(person=person, purpose=purpose, version=version, channel=channel, given_at=at)
    except IntegrityError:  # given at the same instant through another request
        return Consent.objects.get(person=person, purpose=purpose, withdrawn_at=None)


def withdraw_consent(*, person: User, purpose: str, at: datetime) -> bool:
    """Ends the consent in force; False when there was none."""
    return bool(Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).update(withdrawn_at=at))


def has_consented(*, person: User, purpose: str) -> bool:
    """Whether a consent to that purpose is in force, in whatever words."""
    return Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).exists()


def declare_age(*, person: User, at: datetime) -> AgeDeclaration:
    """Keeps that the person is fifteen or over, or that a parent agrees (loi 78-17, art. 45); said twice, kept once."""
    declaration, _new = AgeDeclaration.objects.get_or_create(person=person, defaults={"at": at})
    return declaration


def has_declared_age(person: User) -> bool:
    return AgeDeclaration.objects.filter(person=person).exists()
