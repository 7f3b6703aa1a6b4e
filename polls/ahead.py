"""The count of a large vote, made before the transaction that settles it: nobody waits for a lock while it runs.

Kept by the process that counted, for that box, those rules and that seed alone; any other box is counted anew.
"""

from __future__ import annotations

from dataclasses import dataclass

from polls.rules import Rules, tally
from polls.rules.tally.outcome import Outcome

Groups = list[tuple[tuple[str, ...], int]]
"""What ballots bear, each with how many bear exactly that."""


@dataclass(frozen=True)
class _Counted:
    rules: Rules
    profiles: Groups
    seed: bytes | None
    outcome: Outcome


_last: list[_Counted] = []


def keep(rules: Rules, profiles: Groups, seed: bytes | None, outcome: Outcome) -> None:
    """The last count made ahead takes the place of the one before."""
    _last[:] = [_Counted(rules, profiles, seed, outcome)]


def tallied(rules: Rules, profiles: Groups, seed: bytes | None) -> Outcome:
    """What was counted ahead, once, where it is of this very box; else the count, now."""
    kept = _last.pop() if _last else None
    if kept and (kept.rules, kept.seed, kept.profiles) == (rules, seed, profiles):
        return kept.outcome
    return tally(rules, profiles, seed=seed)
