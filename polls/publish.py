"""The public result of a vote: one dictionary, from which page, CSV, JSON, API, feed and the region are made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Count

from dreamplus.participation.models import Activity
from dreamplus.participation.rules.disclosure import shown_lines
from polls.models import Attendance, Ballot, PollResult
from polls.rules import Method, Result, Rules, Thresholds, count, verdict

LIVE_FROM = 5
"""Live results wait for so many ballots: the first ones would tell what known persons chose."""
MANY_OPTIONS = 5


def result(activity: Activity) -> dict[str, Any] | None:
    """The settled result; the provisional one while a live vote is open (`publishing` has checked that it may be seen).

    None while fewer than `LIVE_FROM` ballots are in a live vote.
    """
    if activity.settled_at is not None:
        kept = PollResult.objects.filter(activity=activity).values_list("data", flat=True).first()
        return kept
    provisional = build(activity, provisional=True)
    return provisional if provisional["ballots"]["cast"] >= LIVE_FROM else None


def build(activity: Activity, *, provisional: bool) -> dict[str, Any]:
    """Counts the box. Totals by option and turnout by channel are the result; the rest passes disclosure control."""
    rules = Rules.read(activity.rules)
    grouped = [
        (tuple(choices.split()), channel, number)
        for choices, channel, number in Ballot.objects.filter(activity=activity)
        .values_list("choices", "channel")
        .annotate(number=Count("pk"))
        .order_by("choices", "channel")
    ]
    profiles = _profiles((choices, number) for choices, _channel, number in grouped)
    counted, asked = count(rules, profiles), Thresholds.read(activity.rules)
    recount = not provisional and _may_be_recounted(rules, profiles)
    words = activity.rules.get("frozen", {}).get("words", {})
    return {
        "type": "poll-result",
        "activity": str(activity.uuid),
        "provisional": provisional,
        "rules": {**rules.stored(), **asked.stored(), "hash": activity.rules_hash},
        "title": {language: told["title"] for language, told in words.items()},
        "question": {language: told["question"] for language, told in words.items()},
        "opens_at": _iso(activity.opens_at),
        "closes_at": _iso(activity.closes_at),
        "closed_early_reason": activity.closed_early_reason,
        "turnout": Attendance.objects.filter(activity=activity).count(),
        "ballots": {"cast": counted.ballots, "expressed": counted.expressed, "blank": counted.blank, "invalid": 0},
        "options": _options(counted, words),
        "ranking": [list(group) for group in counted.ranking],
        "winners": list(counted.winners),
        "absolute_majority": counted.absolute_majority,
        "verdict": asdict(verdict(asked, counted)) if asked.stored() else None,
        "ties": [{"place": tie.place, "options": list(tie.options), "votes": tie.votes} for tie in counted.ties],
        "channels": [] if provisional else _channels(rules, grouped),
        "profiles": [{"choices": list(choices), "count": n} for choices, n in profiles] if recount else None,
    }


def _profiles(groups: Iterable[tuple[tuple[str, ...], int]]) -> list[tuple[tuple[str, ...], int]]:
    merged: dict[tuple[str, ...], int] = {}
    for choices, number in groups:
        merged[choices] = merged.get(choices, 0) + number
    return sorted(merged.items())


def _options(counted: Result, words: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "code": total.code,
            "label": {
                language: told["options"].get(total.code, {}).get("label", "") for language, told in words.items()
            },
            "votes": total.votes,
            "share": None if total.share is None else round(float(total.share), 6),
            "apart": total.apart,
        }
        for total in counted.totals
    ]


def _channels(rules: Rules, grouped: list[tuple[tuple[str, ...], str, int]]) -> list[dict[str, Any]]:
    """Turnout of every channel that has ballots; its options only where nobody can be recognised."""
    table: dict[str, dict[str, int]] = {}
    profiles: dict[str, dict[str, int]] = {}
    turnout: dict[str, int] = {}
    for choices, channel, number in grouped:
        turnout[channel] = turnout.get(channel, 0) + number
        line = table.setdefault(channel, dict.fromkeys([*rules.options, ""], 0))
        whole = profiles.setdefault(channel, {})
        whole[" ".join(choices)] = whole.get(" ".join(choices), 0) + number
        for code in choices or ("",):
            line[code] += number
    # Judged on whole ballots, which say more than their options.
    shown = shown_lines(profiles)
    return [
        {
            "channel": channel,
            "turnout": turnout[channel],
            "options": {code: line[code] for code in rules.options} if channel in shown else None,
            "blank": line[""] if channel in shown else None,
        }
        for channel, line in sorted(table.items())
    ]


def _may_be_recounted(rules: Rules, profiles: list[tuple[tuple[str, ...], int]]) -> bool:
    """Grouped ballots are published unless a long ballot is the only one of its kind: it could be recognised."""
    long_ballots = rules.method == Method.SEVERAL and len(rules.options) > MANY_OPTIONS
    return not (long_ballots and any(number == 1 for _choices, number in profiles))


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
