"""What paper adds below: links on the board of an activity, a panel for those who read boxes, what is held of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreamplus.core import clock
from dreamplus.participation import board, kinds
from dreamplus.participation.enums import State
from dreamplus.participation.kinds import Action
from dreamplus.participation.models import Activity
from dreamplus.participation.moments import moment
from dreamplus.participation.paper import personal_data, queries, readers
from dreamplus.people.roles import Permission

SHOWN = 5


def connect() -> None:
    """Called once, when the applications are ready."""
    kinds.register_actions(_actions)
    board.register(Permission.READ_PAPER, waiting, order=5)
    personal_data.register()


def _actions(activity: Activity, allowed: Callable[[Permission], bool]) -> list[Action]:
    if readers.get(activity.kind) is None:
        return []
    offered = []
    before = activity.state(clock.now()) in (State.DRAFT, State.UPCOMING)
    if before and allowed(Permission.MANAGE_ACTIVITIES):
        offered.append(Action(_("Vote on paper too"), reverse("paper_staff:stations", args=[activity.uuid])))
    if not before and queries.stations(activity) and allowed(Permission.READ_PAPER):
        offered.append(Action(_("Count the paper ballots"), reverse("paper_staff:boxes", args=[activity.uuid])))
    return offered


def waiting(at: datetime) -> board.Panel | None:
    """What is over and whose paper is still to be read; nothing where nobody votes on paper."""
    found = queries.awaited(at)
    number = found.count()
    if not number:
        return None
    return board.Panel(
        gettext_lazy("Paper ballots to count"),
        number,
        [
            board.Row(
                activity.title,
                reverse("paper_staff:boxes", args=[activity.uuid]),
                _("closed since %(when)s") % {"when": moment(activity.closes_at)},
            )
            for activity in found[:SHOWN]
        ],
    )
