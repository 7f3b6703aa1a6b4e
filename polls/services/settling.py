"""The count at closing, in the transaction that settles the activity."""

from __future__ import annotations

from datetime import datetime

from dreamplus.participation.enums import Channel
from dreamplus.participation.models import Activity
from dreamplus.participation.paper.queries import counted
from polls import ahead, levels
from polls.models import Attendance, Ballot, PollResult, RunningCount
from polls.publish import build
from polls.rules import parted, read_questions


def settle(activity: Activity, at: datetime) -> None:
    """Counts the box once and keeps the result; forms already obeyed are forgotten. `activity` is locked.

    Ballots read from paper join those that came on line, each with its station.
    """
    if not PollResult.objects.filter(activity=activity).exists():
        _take_paper(activity)
        _take_opened(activity)
    PollResult.objects.get_or_create(
        activity=activity, defaults={"data": build(activity, provisional=False), "settled_at": at}
    )
    ahead.forget()
    RunningCount.objects.filter(activity=activity).delete()
    Attendance.objects.filter(activity=activity).exclude(used_keys="").update(used_keys="")


def _take_paper(activity: Activity) -> None:
    """Void ballots say nothing that could be counted: they stay in the readings."""
    number = len(read_questions(activity.rules))
    ballots = (
        Ballot(activity=activity, question=question, choices=" ".join(said), channel=Channel.PAPER, station=place.code)
        for place, reading in counted(activity)
        for words, papers in sorted(reading.ballots.items())
        for question, said in enumerate(parted(words.split(), number), start=1)
        for _one in range(papers)
    )
    Ballot.objects.bulk_create(ballots, batch_size=2000)


def _take_opened(activity: Activity) -> None:
    """What a box that was opened elsewhere says."""
    level = levels.of(activity)
    answers = level.opened(activity).groups if level else []
    ballots = (
        Ballot(activity=activity, question=question, choices=" ".join(said))
        for question, groups in enumerate(answers, start=1)
        for said, number in groups
        for _one in range(number)
    )
    Ballot.objects.bulk_create(ballots, batch_size=2000)


def has_rows(activity: Activity) -> bool:
    """Whether somebody voted, or its rules stand in a public log."""
    return (
        levels.is_fixed(activity)
        or Ballot.objects.filter(activity=activity).exists()
        or Attendance.objects.filter(activity=activity).exists()
    )
