"""What became of a survey, told from its receipt. The receipt leads to the result, never to an answer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from consultations.surveys.pages import page_of
from dreamplus.core import clock
from dreamplus.participation.enums import State
from dreamplus.participation.followup import Step
from dreamplus.participation.models import Receipt
from dreamplus.participation.moments import moment


def tell(receipt: Receipt) -> list[Step]:
    """From the answers to what they say together."""
    activity = receipt.activity
    state = activity.state(clock.now())
    page = page_of(activity)
    href = (page.url or "") if page and page.live else ""
    is_open, settled = state == State.OPEN, state == State.SETTLED
    return [
        Step(_("You answered"), "", "done"),
        Step(
            _("The survey closes") if is_open else _("The survey is closed"),
            moment(activity.closes_at),
            "now" if is_open else "done",
        ),
        Step(
            _("What was answered is published"),
            "" if settled else _("Counted at the closing, without anybody’s name."),
            "done" if settled else "next" if is_open else "now",
            href if settled else "",
        ),
    ]
