"""Where a person lives and the year of their birth: declared by the person, or seen at the counter."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreamplus.core import access
from dreamplus.people import personal_data
from dreamplus.people.models import Residence, User
from dreamplus.people.permissions import may
from dreamplus.people.roles import Permission
from dreamplus.people.services import Refused
from dreamplus.territory.queries import quarters

OLDEST = 120
"""Years: nobody is older."""


@transaction.atomic
def declare_residence(*, user: User, area: str, birth_year: int | None, at: datetime) -> Residence:
    """What the person says of themselves. Another quarter or year than the counter saw needs the counter again.

    `area`: code of a quarter in use, empty where there is none. Raises `Refused`.
    """
    refuse_area(area)
    refuse_year(birth_year, at=at)
    place = Residence.objects.select_for_update().filter(user=user).first()
    if place is None:
        place, _new = Residence.objects.get_or_create(user=user, defaults={"declared_on": localdate(at)})
    if (place.area, place.birth_year) != (area, birth_year):
        _become(place, area, birth_year, Residence.Proof.DECLARED, localdate(at))
    return place


@transaction.atomic
def vouch_residence(*, user: User, area: str, birth_year: int | None, by: User, at: datetime) -> Residence:
    """An agent has seen a document that shows it. Nothing of the document is kept; who vouched is in the access log.

    Raises `PermissionDenied` for who may not vouch, or for oneself; `Refused` for a quarter or year that cannot be.
    """
    if not may(by, Permission.VOUCH) or by.pk == user.pk:
        raise PermissionDenied
    refuse_area(area)
    refuse_year(birth_year, at=at)
    Residence.objects.get_or_create(user=user, defaults={"declared_on": localdate(at)})
    place = Residence.objects.select_for_update().get(user=user)
    _become(place, area, birth_year, Residence.Proof.COUNTER, localdate(at))
    access.log(actor=by, purpose="people.vouch.residence", subject=f"people.Residence:{place.pk}", at=at)
    return place


def forget_residence(*, user: User) -> None:
    """The person takes back what was declared or seen."""
    Residence.objects.filter(user=user).delete()


def _become(place: Residence, area: str, birth_year: int | None, proof: str, day: date) -> None:
    place.area, place.birth_year, place.proof, place.declared_on = area, birth_year, proof, day
    place.vouched_on = day if proof == Residence.Proof.COUNTER else None
    place.save()


def refuse_area(area: str) -> None:
    """Raises `Refused` for the code of a quarter that this place does not have, or for none where it has some."""
    known = {quarter.code for quarter in quarters()}
    if known and area not in known:
        raise Refused({"area": _("Choose the quarter where you live.")})
    if not known and area:
        raise Refused({"area": _("This place has no quarters.")})


def refuse_year(birth_year: int | None, *, at: datetime) -> None:
    """Raises `Refused` for a year in which nobody alive was born."""
    this_year = localtime(at).year
    if birth_year is not None and not this_year - OLDEST <= birth_year <= this_year:
        raise Refused({"birth_year": _("Write the four digits of the year: 1987.")})


def register() -> None:
    """Says how it is exported and erased."""
    personal_data.register(
        personal_data.PersonalData(
            "people.Residence",
            _export,
            _erase,
            what=gettext_lazy("Where you live (the quarter), the year of your birth, whether the town hall saw it"),
            why="account",
            keep="account",
        )
    )


def _export(user: User) -> list[dict[str, Any]]:
    return [
        {
            "quarter": place.area,
            "birth_year": place.birth_year,
            "proof": place.proof,
            "declared_on": place.declared_on.isoformat(),
            "seen_at_the_counter_on": place.vouched_on.isoformat() if place.vouched_on else None,
        }
        for place in Residence.objects.filter(user=user)
    ]


def _erase(*, user: User, at: datetime) -> None:
    forget_residence(user=user)
