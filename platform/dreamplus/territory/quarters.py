"""The quarters of this place: their list, and what is done to it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dreamplus.core.text import fold
from dreamplus.territory.models import Quarter

LONGEST = 80
"""Letters of a name."""


class QuarterRefused(Exception):
    """A quarter that cannot be added or renamed; the sentence says why."""


def add_quarter(*, name: str) -> Quarter:
    """A quarter at the end of the list. Raises `QuarterRefused` for a name that is empty or already there."""
    name, folded = _checked(name)
    last = Quarter.objects.order_by("-order").values_list("order", flat=True).first()
    try:
        with transaction.atomic():
            return Quarter.objects.create(code=_free_code(name), name=name, folded=folded, order=(last or 0) + 1)
    except IntegrityError:
        raise QuarterRefused(_("“%(name)s” is in the list already.") % {"name": name}) from None


def rename_quarter(*, quarter: Quarter, name: str) -> Quarter:
    """Another name for the same quarter: its code stays. Raises `QuarterRefused`."""
    name, folded = _checked(name)
    quarter.name, quarter.folded = name, folded
    try:
        with transaction.atomic():
            quarter.save(update_fields=["name", "folded"])
    except IntegrityError:
        raise QuarterRefused(_("“%(name)s” is in the list already.") % {"name": name}) from None
    return quarter


def retire_quarter(*, quarter: Quarter, retired: bool = True) -> Quarter:
    """No longer offered, or offered again; what was declared keeps its meaning."""
    quarter.retired = retired
    quarter.save(update_fields=["retired"])
    return quarter


def _checked(name: str) -> tuple[str, str]:
    name = " ".join(name.split())
    if not name or not fold(name):
        raise QuarterRefused(_("Write the name of the quarter."))
    if len(name) > LONGEST or any(not letter.isprintable() for letter in name):
        raise QuarterRefused(_("This name is too long or holds signs that cannot be shown: 80 letters at most."))
    return name, fold(name)


def _free_code(name: str) -> str:
    stem = slugify(fold(name))[:50] or "quartier"
    taken: Iterable[str] = set(Quarter.objects.filter(code__startswith=stem).values_list("code", flat=True))
    number, code = 1, stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code
