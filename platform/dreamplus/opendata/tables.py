"""What an activity gives as a table: made from what `participation.publishing` lets out, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consultations.proposals import publish as proposals
from consultations.surveys import publish as surveys
from dreamplus.participation import publishing
from dreamplus.participation.models import Activity
from polls.rules.places import placed

POLL_COLUMNS = ("section", "code", "label", "count", "share", "question")
Cell = str | int | float | None


@dataclass(frozen=True)
class Table:
    """Columns named in English for programs; `rows` may be read once."""

    columns: tuple[str, ...]
    rows: Iterable[list[Cell]]


def table_of(activity: Activity, *, at: datetime, language: str) -> Table | None:
    """The table of `activity` as anybody may read it at `at`; None while it is sealed or when its kind has none."""
    result = publishing.public(activity, at)
    if result is None:
        return None
    if activity.kind == "poll":
        return Table(POLL_COLUMNS, _poll(result, language))
    if activity.kind == "survey":
        return Table(surveys.COLUMNS, surveys.rows(result, language))
    if activity.kind == "proposals":
        return Table(proposals.COLUMNS, (list(row.values()) for row in proposals.rows(activity)))
    return None


def document_of(activity: Activity, *, at: datetime) -> dict[str, Any] | None:
    """The same as a document for programs; proposals carry their texts."""
    result = publishing.public(activity, at)
    if result is None:
        return None
    if activity.kind == "proposals":
        return result | {"items": list(proposals.rows(activity))}
    return result


def _poll(result: dict[str, Any], language: str) -> Iterable[list[Cell]]:
    """The questions one after the other; what is told of the whole vote stands with the first."""
    for number, asked in enumerate([result, *result.get("further", [])], start=1):
        for row in _question(asked, language):
            yield [*row, number]
    yield ["turnout", "", "", result["turnout"], None, None]


def _question(result: dict[str, Any], language: str) -> Iterable[list[Cell]]:
    for option in result["options"]:
        label = option["label"].get(language) or next(iter(option["label"].values()), "")
        yield ["option", option["code"], label, option["votes"], option["share"]]
    yield from _marks(result)
    ballots = result["ballots"]
    yield ["ballots", "expressed", "", ballots["expressed"], None]
    yield ["ballots", "blank", "", ballots["blank"], None]
    yield ["ballots", "void", "", ballots["invalid"], None]
    yield ["ballots", "cast", "", ballots["cast"], None]
    for channel in result["channels"]:
        yield ["channel", channel["channel"], "", channel["turnout"], None]
    for station in result.get("stations", []):
        yield ["station", "", station["name"], station["turnout"], None]
    for profile in result["profiles"] or []:
        yield ["ballot", _borne(profile), "", profile["count"], None]


def _marks(result: dict[str, Any]) -> Iterable[list[Cell]]:
    """Where ballots bear grades, ranks or points: the place of each option and how many ballots give it each grade."""
    if "tally" not in result:
        return
    for place, tier in placed(result["ranking"]):
        for code in tier:
            yield ["place", code, "", place, None]
    for code, grades in result["tally"].get("grades", {}).items():
        for mark, number in grades.items():
            yield ["grade", f"{code}={mark}", "", number, None]


def _borne(profile: dict[str, Any]) -> str:
    if "marks" in profile:
        return " ".join(f"{code}={mark}" for code, mark in profile["marks"].items())
    return " ".join(profile["choices"])
