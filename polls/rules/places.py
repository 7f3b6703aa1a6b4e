"""The place of options in a ranking whose groups are equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def placed(ranking: Iterable[Sequence[str]]) -> Iterator[tuple[int, Sequence[str]]]:
    """Each group with its place, the best first: two that share the first place are followed by the third."""
    place = 1
    for group in ranking:
        yield place, group
        place += len(group)
