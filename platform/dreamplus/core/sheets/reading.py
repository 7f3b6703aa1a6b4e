"""Files that people send, line by line: CSV, XLSX, ODS; what is wrong is told with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from dreamplus.core.sheets import cells, text, workbooks
from dreamplus.core.sheets.errors import LineError, SheetError, refusal

MAX_BYTES = 20_000_000
MAX_ROWS = 250_000
MAX_COLUMNS = 200
MAX_CELL = 20_000
MAX_ERRORS = 50
_WORKBOOK, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BROKEN = re.compile(r"#(?:REF!|N/[AD]|NAME\?|NOM\?|VALUE!|VALEUR!|DIV/0!|NUM!|NOMBRE!|NULL!|NUL!)|Err:\d{3}")


@dataclass(frozen=True)
class Row:
    """One line: its number in the file, and its cells by column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    header: list[str]
    rows: list[Row]


@dataclass(frozen=True)
class Source:
    """A sheet read once, line by line. `expected`: about how many lines, for a progress bar; 0 when it is not known.

    `lines` raises `SheetError` where nothing further can be read.
    """

    header: list[str]
    expected: int
    lines: Iterator[Row | LineError]


def read_csv(data: bytes, *, max_bytes: int = MAX_BYTES, max_rows: int = MAX_ROWS) -> Sheet:
    """The sheet in `data`: all of it or nothing. Empty lines are skipped, cells are stripped, missing cells are empty.

    Raises `SheetError`.
    """
    if len(data) > max_bytes:
        raise _too_large(max_bytes)
    if data[:3] == b"PK\x03" or data[:4] == _OLD_WORKBOOK:
        raise refusal(_("This is a workbook, not CSV: open it and save it as CSV."))
    source = _source(text.lines(text.decoded(data)), 0, max_rows)
    rows: list[Row] = []
    errors: list[LineError] = []
    for line in source.lines:
        if isinstance(line, LineError):
            errors.append(line)
        elif not errors:
            rows.append(line)
        if len(errors) >= MAX_ERRORS:
            break
    if errors:
        raise SheetError(errors)
    return Sheet(source.header, rows)


def open_sheet(path: Path, *, max_bytes: int = MAX_BYTES, max_rows: int = MAX_ROWS) -> Source:
    """The sheet in the CSV, XLSX or ODS file at `path`, known by what it holds and not by its name.

    Raises `SheetError`.
    """
    if path.stat().st_size > max_bytes:
        raise _too_large(max_bytes)
    with path.open("rb") as file:
        start = file.read(512)
    if start.startswith(_OLD_WORKBOOK):
        raise refusal(
            _("This workbook is in an old form or has a password: save it as XLSX, ODS or CSV, without a password.")
        )
    if start.startswith(_WORKBOOK):
        expected, records = workbooks.records(path)
        return _source(records, expected, max_rows)
    if start.startswith(b"%PDF") or start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(
        (b"<html", b"<!doc", b"<?xml")
    ):
        raise refusal(_("This is not a spreadsheet: send a CSV, XLSX or ODS file."))
    content = text.decoded(path.read_bytes())
    return _source(text.lines(content), content.count("\n"), max_rows)


def _source(records: Iterator[tuple[int, list[str]]], expected: int, max_rows: int) -> Source:
    header = _header(next(records, (1, [])))
    return Source(header, min(expected, max_rows), _rows(records, header, max_rows))


def _rows(records: Iterator[tuple[int, list[str]]], header: list[str], max_rows: int) -> Iterator[Row | LineError]:
    found = 0
    for number, values in records:
        if not any(value.strip() for value in values):
            continue
        found += 1
        if found > max_rows:
            raise refusal(_("The file has too many lines: %(count)s at most.") % {"count": max_rows})
        fault = _fault(values, header)
        if fault:
            yield LineError(number, fault)
        else:
            padded = values + [""] * (len(header) - len(values))
            yield Row(number, {name: cells.read(v.strip()) for name, v in zip(header, padded, strict=False)})


def _header(first: tuple[int, list[str]]) -> list[str]:
    line, names = first[0], [name.strip() for name in first[1]]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise refusal(_("The file is empty: its first line must name the columns."))
    if len(names) > MAX_COLUMNS:
        raise refusal(_("The file has too many columns: %(count)s at most.") % {"count": MAX_COLUMNS})
    if "" in names:
        raise refusal(_("Column %(number)s has no name.") % {"number": names.index("") + 1}, line=line)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise refusal(_("Two columns are called “%(name)s”.") % {"name": twice[:100]}, line=line)
    return [cells.read(name) for name in names]


def _fault(values: list[str], header: list[str]) -> str:
    if len(values) > len(header) and any(value.strip() for value in values[len(header) :]):
        return _("%(found)s cells for %(columns)s columns.") % {"found": len(values), "columns": len(header)}
    if any(len(value) > MAX_CELL for value in values):
        return _("A cell is longer than %(count)s characters.") % {"count": MAX_CELL}
    broken = next((place for place, value in enumerate(values) if _BROKEN.fullmatch(value.strip())), None)
    if broken is not None:
        return _("The column “%(name)s” holds an error of the spreadsheet (%(error)s): mend its formula.") % {
            "name": header[broken][:100],
            "error": values[broken].strip(),
        }
    return ""


def _too_large(max_bytes: int) -> SheetError:
    return refusal(_("The file is too large: %(size)s MB at most.") % {"size": max_bytes // 1_000_000})
