"""How the ballots of each kind of activity are written down, told by the applications above."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from dreamplus.participation.models import Activity


class Form(Protocol):
    """A ballot to fill in, as Django's forms are. `cleaned_data["choices"]` are the words of the ballot in their
    canonical form, none when it is blank."""

    @property
    def template(self) -> str: ...

    @property
    def cleaned_data(self) -> Any: ...

    def is_valid(self) -> bool: ...


class HeapRefused(ValueError):
    """A line of a file that no ballot of the activity can say; its sentence is for who made the file."""


class Sheet(Protocol):
    """What a file of ballots of one activity means. `columns`: its header, besides how many say the same: one column a
    box of the ballot, none twice."""

    @property
    def columns(self) -> list[str]: ...

    def words(self, cells: Mapping[str, str]) -> str:
        """Those of the ballot that the cells of a line describe, by column. Raises `HeapRefused`."""


class Reader(Protocol):
    """What a kind must know to have its ballots read from paper. `style`: the sheet of styles of its ballots."""

    style: str

    def form(self, activity: Activity, sent: Any = None) -> Form:
        """A ballot to fill in, in the reader's language."""

    def told(self, activity: Activity, words: str) -> str:
        """A ballot in a sentence that a person reads back."""

    def sheet(self, activity: Activity) -> Sheet:
        """How ballots are written in a file, in the reader's language."""


_readers: dict[str, Reader] = {}


def register(kind: str, reader: Reader) -> None:
    """Declares that activities of `kind` may be taken part in on paper."""
    _readers[kind] = reader


def get(kind: str) -> Reader | None:
    return _readers.get(kind)
