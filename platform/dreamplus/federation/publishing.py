"""From what the house already publishes to what the wire carries. Nothing is counted or decided here.

The only source is `participation.publishing.public`: what is sealed there cannot be shared here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from itertools import count, takewhile
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dreamplus.core import access
from dreamplus.federation import services
from dreamplus.federation.bodies import one_line
from dreamplus.federation.models import Entry
from dreamplus.federation.wire.faults import WireError
from dreamplus.participation import kinds, publishing
from dreamplus.participation.models import Activity
from dreamplus.participation.rules.disclosure import SMALLEST

logger = logging.getLogger(__name__)
METHODS = {"single": "single-choice", "several": "several-choices", "yes-no": "yes-no-abstain"}
"""The wire's word for a method; the others bear the same name here and there."""


def thing_of(activity: Activity, type: str) -> UUID:
    """The identity under which an activity's result is published: not the activity's own, which is on its addresses."""
    return uuid5(activity.uuid, f"dream-fed/1 {type}")


def publish_result(activity: Activity, *, at: datetime) -> Entry | None:
    """Shares the settled result of `activity`, each question as a result of its own; returns the first entry that was
    new. None while it is sealed, unchanged, withdrawn or of no shared kind."""
    data = publishing.public(activity, at)
    if activity.settled_at is None or data is None or data.get("type") != "poll-result":
        return None
    if "weighting" in data:  # the region adds up voters, and these are votes
        return None
    try:
        with transaction.atomic():
            new = [
                services.publish(
                    type="result", thing=thing_of(activity, _named(number)), body=result_body(activity, asked), at=at
                )
                for number, asked in enumerate(_each(data), start=1)
            ]
        return next((entry for entry in new if entry is not None), None)
    except WireError as error:
        # Shown by doctor; the result stays published here, and is not shared rather than shared wrongly.
        logger.error("the result of activity %s is not shared with the region: %s", activity.uuid, error)
        return None


def _each(data: dict[str, Any]) -> list[dict[str, Any]]:
    """A result for each question; where there are several, the question is its title."""
    further = data.get("further", [])
    if not further:
        return [data]
    return [{**data, **one, "title": one["question"]} for one in (data, *further)]


def _named(number: int) -> str:
    return "result" if number == 1 else f"result {number}"


def _shared(activity: Activity) -> Iterator[UUID]:
    """What was shared of each question: all were at once."""
    things = (thing_of(activity, _named(number)) for number in count(1))
    return takewhile(lambda thing: Entry.objects.filter(thing=thing).exists(), things)


def withdraw_result(activity: Activity, *, by: Any, at: datetime) -> Entry | None:
    """Takes back what was shared of `activity`, for ever; None if nothing is shared. `by` goes to the access log."""
    with transaction.atomic():
        entries = [services.withdraw(thing=thing, at=at) for thing in _shared(activity)]
        entry = next((one for one in entries if one is not None), None)
        if entry is not None:
            subject = f"participation.Activity:{activity.pk}"
            access.log(actor=by, purpose="federation.withdraw_result", subject=subject, at=at)
    return entry


def thing_of_contribution(contribution: UUID) -> UUID:
    """The identity under which anything made from one contribution is shared."""
    return uuid5(contribution, "dream-fed/1 contribution")


def withdraw_contribution(contribution: UUID, *, at: datetime) -> Entry | None:
    """Takes back, for ever, what was shared of a contribution; None when nothing was."""
    thing = thing_of_contribution(contribution)
    if not Entry.objects.filter(thing=thing).exists():
        return None
    return services.withdraw(thing=thing, at=at)


def publish_due(*, at: datetime) -> int:
    """Shares every settled result that is not yet shared as it stands; returns how many lines were added."""
    settled = Activity.objects.filter(settled_at__isnull=False, archived_at=None).order_by("settled_at", "pk")
    return sum(publish_result(activity, at=at) is not None for activity in settled.iterator())


def result_body(activity: Activity, data: dict[str, Any]) -> dict[str, Any]:
    """The body of a `result` from the public dictionary of a poll (`polls.publish.build`)."""
    href = kinds.get(activity.kind).href
    channels = data["channels"]
    return {
        "title": _words(data["title"], 200),
        "page": settings.DREAM_ORIGIN + (href(activity) if href else "/"),
        "method": METHODS.get(data["rules"]["method"], data["rules"]["method"]),
        "opened": _day(data["opens_at"]),
        "closed": _day(data["closes_at"]),
        "electorate": None,
        "voters": data["ballots"]["cast"],
        "blank": data["ballots"]["blank"],
        "invalid": data["ballots"]["invalid"],
        "options": [
            {
                "label": _words(option["label"], 300),
                "votes": option["votes"],
                "first": option["code"] in data["winners"],
            }
            for option in _in_order(data)
        ],
        "channels": [{"channel": line["channel"], "voters": line["turnout"]} for line in channels],
        "suppression": {
            "threshold": SMALLEST,
            "hidden_tables": 0 if "tally" in data else sum(line["options"] is None for line in channels),
        },
        "rules_hash": data["rules"]["hash"] or None,
    }


def _in_order(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Options as they stand on the ballot; the best first where they have no number of votes to be put in order by."""
    if "tally" not in data:
        return list(data["options"])
    order = [code for tier in data["ranking"] for code in tier]
    return sorted(data["options"], key=lambda option: order.index(option["code"]))


def _day(moment: str) -> str:
    """The local day: nothing finer leaves the house."""
    return timezone.localtime(datetime.fromisoformat(moment)).date().isoformat()


def _words(translations: dict[str, str], most: int) -> dict[str, str]:
    """On one line, cut where too long, empty translations left out."""
    lines = {language: one_line(text, most) for language, text in translations.items()}
    return {language: line for language, line in lines.items() if line}
