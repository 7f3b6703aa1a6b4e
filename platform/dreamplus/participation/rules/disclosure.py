"""Which lines of a table about persons may be shown without giving anybody away. Plain Python.

A table has one line a group (a channel, a station, a quarter) and one column an answer; the total of each line and the
total of each column are published anyway. A line is hidden when a small group could be read in it (primary
suppression), and further lines are hidden until the hidden ones cannot be worked out from the totals (complementary
suppression).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Line = TypeVar("Line", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)

SMALLEST = 11
"""A cell that counts fewer persons than this, and at least one, is small."""


def shown_lines(table: Mapping[Line, Mapping[Column, int]], smallest: int = SMALLEST) -> frozenset[Line]:
    """The lines that may be shown with their cells; the others are shown by their total alone.

    `table` maps each line to its counts by column (a missing column counts 0). Negative counts raise `ValueError`.
    """
    if any(count < 0 for cells in table.values() for count in cells.values()):
        raise ValueError("a count of persons cannot be negative")
    hidden = {line for line, cells in table.items() if _is_small(cells, smallest)}
    rest = sorted((line for line in table if line not in hidden), key=lambda line: (_total(table[line]), str(line)))
    while hidden and rest and gives_away({line: table[line] for line in hidden}, smallest):
        hidden.add(rest.pop(0))
    return frozenset(table) - hidden


def gives_away(hidden: Mapping[Line, Mapping[Column, int]], smallest: int = SMALLEST) -> bool:
    """Whether totals of lines and columns of the hidden lines reveal a small group.

    They do when the hidden lines together make a small cell, when a line is unanimous by necessity, or when the bounds
    of a cell (Fréchet's, exact for a table with two margins) leave one value for a small cell.
    """
    columns: dict[Column, int] = {}
    for cells in hidden.values():
        for column, count in cells.items():
            columns[column] = columns.get(column, 0) + count
    total = sum(columns.values())
    if any(0 < count < smallest for count in columns.values()):
        return True
    for cells in hidden.values():
        line = _total(cells)
        for count in columns.values():
            low, high = max(0, line + count - total), min(line, count)
            if low == high and low > 0 and (low < smallest or low == line):
                return True
    return False


def _is_small(cells: Mapping[Column, int], smallest: int) -> bool:
    """A small cell, or everybody in one column: both tell what a known person answered."""
    counts = [count for count in cells.values() if count]
    return any(count < smallest for count in counts) or len(counts) == 1


def _total(cells: Mapping[Column, int]) -> int:
    return sum(cells.values())
