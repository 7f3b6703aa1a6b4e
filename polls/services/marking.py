"""Who votes on paper is marked on the list, so that nobody votes on a screen too: one line, one vote."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dreamplus.core import access
from dreamplus.core.references import new_reference
from dreamplus.participation.audience import audience_of
from dreamplus.participation.enums import Channel, State
from dreamplus.participation.models import Activity
from dreamplus.participation.paper import queries as paper
from dreamplus.participation.rules.audience import Act
from dreamplus.people.rolls.models import Roll, RollLine
from polls.errors import LineHasVoted, MarksRefused, NotInAudience, VoteClosed
from polls.models import Attendance

PREFIX = "V"


def rolls_of(activity: Activity) -> QuerySet[Roll]:
    """The lists on which the audience of the vote rests, those in use."""
    return _in_use(audience_of(activity).of(Act.VOTE).lists).order_by("name", "pk")


def _in_use(uuids: Iterable[str]) -> QuerySet[Roll]:
    return Roll.objects.filter(uuid__in=uuids, imported_at__isnull=False, erased_at=None)


def with_a_list(activities: Iterable[Activity]) -> list[Activity]:
    """Those whose audience rests on a list in use. One query."""
    lists = {activity: set(audience_of(activity).of(Act.VOTE).lists) for activity in activities}
    wanted = set().union(*lists.values())
    known = set(map(str, _in_use(wanted).values_list("uuid", flat=True))) if wanted else set()
    return [activity for activity, named in lists.items() if named & known]


def may_be_marked(activity: Activity, at: datetime) -> bool:
    """While people vote on paper: from the opening until the count on paper has ended."""
    state = activity.state(at)
    return paper.is_awaited(activity) and state in (State.OPEN, State.CLOSED)


@transaction.atomic
def mark(*, activity: Activity, line: RollLine, by: Any, at: datetime) -> Attendance:
    """The person of that line is given a paper ballot. Nothing says at which place, nor what they choose.

    Raises `VoteClosed`, `NotInAudience`, and `LineHasVoted` when the line has voted, on a screen or on paper.
    """
    _check(activity, line.roll_id, at)
    reference = new_reference(PREFIX)
    told = {"channel": Channel.PAPER, "day": localdate(at), "receipt_ref": reference, "receipt_sent": True}
    try:
        with transaction.atomic():
            seat = Attendance.objects.create(activity=activity, line=line, **told)
    except IntegrityError:
        raise LineHasVoted(_("This person has voted already: do not give them a ballot.")) from None
    access.log(actor=by, purpose="polls.mark", subject=f"rolls.RollLine:{line.pk}", at=at)
    return seat


@transaction.atomic
def mark_signatures(*, activity: Activity, roll: Roll, numbers: Iterable[int], by: Any, at: datetime) -> int:
    """Marks who has signed a printed list, by the numbers of their lines: all of them or none. How many.

    Raises `MarksRefused` with a sentence for each number that cannot be, `VoteClosed`, `NotInAudience`.
    """
    wanted = sorted(set(numbers))
    _check(activity, roll.pk, at)
    lines = {line.number: line for line in RollLine.objects.filter(roll=roll, number__in=wanted)}
    seated = set(Attendance.objects.filter(activity=activity, line__in=lines.values()).values_list("line", flat=True))
    refused = [_("There is no line %(number)d on this list.") % {"number": one} for one in wanted if one not in lines]
    refused += [
        _("Line %(number)d, %(name)s, has voted already: two ballots for one line.")
        % {"number": one, "name": line.name}
        for one, line in sorted(lines.items())
        if line.pk in seated
    ]
    if refused:
        raise MarksRefused(refused)
    told = {"channel": Channel.PAPER, "day": localdate(at), "receipt_sent": True}
    seats = [
        Attendance(activity=activity, line=line, receipt_ref=new_reference(PREFIX), **told) for line in lines.values()
    ]
    try:
        with transaction.atomic():
            Attendance.objects.bulk_create(seats, batch_size=500)
    except IntegrityError:
        raise MarksRefused([_("Somebody else marks the same list at this moment: send the numbers again.")]) from None
    access.log(actor=by, purpose="polls.mark_signatures", subject=f"rolls.Roll:{roll.uuid}", at=at)
    return len(seats)


def may_be_signed(activity: Activity, at: datetime) -> bool:
    """Whether a list may be printed for a place without a network: once nobody votes on a screen any more."""
    return paper.is_awaited(activity) and activity.state(at) == State.CLOSED


def still_to_vote(activity: Activity, roll: Roll) -> QuerySet[RollLine]:
    """Lines that have not voted, on a screen or on paper, in the order of names."""
    seated = Attendance.objects.filter(activity=activity, line__isnull=False).values("line")
    return RollLine.objects.filter(roll=roll).exclude(pk__in=seated).order_by("folded", "number")


@transaction.atomic
def take_mark_back(*, activity: Activity, line: RollLine, by: Any, at: datetime) -> None:
    """A mark made by mistake: the person may vote again, on a screen or on paper. Raises as `mark`."""
    _check(activity, line.roll_id, at)
    marks_of(activity).filter(line=line).delete()
    access.log(actor=by, purpose="polls.unmark", subject=f"rolls.RollLine:{line.pk}", at=at)


def marks_of(activity: Activity) -> QuerySet[Attendance]:
    """Marks of paper, and nothing of who votes on a screen."""
    return Attendance.objects.filter(activity=activity, channel=Channel.PAPER, voter=None)


def _check(activity: Activity, roll: int, at: datetime) -> None:
    activity.refresh_from_db(from_queryset=Activity.objects.select_for_update())
    if not may_be_marked(activity, at):
        raise VoteClosed(_("Nobody votes on paper now: the vote has not opened, or its count has ended."))
    if not rolls_of(activity).filter(pk=roll).exists():
        raise NotInAudience(_("This list is not the one of the vote."))
