"""How each kind of activity shows itself in a process: its verb, its words, its figures. Filled by `wiring`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from dreamplus.participation.models import Activity


@dataclass(frozen=True)
class Figure:
    """A number with its unit, as the element `figures` draws it."""

    value: int
    unit: str
    detail: str = ""


Figures = Callable[[Sequence[Activity]], dict[int, list[Figure]]]


def _none(activities: Sequence[Activity]) -> dict[int, list[Figure]]:
    return {}


@dataclass(frozen=True)
class Face:
    """`figures` answers for many activities at once (by primary key), in a number of queries that they do not change.

    What it shows may never tell what is sealed: counts of people and of texts, not of choices.
    """

    kind: str
    verb: str | Promise
    open_label: str | Promise
    badge: str
    act: Callable[[Activity], str]
    figures: Figures = _none


_faces: dict[str, Face] = {}


def register(face: Face) -> None:
    """Declares how a kind shows itself."""
    _faces[face.kind] = face


def get(kind: str) -> Face | None:
    return _faces.get(kind)


def figures(activities: Sequence[Activity]) -> dict[int, list[Figure]]:
    """The figures of each activity that has some, kind by kind."""
    found: dict[int, list[Figure]] = {}
    for kind in {activity.kind for activity in activities}:
        face = _faces.get(kind)
        if face is not None:
            found |= face.figures([activity for activity in activities if activity.kind == kind])
    return found
