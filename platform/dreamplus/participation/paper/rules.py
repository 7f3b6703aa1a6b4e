"""What two people read in the same box, compared. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

BLANK = ""
"""The words of a blank ballot."""


@dataclass(frozen=True)
class Reading:
    """What one person read in the box of one station.

    `ballots`: how many bear exactly those words, in the canonical form of the activity's rules. `void`: ballots that
    say nothing the rules allow. `signed`: signatures on the list of voters, None where there was no list.
    """

    ballots: Mapping[str, int]
    void: int = 0
    signed: int | None = None

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
    """`words` are those of the ballots, for `What.BALLOTS`. None: it was left empty."""

    what: What
    words: str
    first: int | None
    second: int | None


class Progress(StrEnum):
    """Where the reading of one box stands."""

    WAITS = "waits"
    """Nobody has finished."""
    ONE = "one"
    """One person has finished; another must read the same box."""
    DIFFERS = "differs"
    AGREED = "agreed"


def differences(first: Reading, second: Reading) -> list[Difference]:
    """Where the two readings differ, ballots in the order of their words. None: they agree."""
    found = [
        Difference(What.BALLOTS, words, first.ballots.get(words, 0), second.ballots.get(words, 0))
        for words in sorted({*first.ballots, *second.ballots})
        if first.ballots.get(words, 0) != second.ballots.get(words, 0)
    ]
    if first.void != second.void:
        found.append(Difference(What.VOID, "", first.void, second.void))
    if first.signed != second.signed:
        found.append(Difference(What.SIGNED, "", first.signed, second.signed))
    return found


def progress(finished: list[Reading]) -> Progress:
    """Of a box that `finished` were read from: at most two. Raises `ValueError` for more."""
    if len(finished) > 2:
        raise ValueError("a box is read by two people")
    if len(finished) < 2:
        return Progress.ONE if finished else Progress.WAITS
    return Progress.DIFFERS if differences(*finished) else Progress.AGREED
