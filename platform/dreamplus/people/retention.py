"""What is erased at night: each application registers how the rows of a class end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from dreamplus.people.rules.retention import CLASSES


@dataclass(frozen=True)
class Purge:
    """`due(at)` counts what would go at `at` and changes nothing; `purge(at)` lets it go and returns how many went.

    `keep` is a class of `rules.retention`, `label` what goes, in words. Both functions look at what is due, so that a
    night without a worker is made up for by the next.
    """

    slug: str
    keep: str
    label: str | Promise
    due: Callable[[datetime], int]
    purge: Callable[[datetime], int]


_registered: dict[str, Purge] = {}


def register(purge: Purge) -> None:
    """Adds a purge. Raises `LookupError` for a class that the table does not have."""
    if purge.keep not in CLASSES:
        raise LookupError(f"{purge.keep!r} is not in the table of rules/retention.py")
    _registered[purge.slug] = purge


def registered() -> list[Purge]:
    """Every purge, by name."""
    return [_registered[slug] for slug in sorted(_registered)]
