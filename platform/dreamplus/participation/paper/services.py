"""Stations, the two readings of each box, the end of the count. Every service locks the row it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dreamplus.core import access
from dreamplus.participation.models import Activity
from dreamplus.participation.paper import queries
from dreamplus.participation.paper.errors import (
    BatchRefused,
    Finished,
    NotAgreed,
    NotYet,
    ReadByTwo,
    StationsRefused,
)
from dreamplus.participation.paper.models import STATION_LENGTH, Count, Entry
from dreamplus.participation.services import set_rules

MOST_STATIONS, LONGEST_NAME = 40, 80
MOST_ALIKE = 1_000_000
"""So many ballots that say the same are written down at once, at most."""


def set_stations(*, activity: Activity, names: Sequence[str], at: datetime) -> Activity:
    """Where people vote on paper, before the opening; none: nowhere. Raises `StationsRefused`, `RulesFrozen`."""
    cleaned = [" ".join(name.split()) for name in names]
    if len(cleaned) > MOST_STATIONS:
        raise StationsRefused(_("%(most)d places at most.") % {"most": MOST_STATIONS})
    if any(not name or len(name) > LONGEST_NAME for name in cleaned):
        raise StationsRefused(_("The name of a place holds %(most)d characters at most.") % {"most": LONGEST_NAME})
    if len({name.casefold() for name in cleaned}) != len(cleaned):
        raise StationsRefused(_("Two places have the same name: tell them apart."))
    others = {name: value for name, value in activity.rules.items() if name != "stations"}
    told = [{"code": code, "name": name} for code, name in zip(_codes(cleaned), cleaned, strict=True)]
    return set_rules(activity=activity, rules=others | ({"stations": told} if told else {}), at=at)


def _codes(names: Sequence[str]) -> list[str]:
    """A code for each name, of `STATION_LENGTH` characters at most, none twice."""
    found: list[str] = []
    for number, name in enumerate(names, start=1):
        code = slugify(name)[:STATION_LENGTH]
        found.append(code if code and code not in found else f"{code[: STATION_LENGTH - 4]}-{number}".lstrip("-"))
    return found


@transaction.atomic
def write_down(*, activity: Activity, station: str, person: Any, words: str, number: int, at: datetime) -> Entry:
    """Adds `number` ballots that bear exactly `words` (canonical; empty: blank) to what `person` read.

    Raises `NotYet`, `ReadByTwo`, `Finished`.
    """
    if not 0 < number <= MOST_ALIKE:
        raise ValueError("a number of ballots")
    entry = _open_entry(activity, station, person, at)
    entry.ballots = {**entry.ballots, words: entry.ballots.get(words, 0) + number}
    entry.save(update_fields=["ballots"])
    return entry


@transaction.atomic
def write_all_down(*, activity: Activity, station: str, person: Any, heaps: Mapping[str, int], at: datetime) -> Entry:
    """Adds every heap of a file, or none. Raises as `write_down`."""
    entry = _open_entry(activity, station, person, at)
    entry.ballots = dict(Counter(entry.ballots) + Counter(heaps))
    entry.save(update_fields=["ballots"])
    return entry


@transaction.atomic
def strike_out(*, activity: Activity, station: str, person: Any, words: str, at: datetime) -> Entry:
    """Takes all ballots that bear exactly `words` out of what `person` read. Raises as `write_down`."""
    entry = _open_entry(activity, station, person, at)
    entry.ballots = {said: number for said, number in entry.ballots.items() if said != words}
    entry.save(update_fields=["ballots"])
    return entry


@transaction.atomic
def finish_batch(*, activity: Activity, station: str, person: Any, void: int, at: datetime) -> Entry:
    """What was written down is one batch, with `void` ballots in it; the next one begins. Raises `BatchRefused` for an
    empty one, and as `write_down`."""
    entry = _open_entry(activity, station, person, at)
    if not entry.ballots and not void:
        raise BatchRefused(_("There is nothing in this batch: write a heap down first."))
    entry.batches = {**entry.batches, str(entry.batch): {"ballots": entry.ballots, "void": void}}
    entry.batch, entry.ballots = max(entry.read_batches) + 1, {}
    entry.save(update_fields=["batches", "batch", "ballots"])
    return entry


@transaction.atomic
def take_batch_back(*, activity: Activity, station: str, person: Any, number: int, at: datetime) -> Entry:
    """A finished batch is read again. Raises `BatchRefused` while another one is, and as `write_down`."""
    entry = _open_entry(activity, station, person, at)
    taken = entry.read_batches.get(number)
    if taken is None:
        return entry
    _refuse_open_batch(entry)
    entry.batches = {which: told for which, told in entry.batches.items() if which != str(number)}
    entry.batch, entry.ballots = number, dict(taken.ballots)
    entry.save(update_fields=["batches", "batch", "ballots"])
    return entry


def _refuse_open_batch(entry: Entry) -> None:
    if entry.ballots:
        raise BatchRefused(_("Finish batch %(number)d first, or strike out what is in it.") % {"number": entry.batch})


@transaction.atomic
def finish(
    *, activity: Activity, station: str, person: Any, void: int, signed: int | None, remarks: str, at: datetime
) -> Entry:
    """The person has read the whole box; void ballots of batches are known already, and `void` is not read then.

    Raises `BatchRefused` while a batch is open, and as `write_down`.
    """
    entry = _open_entry(activity, station, person, at)
    if entry.batches:
        _refuse_open_batch(entry)
        void = sum(batch.void for batch in entry.read_batches.values())
    entry.void, entry.signed, entry.remarks, entry.finished_at = void, signed, remarks, at
    entry.save(update_fields=["void", "signed", "remarks", "finished_at"])
    return entry


@transaction.atomic
def take_back(*, activity: Activity, station: str, person: Any, at: datetime) -> None:
    """A finished reading is opened again by who made it. Raises `NotYet`."""
    _to_be_read(activity, at)
    entry = _mine(activity, station, person)
    if entry is not None and entry.finished_at is not None:
        entry.finished_at, entry.taken_back = None, entry.taken_back + 1
        entry.save(update_fields=["finished_at", "taken_back"])


@transaction.atomic
def end_count(*, activity: Activity, by: Any, at: datetime) -> Count:
    """Every box was read twice alike: the minute tick counts paper with what came on line. Idempotent.

    Raises `NotAgreed`, `NotYet`.
    """
    Activity.objects.select_for_update().get(pk=activity.pk)
    if known := queries.count_of(activity):
        return known
    _to_be_read(activity, at)
    late = [box.station.name for box in queries.boxes(activity) if box.agreed is None]
    if late:
        raise NotAgreed(_("Not read twice alike yet: %(stations)s.") % {"stations": ", ".join(late)})
    access.log(actor=by, purpose="paper.count", subject=f"participation.Activity:{activity.uuid}", at=at)
    return Count.objects.create(activity=activity, ended_at=at, ended_by=by)


def _open_entry(activity: Activity, station: str, person: Any, at: datetime) -> Entry:
    """The person's own reading of that box, begun if it was not. The activity stays locked: one reader writes after the
    other, and a count cannot end meanwhile."""
    _to_be_read(activity, at)
    if station not in {one.code for one in queries.stations(activity)}:
        raise ValueError("no such station")
    entry = _mine(activity, station, person) or _begin(activity, station, person, at)
    if entry.finished_at is not None:
        raise Finished(_("You have finished this box. Take your reading back to change it."))
    return entry


def _mine(activity: Activity, station: str, person: Any) -> Entry | None:
    return Entry.objects.filter(activity=activity, station=station, person=person).first()


def _begin(activity: Activity, station: str, person: Any, at: datetime) -> Entry:
    taken = Entry.objects.filter(activity=activity, station=station).values_list("place", flat=True)
    free = sorted({1, 2} - set(taken))
    if not free:
        raise ReadByTwo(_("Two other people are reading this box: a third reading is not needed."))
    return Entry.objects.create(activity=activity, station=station, person=person, place=free[0], began_at=at)


def _to_be_read(activity: Activity, at: datetime) -> None:
    activity.refresh_from_db(from_queryset=Activity.objects.select_for_update())
    if not queries.may_be_read(activity, at):
        raise NotYet(_("Paper is read after the closing, and until the count has ended."))
