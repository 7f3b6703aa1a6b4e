"""CSV as people send it: `;`, `,` or tabs; UTF-8 with or without mark, UTF-16, Windows-1252."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dreamplus.core.sheets import cells

MAX_BYTES = 20_000_000
MAX_ROWS = 250_000
MAX_COLUMNS = 200
MAX_CELL = 20_000
MAX_ERRORS = 50


@dataclass(frozen=True)
class LineError:
    """What is wrong on line `line` of the file (1 is the header; 0 the file as a whole), as a sentence."""

    line: int
    message: str


class SheetError(Exception):
    """The file is refused as a whole; `errors` says why, line by line, at most fifty of them."""

    def __init__(self, errors: list[LineError]) -> None:
        super().__init__(" ".join(str(error.message) for error in errors[:3]))
        self.errors = errors


@dataclass(frozen=True)
class Row:
    """One line: its number in the file, and its cells by column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    header: list[str]
    rows: list[Row]


def read_csv(data: bytes, *, max_bytes: int = MAX_BYTES, max_rows: int = MAX_ROWS) -> Sheet:
    """The sheet in `data`: all of it or nothing. Empty lines are skipped, cells are stripped, missing cells are empty.

    Raises `SheetError`.
    """
    if len(data) > max_bytes:
        raise _refusal(_("The file is too large: %(size)s MB at most.") % {"size": max_bytes // 1_000_000})
    text = _decoded(data)
    lines = _lines(text)
    header = _header(next(lines, (1, [])))
    rows: list[Row] = []
    errors: list[LineError] = []
    for number, values in lines:
        if not any(value.strip() for value in values):
            continue
        if len(rows) >= max_rows:
            raise _refusal(_("The file has too many lines: %(count)s at most.") % {"count": max_rows})
        fault = _fault(values, len(header))
        if fault:
            errors.append(LineError(number, fault))
        elif not errors:
            padded = values + [""] * (len(header) - len(values))
            rows.append(Row(number, {name: cells.read(v.strip()) for name, v in zip(header, padded, strict=False)}))
        if len(errors) >= MAX_ERRORS:
            break
    if errors:
        raise SheetError(errors)
    return Sheet(header, rows)


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif data[:3] == b"PK\x03" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise _refusal(_("This is a workbook, not CSV: open it and save it as CSV."))
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise _refusal(_("The file cannot be read as text: save it as CSV in UTF-8."))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of its first line. Raises `SheetError` on a broken quote or an endless cell."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    delimiter = max(";,\t", key=outside.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begun = 1
    try:
        for values in reader:
            yield begun, values
            begun = reader.line_num + 1
    except csv.Error:
        message = _("Line %(line)s cannot be read: a quotation mark is probably missing or too many.") % {"line": begun}
        raise SheetError([LineError(begun, message)]) from None


def _header(first: tuple[int, list[str]]) -> list[str]:
    line, names = first[0], [name.strip() for name in first[1]]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise _refusal(_("The file is empty: its first line must name the columns."))
    if len(names) > MAX_COLUMNS:
        raise _refusal(_("The file has too many columns: %(count)s at most.") % {"count": MAX_COLUMNS})
    if "" in names:
        number = names.index("") + 1
        raise SheetError([LineError(line, _("Column %(number)s has no name.") % {"number": number})])
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise SheetError([LineError(line, _("Two columns are called “%(name)s”.") % {"name": twice[:100]})])
    return [cells.read(name) for name in names]


def _fault(values: list[str], columns: int) -> str:
    if len(values) > columns and any(value.strip() for value in values[columns:]):
        return _("%(found)s cells for %(columns)s columns.") % {"found": len(values), "columns": columns}
    if any(len(value) > MAX_CELL for value in values):
        return _("A cell is longer than %(count)s characters.") % {"count": MAX_CELL}
    return ""


def _refusal(message: str) -> SheetError:
    return SheetError([LineError(0, message)])
