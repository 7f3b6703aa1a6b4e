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


_kept: list[_Counted] = []


def forget() -> None:
    """What was counted ahead of another vote, and never asked for."""
    _kept.clear()


def keep(rules: Rules, profiles: Groups, seed: bytes | None, outcome: Outcome) -> None:
    """The count of one question of the vote that is settled next."""
    _kept.append(_Counted(rules, profiles, seed, outcome))


def tallied(rules: Rules, profiles: Groups, seed: bytes | None) -> Outcome:
    """What was counted ahead, once, where it is of this very box; else the count, now."""
    for kept in _kept:
        if (kept.rules, kept.seed, kept.profiles) == (rules, seed, profiles):
            _kept.remove(kept)
            return kept.outcome
    return tally(rules, profiles, seed=seed)
