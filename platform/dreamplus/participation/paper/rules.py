"""What two people read in the same box, compared. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

BLANK = ""
"""The words of a blank ballot."""


@dataclass(frozen=True)
class Batch:
    """Some papers of a box, read as one, a hundred of them for instance."""

    ballots: Mapping[str, int]
    void: int = 0

    @property
    def found(self) -> int:
        return sum(self.ballots.values()) + self.void


@dataclass(frozen=True)
class Reading:
    """What one person read in the box of one station.

    `ballots`: how many bear exactly those words, in the canonical form of the activity's rules. `void`: ballots that
    say nothing the rules allow. `signed`: signatures on the list of voters, None where there was no list. `batches`:
    the same papers, where they were read by batches.
    """

    ballots: Mapping[str, int]
    void: int = 0
    signed: int | None = None
    batches: tuple[Batch, ...] = ()

    @property
    def found(self) -> int:
        """Ballots in the box, void ones included."""
        return sum(self.ballots.values()) + self.void


class What(StrEnum):
    """What a difference is about."""

    BALLOTS = "ballots"
    VOID = "void"
    SIGNED = "signed"


@dataclass(frozen=True)
class Difference:
    """`words` are those of the ballots, for `What.BALLOTS`. None: it was left empty. `batch`: in which, from 1, where
    both read by as many batches; 0 for the whole box."""

    what: What
    words: str
    first: int | None
    second: int | None
    batch: int = 0


class Progress(StrEnum):
    """Where the reading of one box stands."""

    WAITS = "waits"
    """Nobody has finished."""
    ONE = "one"
    """One person has finished; another must read the same box."""
    DIFFERS = "differs"
    AGREED = "agreed"


def differences(first: Reading, second: Reading) -> list[Difference]:
    """Where the two readings differ, ballots in the order of their words. None: they agree.

    Batches are there to find a difference, never to make one: what agrees as a whole agrees.
    """
    found = _in(first, second, 0)
    if found and first.batches and len(first.batches) == len(second.batches):
        pairs = zip(first.batches, second.batches, strict=True)
        found = [one for batch, pair in enumerate(pairs, start=1) for one in _in(*pair, batch)]
    if first.signed != second.signed:
        found.append(Difference(What.SIGNED, "", first.signed, second.signed))
    return found


def _in(first: Reading | Batch, second: Reading | Batch, batch: int) -> list[Difference]:
    found = [
        Difference(What.BALLOTS, words, first.ballots.get(words, 0), second.ballots.get(words, 0), batch)
        for words in sorted({*first.ballots, *second.ballots})
        if first.ballots.get(words, 0) != second.ballots.get(words, 0)
    ]
    if first.void != second.void:
        found.append(Difference(What.VOID, "", first.void, second.void, batch))
    return found


def progress(finished: list[Reading]) -> Progress:
    """Of a box that `finished` were read from: at most two. Raises `ValueError` for more."""
    if len(finished) > 2:
        raise ValueError("a box is read by two people")
    if len(finished) < 2:
        return Progress.ONE if finished else Progress.WAITS
    return Progress.DIFFERS if differences(*finished) else Progress.AGREED
