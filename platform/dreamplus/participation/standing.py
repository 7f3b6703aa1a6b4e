"""The state of an activity in words: "Open · 12 days left · until Sunday 6 December, 8 p.m."."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dreamplus.participation.enums import State
from dreamplus.participation.moments import first_of_month, left, moment

if TYPE_CHECKING:
    from dreamplus.participation.models import Activity


@dataclass(frozen=True)
class Standing:
    """`kind` names a badge (open, soon, closed, plain); `label` and `detail` are words for people."""

    kind: str
    label: str
    detail: str = ""


def standing(activity: Activity, at: datetime) -> Standing:
    """What a reader must know first. Days are those of the place."""
    state = activity.state(at)
    if state == State.DRAFT or activity.opens_at is None:
        return Standing("plain", _("In preparation"))
    if state == State.UPCOMING:
        return Standing("soon", _("Opens soon"), _("from %(when)s") % {"when": moment(activity.opens_at)})
    if activity.closes_at is None:
        return Standing("open", _("Open now"))
    if state == State.OPEN:
        until = _("until %(when)s") % {"when": moment(activity.closes_at)}
        return Standing("open", _("Open now"), f"{left(activity.closes_at, at)} · {until}")
    return Standing("closed", _("Ended"), _("since %(when)s") % {"when": day(activity.closes_at, at)})


def day(when: datetime, at: datetime) -> str:
    """A day in words, with its year when it is not the present one."""
    local = localtime(when)
    pattern = _("l j F") if local.year == localtime(at).year else _("l j F Y")
    return date_format(local, first_of_month(pattern, local))


def span(opens_at: datetime, closes_at: datetime | None, at: datetime) -> str:
    """From one day to another, without the days of the week."""
    first = _short(opens_at, at)
    return _("from %(first)s to %(last)s") % {"first": first, "last": _short(closes_at, at)} if closes_at else first


def _short(when: datetime, at: datetime) -> str:
    local = localtime(when)
    pattern = _("j F") if local.year == localtime(at).year else _("j F Y")
    return date_format(local, first_of_month(pattern, local))
