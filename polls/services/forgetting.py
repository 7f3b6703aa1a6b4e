"""When objections end, eight days after closing: the key is destroyed, codes and attendance go, the count stays."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, Sum

from dreamplus.core.remains import leave_no_rows
from dreamplus.participation.models import Activity, Receipt
from dreamplus.participation.paper import queries as paper
from dreamplus.participation.rules.disclosure import SMALLEST
from polls import keys, notices
from polls.followups import morning_of
from polls.models import Attendance, Ballot, PollResult, Proxy
from polls.rules import Weighting
from polls.services.marking import marks_of

OBJECTIONS_LAST = timedelta(days=8)
logger = logging.getLogger(__name__)

_NEW_KEY = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}


def objections_end(activity: Activity) -> datetime | None:
    """Eight days after the closing, or after the end of the count where there is paper; None while it is unknown."""
    if paper.stations(activity):
        counted = paper.count_of(activity)
        return counted.ended_at + OBJECTIONS_LAST if counted else None
    return activity.closes_at + OBJECTIONS_LAST if activity.closes_at else None


def forget_due(at: datetime) -> int:
    """Ends objections of every vote whose time has come; returns how many. One that fails stops no other."""
    since = at - OBJECTIONS_LAST
    due = PollResult.objects.filter(objections_ended_at=None, activity__closes_at__lte=since)
    due = due.exclude(activity__paper_count__ended_at__gt=since)
    done = 0
    for result in due.select_related("activity"):
        try:
            end_objections(activity=result.activity, at=at)
            done += 1
        except Exception:
            logger.exception("objections of %s could not be ended; they will be tried again", result.activity.uuid)
    # Deleted rows hold the codes of ballots, and the order in which they came.
    if done and not leave_no_rows(Ballot._meta.db_table, Attendance._meta.db_table):
        logger.warning("deleted rows of votes may still lie in the files of the database until the next vote ends")
    return done


def end_objections(*, activity: Activity, at: datetime) -> None:
    """Destroys the key, rewrites the ballots in the order of their words with new numbers, deletes attendance.

    Receipts stay good: they are kept without the person. Idempotent; killed half-way, it is done again from the start.
    """
    keys.destroy(activity.uuid)
    with transaction.atomic():
        result = PollResult.objects.select_for_update().get(activity=activity)
        if result.objections_ended_at is not None:
            return
        _forget_small_stations(activity)
        _rewrite_sorted(activity)
        seats = Attendance.objects.filter(activity=activity)
        given = seats.exclude(pk__in=marks_of(activity))  # a mark of paper has no receipt
        kept = given.order_by("receipt_ref").values_list("receipt_ref", "day")
        Receipt.objects.bulk_create(
            (Receipt(reference=ref, activity=activity, kind="vote", issued_at=morning_of(day)) for ref, day in kept),
            batch_size=500,
        )
        seats.delete()
        Proxy.objects.filter(activity=activity).delete()
        notices.forget(activity)
        result.objections_ended_at = at
        result.save(update_fields=["objections_ended_at"])


def _forget_small_stations(activity: Activity) -> None:
    """Where a handful of ballots came from one place, the place would tell whose they are: the channel alone stays."""
    from_stations = Ballot.objects.filter(activity=activity).exclude(station="")
    counted = from_stations.values("station").annotate(number=Count("pk")).filter(number__lt=SMALLEST)
    small = list(counted.order_by().values_list("station", flat=True))
    from_stations.filter(station__in=small).update(station="")


def _rewrite_sorted(activity: Activity) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO polls_ballot (id, activity_id, ref, question, choices, weight, channel, station)
            SELECT {_NEW_KEY[connection.vendor]}, activity_id, NULL, question, choices, weight, channel, station
            FROM polls_ballot WHERE activity_id = %s AND ref IS NOT NULL
            ORDER BY question, choices, weight, channel, station""",  # noqa: S608 - a constant
            [activity.pk],
        )
    if Weighting.read(activity.rules):
        _weigh_together(activity)
    Ballot.objects.filter(activity=activity, ref__isnull=False).delete()


def _weigh_together(activity: Activity) -> None:
    """Ballots that say the same become one, with the votes of all: no rare weight is kept beside a choice."""
    rewritten = Ballot.objects.filter(activity=activity, ref=None)
    alike = rewritten.values("question", "choices", "channel", "station").annotate(votes=Sum("weight")).order_by()
    told = sorted(alike.values_list("question", "choices", "channel", "station", "votes"))
    whole = [
        Ballot(activity=activity, question=question, choices=words, channel=channel, station=station, weight=votes)
        for question, words, channel, station, votes in told
    ]
    rewritten.delete()
    Ballot.objects.bulk_create(whole, batch_size=2000)
