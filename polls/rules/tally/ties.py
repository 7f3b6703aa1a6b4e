"""Options that are equal: what earlier rounds said of them decides, then an order drawn from a public seed.

The seed is committed before the vote opens and revealed after the last ballot, so that nobody chose the order knowing
the votes. Without one nothing is drawn: where a method must choose to go on, it does so by the same draw with an empty
seed, and says that no seed was given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from polls.rules.tally.election import Number
from polls.rules.tally.outcome import TieBroken


def drawn(options: Iterable[str], seed: bytes | None) -> list[str]:
    """`options` in the order of SHA-256(seed ‖ 0x00 ‖ name): whoever holds the seed finds the same."""
    return sorted(options, key=lambda name: (sha256((seed or b"") + b"\0" + name.encode()).digest(), name))


def first_of(
    tied: Sequence[str],
    earlier: Sequence[Mapping[str, Number]],
    seed: bytes | None,
    *,
    most: bool,
    where: str,
) -> tuple[str, TieBroken | None]:
    """The one of `tied` that had the most (or the least) in the latest round in which they differed; else the first
    drawn. `earlier`: totals of the rounds before this one, in their order. No tie, no note."""
    if len(tied) == 1:
        return tied[0], None
    left = list(tied)
    for totals in reversed(earlier):
        known = [totals[name] for name in left if name in totals]
        if len(known) < len(left):
            continue
        best = max(known) if most else min(known)
        left = [name for name in left if totals[name] == best]
        if len(left) == 1:
            return left[0], TieBroken(where, tuple(tied), "earlier rounds", (left[0],))
    order = drawn(left, seed)
    return order[0], TieBroken(where, tuple(tied), "seed" if seed is not None else "no seed given", tuple(order))
