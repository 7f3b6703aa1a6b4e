"""Instants as people say them, in the site's time zone: “dimanche 6 décembre, 20 h”, “encore 12 jours”."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from dreamplus.core import clock


def moment(at: datetime | None) -> str:
    """The day and the hour; the year only when it is not this one. Empty without an instant."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    same_year = local.year == timezone.localtime(clock.now()).year
    day = formats.date_format(local, first_of_month(_("l j F") if same_year else _("l j F Y"), local))
    minutes = local.minute != 0
    hour = formats.date_format(local, pgettext("hour and minutes", "G:i") if minutes else pgettext("full hour", "G:i"))
    return _("%(day)s, %(hour)s") % {"day": day, "hour": hour}


def first_of_month(pattern: str, local: datetime) -> str:
    """In French the first day of a month is "1er", the others are plain numbers."""
    french = (get_language() or "").startswith("fr")
    return pattern.replace("j", "j\\e\\r", 1) if french and local.day == 1 else pattern


def left(until: datetime | None, at: datetime) -> str:
    """How long is left, rounded down to one unit. Empty when nothing is."""
    if until is None or until <= at:
        return ""
    rest = until - at
    if rest >= timedelta(days=2):
        return ngettext("%(number)d day left", "%(number)d days left", rest.days) % {"number": rest.days}
    hours = rest // timedelta(hours=1)
    if hours >= 2:
        return ngettext("%(number)d hour left", "%(number)d hours left", hours) % {"number": hours}
    minutes = max(1, rest // timedelta(minutes=1))
    return ngettext("%(number)d minute left", "%(number)d minutes left", minutes) % {"number": minutes}
