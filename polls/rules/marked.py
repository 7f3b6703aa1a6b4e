"""The count of ballots that bear marks (grades, ranks, points), by the methods of `tally`, which strangers run too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from polls.rules.ballots import check, marks_of
from polls.rules.kinds import DRAWN, NO_OPINION, Method
from polls.rules.poll import Rules
from polls.rules.tally.election import Election, group
from polls.rules.tally.methods import count
from polls.rules.tally.outcome import Outcome
from polls.rules.tally.transfers import Progress

Profiles = Iterable[tuple[Iterable[str], int]]
"""What ballots bear, each with the number of those that say exactly that."""

_TOLD_EVERY = 2_000
_READING = 0.4
"""The share of the work that reading the ballots takes, about."""


def tally(rules: Rules, profiles: Profiles, *, seed: bytes | None = None, progress: Progress | None = None) -> Outcome:
    """Counts by the method of `rules`. `seed` puts equal options in order where the method must go on; `progress` is
    told what share is done, from 0 to 1.

    Raises `ChoiceRefused` when a profile breaks the rules: it cannot come from a box that was filled through `check`.
    """
    ballots, profiles = [], list(profiles)
    for place, (choices, number) in enumerate(profiles):
        if progress is not None and place % _TOLD_EVERY == 0:
            progress(_READING * place / len(profiles))
        marks = marks_of(check(rules, choices))
        ballots.append((tuple(marks.get(code) for code in rules.options), number))
    drawn = {"seed": seed} if rules.method in DRAWN else {}
    election = Election(rules.options, group(ballots), seats=rules.seats)
    told = progress and (lambda share: progress(_READING + (1 - _READING) * share))
    return count(election, str(rules.method), progress=told or None, **parameters(rules), **drawn)


def parameters(rules: Rules) -> dict[str, Any]:
    """What `tally.methods.count` is told beside the ballots, and a stranger's command too."""
    told: Mapping[Method, dict[str, Any]] = {
        Method.SCORE: {"by": rules.by},
        Method.JUDGMENT: {"lowest": 0},
        Method.COLOURED: {"no_opinion": NO_OPINION},
        Method.POINTS: {"credits": rules.credits},
        Method.QUADRATIC: {"credits": rules.credits},
    }
    return told.get(rules.method, {})


def seed_of(secret: bytes, profiles: Profiles) -> bytes:
    """The seed that breaks ties: SHA-256(secret ‖ SHA-256(box)), where box is a line a profile, sorted: what it bears,
    a tab, how many. Nobody who knew the secret before the closing knew the box, nor could change the secret after.
    """
    lines = sorted(f"{' '.join(choices)}\t{number}\n" for choices, number in profiles)
    return sha256(secret + sha256("".join(lines).encode()).digest()).digest()
