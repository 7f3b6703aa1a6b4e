"""What pages and counts read about paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from dreamplus.participation.enums import State
from dreamplus.participation.models import Activity
from dreamplus.participation.paper.models import Count, Entry
from dreamplus.participation.paper.rules import Difference, Progress, Reading, differences, progress


@dataclass(frozen=True)
class Station:
    """Where people put paper into a box."""

    code: str
    name: str


@dataclass(frozen=True)
class Box:
    """What was read of one station's box."""

    station: Station
    entries: list[Entry]

    @property
    def finished(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.finished_at is not None]

    @property
    def progress(self) -> Progress:
        return progress([entry.reading for entry in self.finished])

    @property
    def differences(self) -> list[Difference]:
        """Empty until both have finished."""
        return differences(*(entry.reading for entry in self.finished)) if len(self.finished) == 2 else []

    @property
    def agreed(self) -> Reading | None:
        """What both read, once they agree."""
        return self.finished[0].reading if self.progress == Progress.AGREED else None


def stations(activity: Activity) -> list[Station]:
    """In the order in which they were written; none where nobody votes on paper."""
    return [Station(one["code"], one["name"]) for one in activity.rules.get("stations", [])]


def boxes(activity: Activity) -> list[Box]:
    """Every station with its readings, in one query."""
    found: dict[str, list[Entry]] = {}
    for entry in Entry.objects.filter(activity=activity).select_related("person").order_by("place"):
        found.setdefault(entry.station, []).append(entry)
    return [Box(station, found.get(station.code, [])) for station in stations(activity)]


def count_of(activity: Activity) -> Count | None:
    """The end of the count, once it has come."""
    return Count.objects.filter(activity=activity).first()


def is_awaited(activity: Activity) -> bool:
    """Whether the result must wait for paper that has not been counted yet."""
    return bool(stations(activity)) and count_of(activity) is None


def may_be_read(activity: Activity, at: datetime) -> bool:
    """After the closing, until the count has ended."""
    return activity.state(at) == State.CLOSED and is_awaited(activity)


def on_paper(at: datetime) -> QuerySet[Activity]:
    """What has opened, takes paper and is not counted yet, in the order of the closings."""
    running = Activity.objects.filter(scheduled_at__isnull=False, opens_at__lte=at, settled_at=None, archived_at=None)
    return running.filter(rules__has_key="stations", paper_count=None).order_by("closes_at", "pk")


def awaited(at: datetime) -> QuerySet[Activity]:
    """Activities that are over and whose paper is still to be read, those that wait longest first."""
    return on_paper(at).filter(closes_at__lte=at)


def counted(activity: Activity) -> list[tuple[Station, Reading]]:
    """What is in each box, once the count has ended; nothing before."""
    if count_of(activity) is None:
        return []
    return [(box.station, box.agreed) for box in boxes(activity) if box.agreed is not None]
