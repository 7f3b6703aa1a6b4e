"""Boxes and their readings in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dreamplus.participation.models import Activity
from dreamplus.participation.paper import queries
from dreamplus.participation.paper.models import Count, Entry
from dreamplus.participation.paper.queries import Box
from dreamplus.participation.paper.readers import Reader
from dreamplus.participation.paper.rules import Difference, Progress, Reading, What


@dataclass(frozen=True)
class Line:
    """Ballots that say the same."""

    words: str
    told: str
    number: int


@dataclass(frozen=True)
class BoxMinutes:
    """What stands in the minutes of one box."""

    name: str
    lines: list[Line]
    reading: Reading
    readers: str
    remarks: list[str]
    corrected: int
    """How often one of the two readings was taken back."""
    batches: int
    """In how many batches the papers were read, 0 where they were read as one."""

    @property
    def gap(self) -> int:
        """Ballots in the box beyond the signatures; 0 where nobody signed."""
        return 0 if self.reading.signed is None else self.reading.found - self.reading.signed


@dataclass(frozen=True)
class Minutes:
    boxes: list[BoxMinutes]
    totals: list[Line]
    void: int
    found: int
    count: Count | None


def summaries(found: Iterable[Box], person: Any) -> list[dict[str, Any]]:
    """Each box with where it stands, and whether `person` may still read it."""
    return [
        {
            "station": box.station,
            "progress": box.progress,
            "badge": _BADGES[box.progress],
            "state": _states()[box.progress],
            "readers": names_of(box.entries),
            "reads": any(entry.person_id == person.pk for entry in box.entries),
            "open": len(box.entries) < 2,
            "number": box.agreed.found if box.agreed else None,
        }
        for box in found
    ]


_BADGES = {Progress.WAITS: "plain", Progress.ONE: "soon", Progress.DIFFERS: "closed", Progress.AGREED: "open"}


def _states() -> dict[Progress, str]:
    return {
        Progress.WAITS: _("to be read"),
        Progress.ONE: _("read once"),
        Progress.DIFFERS: _("the two readings differ"),
        Progress.AGREED: _("read twice alike"),
    }


def names_of(entries: Sequence[Entry]) -> str:
    """Who read, as the minutes say it; names of staff may hold a comma (“Camille Roussel, mairie”)."""
    names = [_name(entry) for entry in entries]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(second)s") % {"first": names[0], "second": names[1]}


def _name(entry: Entry) -> str:
    if entry.person is None:
        return _("somebody whose account is erased")
    return entry.person.display_name or entry.person.email


def read_rows(activity: Activity, reader: Reader, heaps: dict[str, int]) -> list[Line]:
    """What one person wrote down, the most frequent first."""
    return _lines(activity, reader, heaps)


def _lines(activity: Activity, reader: Reader, ballots: dict[str, int]) -> list[Line]:
    ordered = sorted(ballots.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Line(words, reader.told(activity, words), number) for words, number in ordered]


def difference_rows(activity: Activity, reader: Reader, box: Box) -> list[list[str]]:
    """Where the two readings of a box differ: what about, what the first found, what the second found."""
    return [[_where(activity, reader, one), _written(one.first), _written(one.second)] for one in box.differences]


def _where(activity: Activity, reader: Reader, one: Difference) -> str:
    what = _about(activity, reader, one)
    return _("Batch %(number)d: %(what)s") % {"number": one.batch, "what": what} if one.batch else what


def difference_columns(box: Box, mine: Entry | None) -> list[Any]:
    """What heads them, for who made the reading `mine`."""
    readings = [_("You") if entry == mine else _("The other reading") for entry in box.entries]
    return [_("Ballots that say"), *({"label": label, "number": True} for label in readings)]


def _about(activity: Activity, reader: Reader, one: Difference) -> str:
    if one.what == What.VOID:
        return _("Void ballots")
    return _("Signatures on the list of voters") if one.what == What.SIGNED else reader.told(activity, one.words)


def _written(number: int | None) -> str:
    return _("nothing") if number is None else str(number)


def minutes_of(activity: Activity, reader: Reader) -> Minutes | None:
    """What the minutes say; None until every box is read twice alike."""
    found = queries.boxes(activity)
    told, together = [], dict[str, int]()
    for box in found:
        reading = box.agreed
        if reading is None:
            return None
        for words, number in reading.ballots.items():
            together[words] = together.get(words, 0) + number
        told.append(
            BoxMinutes(
                box.station.name,
                _lines(activity, reader, dict(reading.ballots)),
                reading,
                names_of(box.finished),
                [entry.remarks for entry in box.finished if entry.remarks],
                sum(entry.taken_back for entry in box.finished),
                max(len(entry.batches) for entry in box.finished),
            )
        )
    return Minutes(
        boxes=told,
        totals=_lines(activity, reader, together),
        void=sum(one.reading.void for one in told),
        found=sum(one.reading.found for one in told),
        count=queries.count_of(activity),
    )
