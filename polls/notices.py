"""Who stands on the list of a vote and has not voted is told once, two days before the closing. Nobody is shown a list.

That somebody was reminded says that they had not voted that day: these notices go when objections end, as attendance
does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreamplus.core.events import handles
from dreamplus.notifications import kinds
from dreamplus.notifications.kinds import NoticeKind, Words
from dreamplus.notifications.models import Notice
from dreamplus.notifications.services.noting import BATCH, notify
from dreamplus.participation.audience import audience_of, reference_year
from dreamplus.participation.events import ActivityClosesSoon
from dreamplus.participation.models import Activity
from dreamplus.participation.moments import moment
from dreamplus.participation.notices import key_of
from dreamplus.participation.rules.audience import Act, Way
from dreamplus.people.rolls.models import RollLine
from polls.models import Attendance, Proxy

REMINDER = "vote.reminder"


def register() -> None:
    """Called once, when the applications are ready."""
    label = gettext_lazy("A vote closes soon, and I am on its list without having voted")
    kinds.register(NoticeKind(REMINDER, label, _told, personal=True))


@handles(ActivityClosesSoon)
def remind(event: ActivityClosesSoon, *, record_id: int, at: datetime) -> None:
    """By batches that the worker runs, one after the other."""
    from polls.tasks import remind_batch

    if event.kind == "poll":
        remind_batch.enqueue(activity=event.activity, at=at.isoformat(), after=0)


def remind_some(*, uuid: str, after: int, at: datetime) -> int | None:
    """Tells those on the first lines after the one numbered `after`; the number to go on from, None at the end."""
    activity = Activity.objects.filter(uuid=uuid).first()
    if activity is None or not activity.is_open(at):
        return None
    lines = list(_without_vote(activity).filter(pk__gt=after).order_by("pk").values_list("pk", "user_id")[:BATCH])
    people = [person for _line, person in lines]
    notify(people=people, kind=REMINDER, key=uuid, subject=key_of(activity), payload={"activity": uuid}, at=at)
    return lines[-1][0] if len(lines) == BATCH else None


def forget(activity: Activity) -> None:
    """When objections end."""
    Notice.objects.filter(kind=REMINDER, key=str(activity.uuid)).delete()


def _without_vote(activity: Activity) -> QuerySet[RollLine]:
    """Lines of the lists of the vote that have an account, meet its limits, have no seat and have given no proxy."""
    asked = audience_of(activity).of(Act.VOTE)
    if Way.LIST not in asked.ways:
        return RollLine.objects.none()
    lines = RollLine.objects.filter(roll__uuid__in=asked.lists, roll__erased_at=None, user__isnull=False)
    if asked.areas:
        lines = lines.filter(area__in=asked.areas)
    first, last = asked.born_between(reference_year(activity))
    lines = lines.filter(birth_year__gte=first) if first is not None else lines
    lines = lines.filter(birth_year__lte=last) if last is not None else lines
    seats = Attendance.objects.filter(activity=activity)
    lines = lines.exclude(Exists(seats.filter(Q(line=OuterRef("pk")) | Q(voter=OuterRef("user")))))
    return lines.exclude(Exists(Proxy.objects.filter(activity=activity, giver=OuterRef("pk"))))


def _told(notices: Sequence[Notice]) -> Mapping[int, Words]:
    """Nothing to who has voted since, nor once it is over."""
    keys = {notice.payload.get("activity") for notice in notices}
    open_ = {str(one.uuid): one for one in Activity.objects.filter(uuid__in=keys, settled_at=None)}
    seats = Attendance.objects.filter(activity__uuid__in=keys, voter__in={notice.recipient_id for notice in notices})
    voted = {(str(uuid), person) for uuid, person in seats.values_list("activity__uuid", "voter")}
    return {
        notice.pk: Words(
            _("You are on the list of this vote. It closes soon: until %(when)s.") % {"when": moment(of.closes_at)}
        )
        for notice in notices
        if (of := open_.get(notice.payload.get("activity", ""))) and (str(of.uuid), notice.recipient_id) not in voted
    }
