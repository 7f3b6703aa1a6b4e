"""What pages read about a vote."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from dreamplus.participation import publishing
from dreamplus.participation.enums import State
from dreamplus.participation.models import Activity
from dreamplus.participation.paper import queries as paper
from dreamplus.theming.charts import share
from polls import levels
from polls.levels import Level
from polls.models import Attendance, RunningCount
from polls.presentation import ResultView, how_it_is_counted, present_each
from polls.rules import Questions, RulesRefused
from polls.said import promised
from polls.words import PollWords, draft_questions, words_of

_frozen: OrderedDict[UUID, Activity] = OrderedDict()
_REMEMBERED = 256


@dataclass(frozen=True)
class Asked:
    """A question as a page shows it. `heading`: empty where the vote asks nothing else; `result`: None while sealed."""

    number: int
    words: PollWords
    heading: str
    counted: list[str]
    result: ResultView | None


@dataclass(frozen=True)
class Standing:
    """A vote as a page shows it at one instant, in one language."""

    activity: Activity
    state: State
    words: PollWords
    questions: Questions
    """Empty while the rules are not complete."""
    turnout: int
    asked: list[Asked]
    data: dict[str, Any] | None
    stations: list[str]
    """Where people also vote on paper."""
    level: Level | None
    """None for level A."""
    percent: int | None
    """How far the count of a large vote is; None when none runs."""

    @property
    def counted_so_far(self) -> str:
        return share(self.percent or 0, 100)

    @property
    def result(self) -> ResultView | None:
        """That of the first question: all are shown, or none."""
        return self.asked[0].result

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN


def standing(activity: Activity, *, language: str, at: datetime) -> Standing:
    """Everything a page needs; the result only where every door may show it."""
    state = activity.state(at)
    data = publishing.published(activity, at)
    try:
        questions = draft_questions(activity)
    except RulesRefused:
        questions = ()
    words = words_of(activity, language)
    return Standing(
        activity=activity,
        state=state,
        words=words,
        questions=questions,
        turnout=data["turnout"] if data else turnout(activity),
        asked=_asked(activity, questions, words, data),
        data=data,
        stations=[station.name for station in paper.stations(activity)],
        level=levels.of(activity),
        percent=percent_counted(activity) if state == State.CLOSED else None,
    )


def _asked(activity: Activity, questions: Questions, words: PollWords, data: dict[str, Any] | None) -> list[Asked]:
    results: list[ResultView | None] = list(present_each(data, words.language)) if data else [None] * len(words.every)
    counted = [how_it_is_counted(told) for told in promised(activity, questions)] or [[]] * len(words.every)
    several = len(words.every) > 1
    return [
        Asked(number, one, (one.question or one.title) if several else "", told, result)
        for number, (one, told, result) in enumerate(zip(words.every, counted, results, strict=False), start=1)
    ]


def turnout(activity: Activity) -> int:
    """How many took part, by steps of `turnout_step` where the rules say so."""
    step = max(1, int(activity.rules.get("turnout_step", 1)))
    return Attendance.objects.filter(activity=activity).count() // step * step


def percent_counted(activity: Activity) -> int | None:
    """How far a running count is, from 0 to 99."""
    return RunningCount.objects.filter(activity=activity).values_list("percent", flat=True).first()


def turnouts(activities: Sequence[Activity]) -> dict[int, int]:
    """The turnout of each of them by primary key, in one query: that of the result where there is one, since who took
    part is forgotten afterwards, and paper counts."""
    present = Attendance.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
    counted = Coalesce(Subquery(present.annotate(number=Count("pk")).values("number")), 0)
    rows = Activity.objects.filter(pk__in=[activity.pk for activity in activities])
    counts = {pk: (now, told) for pk, now, told in rows.values_list("pk", counted, "poll_result__data__turnout")}
    steps = {activity.pk: max(1, int(activity.rules.get("turnout_step", 1))) for activity in activities}
    return {key: told if told is not None else now // steps[key] * steps[key] for key, (now, told) in counts.items()}


def frozen_poll(uuid: UUID) -> Activity | None:
    """A vote that has opened, remembered by this process: its rules and audience can no longer change.

    For casting, where each query counts. Dates are tested by the writing statement, never on this object.
    """
    known = _frozen.get(uuid)
    if known is None:
        known = Activity.objects.filter(uuid=uuid, kind="poll", frozen_at__isnull=False).first()
        if known is not None:
            remember(known)
    return known


def remember(activity: Activity) -> None:
    """Keeps a vote just read for those who will cast: whoever saw its ballot in this process pays no reading of it."""
    if activity.frozen_at is None:
        return
    _frozen[activity.uuid] = activity
    while len(_frozen) > _REMEMBERED:
        _frozen.popitem(last=False)
