"""The lists of people on which the audience of an activity rests: there before it opens, fixed when it does."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dreamplus.participation.audience.stored import audience_of
from dreamplus.participation.rules.audience import all_lists
from dreamplus.people.rolls.models import Roll
from dreamplus.people.rolls.services import freeze_roll

if TYPE_CHECKING:
    from dreamplus.participation.models import Activity


def missing(activity: Activity) -> list[str]:
    """What stops the opening: a list that is not there, or that goes before the end."""
    wanted = all_lists([audience_of(activity)])
    if not wanted:
        return []
    known = {str(roll.uuid): roll for roll in Roll.objects.filter(uuid__in=wanted)}
    sentences = []
    for key in sorted(wanted):
        roll = known.get(key)
        if roll is None or not roll.in_use:
            sentences.append(_("A list that says who may take part is no longer there: choose the audience again."))
        elif activity.closes_at and roll.erase_on <= localdate(activity.closes_at):
            told = {"name": roll.name, "day": date_format(roll.erase_on, "DATE_FORMAT")}
            sentences.append(_("The list “%(name)s” is erased on %(day)s, before the closing.") % told)
    return sentences


def fix(activity: Activity, at: datetime) -> list[dict[str, Any]]:
    """Fixes the lists at the opening; returns what is published of each with the rules: size and hash, nothing else."""
    wanted = all_lists([audience_of(activity)])
    rolls = Roll.objects.filter(uuid__in=wanted, imported_at__isnull=False, erased_at=None) if wanted else []
    frozen = [freeze_roll(roll=roll, at=at) for roll in rolls]
    return [{"list": str(roll.uuid), "size": roll.size, "sha256": roll.lines_hash} for roll in frozen]
