"""The public result of a vote: one dictionary, from which page, CSV, JSON, API, feed and the region are made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import comb
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Sum

from dreamplus.participation.enums import Channel
from dreamplus.participation.models import Activity
from dreamplus.participation.paper import queries as paper
from dreamplus.participation.paper.rules import Reading
from dreamplus.participation.rules.disclosure import shown_lines
from polls import levels
from polls.ahead import Groups
from polls.levels import Opened
from polls.models import Attendance, Ballot, PollResult, Proxy
from polls.rules import Kind, Method, Rules, Thresholds, Weighting, read_questions, thresholds_of
from polls.said import of_marks, of_options, profile, promised
from polls.words import apart

Boxes = list[tuple[paper.Station, Reading]]


class Group(NamedTuple):
    """Ballots that say the same and came the same way. `votes`: what they count for, their number where rules say
    nothing of weights."""

    choices: tuple[str, ...]
    channel: str
    station: str
    number: int
    votes: int

    @property
    def origin(self) -> tuple[str, str]:
        """The channel, and the box where there is one: where somebody was helped is not told."""
        return self.channel, self.station if self.channel == Channel.PAPER else ""


LIVE_FROM = 5
"""Live results wait for so many ballots: the first ones would tell what known persons chose."""
MANY_OPTIONS = 5
MANY_BALLOTS = 1000
"""A ballot can be recognised among so many different ones, or with more options than `MANY_OPTIONS`."""


def result(activity: Activity) -> dict[str, Any] | None:
    """The settled result; the provisional one while a live vote is open (`publishing` has checked that it may be seen).

    None while fewer than `LIVE_FROM` ballots are in a live vote.
    """
    if activity.settled_at is not None:
        kept = PollResult.objects.filter(activity=activity).values_list("data", flat=True).first()
        return kept
    few = Ballot.objects.filter(activity=activity, question=1).count() < LIVE_FROM
    return None if few else build(activity, provisional=True)


def build(activity: Activity, *, provisional: bool) -> dict[str, Any]:
    """Counts the box. Totals by option and turnout by channel are the result; the rest passes disclosure control."""
    questions = read_questions(activity.rules)
    boxes = [] if provisional or not paper.stations(activity) else paper.counted(activity)
    level = None if provisional else levels.of(activity)
    opened = level.opened(activity) if level else None
    void = {Channel.PAPER: sum(reading.void for _station, reading in boxes), Channel.WEB: opened.void if opened else 0}
    frozen = activity.rules.get("frozen", {}).get("words", {})
    box = Box(activity, boxes, void, opened, provisional)
    grouped = _grouped(activity)
    told = zip(questions, promised(activity, questions), thresholds_of(activity.rules), apart(frozen), strict=True)
    first, *further = [_of_question(box, grouped.get(number, []), *one) for number, one in enumerate(told, start=1)]
    return {
        "type": "poll-result",
        "activity": str(activity.uuid),
        "provisional": provisional,
        "title": {language: words["title"] for language, words in frozen.items()},
        "opens_at": _iso(activity.opens_at),
        "closes_at": _iso(activity.closes_at),
        "closed_early_reason": activity.closed_early_reason,
        "turnout": _on_a_screen(activity, boxes).count() + sum(reading.found for _station, reading in boxes),
        **first,
        **_weighed(activity, grouped),
        **({"further": [{"number": number, **one} for number, one in enumerate(further, start=2)]} if further else {}),
        **(opened.told if opened else {}),
    }


def _weighed(activity: Activity, grouped: dict[int, list[Group]]) -> dict[str, Any]:
    """What ballots counted for, where it is not one vote each: votes in all, and people represented by others."""
    weighting = Weighting.read(activity.rules)
    if not weighting:
        return {}
    seats = Attendance.objects.filter(activity=activity)
    represented = Proxy.objects.filter(activity=activity, holder__in=seats.values("line")).count()
    votes = sum(group.votes for group in grouped.get(1, []))
    return {"weighting": {**weighting.stored(), "votes": votes, "represented": represented}}


@dataclass(frozen=True)
class Box:
    """What is the same for every question of a vote."""

    activity: Activity
    boxes: Boxes
    void: Mapping[Channel, int]
    opened: Opened | None
    provisional: bool

    @property
    def weighed(self) -> bool:
        return bool(Weighting.read(self.activity.rules))

    @property
    def all_void(self) -> int:
        return sum(self.void.values())


def _of_question(
    box: Box,
    grouped: list[Group],
    rules: Rules,
    promised: dict[str, Any],
    asked: Thresholds,
    words: dict[str, Any],
) -> dict[str, Any]:
    profiles = grouped_alike((group.choices, group.votes) for group in grouped)
    if box.opened is not None:
        recount = box.opened.recount
    else:
        recount = not box.provisional and _may_be_recounted(rules, profiles, box.weighed)
    if rules.kind == Kind.CHOICES:
        said = of_options(rules, profiles, asked, words, void=box.all_void)
    else:
        said = of_marks(box.activity, rules, profiles, asked, words, void=box.all_void, provisional=box.provisional)
    return {
        "rules": {**promised, "hash": box.activity.rules_hash},
        "question": {language: told["question"] for language, told in words.items()},
        **said,
        "channels": [] if box.provisional else _lines_by_channel(rules, grouped, box.void, hidden=box.weighed),
        "stations": _lines_by_station(rules, grouped, box.boxes, hidden=box.opened is not None),
        "profiles": [profile(rules, choices, number) for choices, number in profiles] if recount else None,
    }


def _grouped(activity: Activity) -> dict[int, list[Group]]:
    """What the box holds, by question."""
    rows = (
        Ballot.objects.filter(activity=activity)
        .values_list("question", "choices", "channel", "station")
        .annotate(number=Count("pk"), votes=Sum("weight"))
        .order_by("question", "choices", "channel", "station")
    )
    found: dict[int, list[Group]] = {}
    for question, choices, *rest in rows:
        found.setdefault(question, []).append(Group(tuple(choices.split()), *rest))
    return found


def _on_a_screen(activity: Activity, boxes: Boxes) -> QuerySet[Attendance]:
    """Who took part, but for those of the boxes: marks on the list are not counted beside the papers they announce."""
    everybody = Attendance.objects.filter(activity=activity)
    return everybody.exclude(channel=Channel.PAPER) if boxes else everybody


def grouped_alike(groups: Iterable[tuple[tuple[str, ...], int]]) -> Groups:
    """Ballots that say the same together, sorted by what they say."""
    merged: dict[tuple[str, ...], int] = {}
    for choices, number in groups:
        merged[choices] = merged.get(choices, 0) + number
    return sorted(merged.items())


def _lines_by_channel(
    rules: Rules, grouped: list[Group], void: Mapping[Channel, int], *, hidden: bool
) -> list[dict[str, Any]]:
    """Turnout of every channel that has ballots, void ones included. `hidden`: without options, where ballots do not
    count alike."""
    lines = _apart(
        rules, grouped, lambda group: group.channel, {str(where): many for where, many in void.items() if many}
    )
    return [{"channel": channel, **_told(line, hidden)} for channel, line in sorted(lines.items())]


def _lines_by_station(rules: Rules, grouped: list[Group], boxes: Boxes, *, hidden: bool) -> list[dict[str, Any]]:
    """The same by box of paper, what came on a screen being a box of its own, without a name; no line without paper.

    `hidden`: without options, where what all papers say is published by itself and one place would follow from it.
    """
    if not boxes:
        return []
    names = {station.code: station.name for station, _reading in boxes}
    void = {station.code: reading.void for station, reading in boxes}
    lines = _apart(rules, grouped, lambda group: group.origin[1], void)
    return [
        {"name": name, "void": void.get(code, 0), **_told(lines[code], hidden)}
        for code, name in {"": "", **names}.items()
        if code in lines
    ]


def _told(line: dict[str, Any], hidden: bool) -> dict[str, Any]:
    return {**line, "options": None, "blank": None} if hidden else line


def _apart(
    rules: Rules, grouped: list[Group], where: Callable[[Group], str], void: Mapping[str, int]
) -> dict[str, dict[str, Any]]:
    """Turnout of every place that `where` gives; its options only where nobody can be recognised, and where ballots
    bear options: a table of grades or ranks by place would say too much of too few. `void`: more ballots, by place.

    Tables by channel and by station cut the same ballots: what one hides must not follow from the other. A line is
    shown when each origin in it may be.
    """
    shown = _origins_shown(grouped) if rules.kind == Kind.CHOICES else frozenset()
    turnout = dict(void)
    table = {place: dict.fromkeys([*rules.options, ""], 0) for place in void}
    hidden = set() if rules.kind == Kind.CHOICES else set(void)
    for group in grouped:
        place = where(group)
        turnout[place] = turnout.get(place, 0) + group.number
        line = table.setdefault(place, dict.fromkeys([*rules.options, ""], 0))
        if group.origin not in shown:
            hidden.add(place)
        else:
            for code in group.choices or ("",):
                line[code] += group.number
    return {
        place: {
            "turnout": turnout[place],
            "options": None if place in hidden else {code: line[code] for code in rules.options},
            "blank": None if place in hidden else line[""],
        }
        for place, line in table.items()
    }


def _origins_shown(grouped: list[Group]) -> frozenset[tuple[str, str]]:
    """Judged on whole ballots, which say more than their options."""
    profiles: dict[tuple[str, str], Counter[tuple[str, ...]]] = {}
    for group in grouped:
        profiles.setdefault(group.origin, Counter())[group.choices] += group.number
    return shown_lines(profiles)


def _may_be_recounted(rules: Rules, profiles: Groups, weighed: bool) -> bool:
    """Grouped ballots are published unless a long ballot is the only one of its kind: it could be recognised. Where
    ballots do not count alike, a group could be one person: only those that say no more than the totals."""
    if rules.method in (Method.SINGLE, Method.YES_NO):
        return True
    if weighed:
        return False
    long_ballots = len(rules.options) > MANY_OPTIONS or _different(rules) > MANY_BALLOTS
    return not (long_ballots and any(number == 1 for choices, number in profiles if choices))


def _different(rules: Rules) -> int:
    """How many different ballots one may fill in, at most; options and orders are judged by `MANY_OPTIONS` alone."""
    options = len(rules.options)
    if rules.kind == Kind.GRADES:
        return (len(rules.marks) + 1) ** options
    if rules.kind == Kind.POINTS:
        return comb(rules.credits + options, options)
    return 0


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
