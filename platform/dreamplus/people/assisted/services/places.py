"""Places where people are helped."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dreamplus.core import access
from dreamplus.people.assisted.errors import AssistedError
from dreamplus.people.assisted.models import Place
from dreamplus.people.models import User
from dreamplus.people.permissions import may
from dreamplus.people.roles import Permission


@transaction.atomic
def keep_place(*, place: Place | None, name: str, address: str, hours: str, by: User, at: datetime) -> Place:
    """Makes a place, or changes what is said of it; its code never changes, ballots hold it.

    Raises `PermissionDenied`, `AssistedError` for a name that another place has.
    """
    _check(by)
    kept = place or Place(code=_free_code(name))
    kept.name, kept.address, kept.hours = name.strip(), address.strip(), hours.strip()
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        raise AssistedError(_("Another place already has this name.")) from None
    access.log(actor=by, purpose="assisted.place", subject=f"assisted.Place:{kept.code}", at=at)
    return kept


@transaction.atomic
def close_place(*, place: Place, by: User, at: datetime) -> None:
    """Nobody is helped there any more; figures keep it. Accompaniments under way go on. Raises `PermissionDenied`."""
    _check(by)
    Place.objects.filter(pk=place.pk, closed_at=None).update(closed_at=at)
    access.log(actor=by, purpose="assisted.place_closed", subject=f"assisted.Place:{place.code}", at=at)


@transaction.atomic
def open_place_again(*, place: Place, by: User, at: datetime) -> None:
    """Undoes `close_place`. Raises `PermissionDenied`."""
    _check(by)
    Place.objects.filter(pk=place.pk).update(closed_at=None)
    access.log(actor=by, purpose="assisted.place_opened", subject=f"assisted.Place:{place.code}", at=at)


def _free_code(name: str) -> str:
    base = slugify(name)[:34] or "lieu"
    taken = set(Place.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if code not in taken)


def _check(by: User) -> None:
    if not may(by, Permission.MANAGE_PLACES):
        raise PermissionDenied
