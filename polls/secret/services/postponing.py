"""A later closing: box and region agree before the old one, then the site follows the log."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from dreamplus.core.outbound import OutboundError
from dreamplus.participation.errors import DatesRefused
from dreamplus.participation.models import Activity
from dreamplus.participation.services import follow_closing
from polls.secret import houses
from polls.secret.errors import HouseAway
from polls.secret.rules.postponing import closing_after
from polls.secret.rules.publication import Publication
from polls.secret.rules.refusals import Refused
from polls.secret.services.laying import written_moment


def postpone(activity: Activity, closes_at: datetime) -> None:
    """Raises `HouseAway`, and `DatesRefused` with what box or region say against it."""
    try:
        houses.postpone(activity.uuid, written_moment(closes_at))
    except Refused as refused:
        raise _sentence(refused) from None
    except OutboundError as error:
        raise HouseAway(_("The box does not answer: %(why)s") % {"why": error.sentence}) from None


def follow_log(activity: Activity, at: datetime) -> bool:
    """Takes over the closing of the log, where it was moved and this site did not hear the answer. Whether it was.

    Raises `Refused`, `OutboundError`.
    """
    told = Publication.read(houses.log_of(activity.uuid), None)
    closes_at = datetime.fromisoformat(closing_after(told.terms, told.postponements))
    if activity.closes_at is None or closes_at <= activity.closes_at:
        return False
    follow_closing(activity=activity, closes_at=closes_at, reason=_("As the log of the vote says."), at=at)
    return True


def _sentence(refused: Refused) -> DatesRefused | HouseAway:
    match refused.code:
        case "closed" | "too-late":
            return DatesRefused(_("It is too late: the vote has closed, by the clock of the box or of the region."))
        case "witness-away":
            return HouseAway(
                _("The region does not answer, and without it no closing is moved. Try again in a minute.")
            )
        case "other-closing":
            said = _("The region has already agreed to another closing, %(closes)s (UTC): ask for that one.")
            return DatesRefused(said % {"closes": refused.detail})
        case "too-often":
            return DatesRefused(_("This closing was moved too often: it stays."))
    return HouseAway(_("The box or the region refuses the new closing (%(code)s).") % {"code": refused})
