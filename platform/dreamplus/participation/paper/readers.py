"""How the ballots of each kind of activity are written down, told by the applications above."""

from __future__ import annotations

from typing import Any, Protocol

from django import forms

from dreamplus.participation.models import Activity


class Reader(Protocol):
    """What a kind must know to have its ballots read from paper. `style`: the sheet of styles of its ballots."""

    style: str

    def form(self, activity: Activity, sent: Any = None) -> forms.Form:
        """A ballot to fill in, in the reader's language. It has a `template`, and its `cleaned_data["choices"]` are the
        words of the ballot in their canonical form, none when it is blank."""

    def told(self, activity: Activity, words: str) -> str:
        """A ballot in a sentence that a person reads back."""


_readers: dict[str, Reader] = {}


def register(kind: str, reader: Reader) -> None:
    """Declares that activities of `kind` may be taken part in on paper."""
    _readers[kind] = reader


def get(kind: str) -> Reader | None:
    return _readers.get(kind)
