"""What one person read in a box, taken from a spreadsheet instead of heap after heap: the whole file or nothing."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from dreamplus.core.sheets import LineError, SheetError, csv_bytes, read_csv
from dreamplus.core.text import fold
from dreamplus.participation.paper.readers import HeapRefused, Sheet
from dreamplus.participation.paper.services import MOST_ALIKE

MOST_BYTES, MOST_LINES = 1_000_000, 5_000
_WHOLE = re.compile("[0-9]{1,9}")
_NUMBER = {"nombre", "number", "count", "aantal"}


def model(sheet: Sheet) -> bytes:
    """An empty file with its columns, as CSV."""
    return csv_bytes([*sheet.columns, _("Number")], [])


def heaps_in(data: bytes, sheet: Sheet) -> dict[str, int]:
    """How many ballots say exactly what, by their words. Lines that say the same are added up.

    Raises `SheetError` with what is wrong, line by line.
    """
    file = read_csv(data, max_bytes=MOST_BYTES, max_rows=MOST_LINES)
    folded = {fold(column): column for column in file.header}
    wanted = sheet.columns
    there = {column: column if column in file.header else folded.get(fold(column), "") for column in wanted}
    others = [column for column in file.header if column not in there.values()]
    number = next((column for column in others if fold(column) in _NUMBER), "")
    missing = [column for column in [*wanted, _("Number")] if not there.get(column, number)]
    unknown = [column for column in others if column != number]
    if missing or unknown:
        raise SheetError([LineError(1, _wrong_columns(missing, unknown))])
    heaps: dict[str, int] = {}
    errors = []
    for row in file.rows:
        cells = {column: row.cells[name] for column, name in there.items()}
        try:
            words, papers = sheet.words(cells), _papers(row.cells[number])
        except HeapRefused as refused:
            errors.append(LineError(row.line, str(refused)))
            continue
        heaps[words] = heaps.get(words, 0) + papers
    if errors:
        raise SheetError(errors)
    return heaps


def _papers(typed: str) -> int:
    if _WHOLE.fullmatch(typed) and 1 <= int(typed) <= MOST_ALIKE:
        return int(typed)
    raise HeapRefused(_("“%(typed)s” is no number of ballots: write 1 or more.") % {"typed": typed[:40]})


def _wrong_columns(missing: list[str], unknown: list[str]) -> str:
    told = [_("There is no column “%(column)s”.") % {"column": column} for column in missing]
    told += [_("The column “%(column)s” is none of this ballot.") % {"column": column[:80]} for column in unknown]
    return " ".join([*told, _("Begin with the model of this page.")])
