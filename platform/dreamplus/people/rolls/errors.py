"""What lists refuse. Each error carries the sentence shown to the person."""

from __future__ import annotations


class RollError(Exception):
    """A refusal; `str(error)` is a sentence in the reader's language that says what to do."""


class ListFixed(RollError):
    """The list already has its lines, is frozen, or was erased."""


class FileBusy(RollError):
    """Another file of this list is being read or waits to be confirmed."""


class NotThere(RollError):
    """What is to be confirmed, made or downloaded is not there any more."""


class CodeRefused(RollError):
    """The code leads nowhere: mistyped, unknown, ended, or used."""


class LineTaken(RollError):
    """The line belongs to another account, or the account already stands on this list."""


class TooManyTries(RollError):
    """The same person or address tried too many codes in too short a time."""
