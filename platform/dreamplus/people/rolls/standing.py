"""Where a list stands, in a word for the boards."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dreamplus.people.rolls.models import Roll


@dataclass(frozen=True)
class Standing:
    """`kind` names a badge."""

    kind: str
    label: str


def standing(roll: Roll) -> Standing:
    if roll.erased_at:
        return Standing("closed", _("Erased"))
    if roll.frozen_at:
        return Standing("good", _("Fixed"))
    if roll.imported_at:
        return Standing("open", _("In use"))
    return Standing("soon", _("Waits for its file"))
