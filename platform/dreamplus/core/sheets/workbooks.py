"""Workbooks of Excel (XLSX) and LibreOffice (ODS), read row by row: neither the file nor a bomb in it fills the memory.

openpyxl streams the first; for the second no library does, so that its one table is read here from the XML.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from dreamplus.core.sheets.errors import SheetError, refusal

UNPACKED = 400_000_000
"""Bytes that a workbook may hold once unpacked; `zipfile` reads no further than what it declares."""
WIDEST = 1_000
"""Cells looked at in a row; whatever stands beyond them makes the row too wide."""
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
Record = tuple[int, list[str]]
_STUMBLES = (
    ElementTree.ParseError,
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    KeyError,
    TypeError,
    EOFError,
    IndexError,
)

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def records(path: Path) -> tuple[int, Iterator[Record]]:
    """About how many rows there are (0: unknown), and the rows that are not empty with their numbers.

    Raises `SheetError`, while reading too.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            kind = archive.read("mimetype")[:200].strip() if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, KeyError):
        raise _damaged() from None
    if any(member.flag_bits & 1 for member in members):
        raise refusal(_("This workbook has a password: save it without one."))
    if sum(member.file_size for member in members) > UNPACKED:
        raise refusal(_("This workbook is too large once unpacked: save the sheet as CSV."))
    if "xl/workbook.xml" in names:
        return _guarded_xlsx(path)
    if kind == ODS_TYPE:
        return 0, _guarded(_ods(path))
    raise refusal(_("This is not a spreadsheet: send a CSV, XLSX or ODS file."))


def _guarded(found: Iterable[Record]) -> Iterator[Record]:
    """A library that stumbles over a file says so in many ways; people are told one thing."""
    try:
        yield from found
    except _STUMBLES:
        raise _damaged() from None


def _damaged() -> SheetError:
    return refusal(_("This workbook is damaged: open it in your spreadsheet program and save it again."))


def _only(sheets: list[str]) -> None:
    if len(sheets) > 1:
        names = ", ".join(sheets)[:200]
        raise refusal(_("Several sheets hold something (%(names)s): keep one of them.") % {"names": names})


# XLSX -----------------------------------------------------------------------------------------------------------------
def _guarded_xlsx(path: Path) -> tuple[int, Iterator[Record]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    file = path.open("rb")  # by its content: openpyxl minds the ending of a name
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheets = list(book.worksheets)
        expected = max((sheet.max_row or 0 for sheet in sheets), default=0)
        for sheet in sheets:
            sheet.reset_dimensions()
        filled = [sheet for sheet in sheets if any(_filled(row) for row in islice(_values(sheet), 50))]
        _only([str(sheet.title) for sheet in filled])
    except SheetError:
        file.close()
        raise
    except (InvalidFileException, AttributeError, *_STUMBLES):
        file.close()
        raise _damaged() from None
    return expected, _guarded(_xlsx(file, filled[0] if filled else None))


def _xlsx(file: IO[bytes], sheet: Any) -> Iterator[Record]:
    with file:
        for number, row in enumerate(_values(sheet) if sheet else (), start=1):
            if _filled(row):
                yield number, row


def _values(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows(values_only=True):
        yield [_shown(value) for value in row[:WIDEST]]


def _filled(row: list[str]) -> bool:
    return any(value.strip() for value in row)


def _shown(value: Any) -> str:
    """A cell as somebody would type it: whole numbers without a point, days as 2026-03-01."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


# ODS ------------------------------------------------------------------------------------------------------------------
def _ods(path: Path) -> Iterator[Record]:
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
        tables: dict[str, None] = {}
        for table, number, row in _ods_rows(content):
            tables[table] = None
            _only(list(tables))
            yield number, row


def _ods_rows(content: IO[bytes]) -> Iterator[tuple[str, int, list[str]]]:
    """Table, number and cells of each row that is not empty; what was read is let go at once."""
    table, number, held = "", 0, None
    row: list[str] = []
    for event, node in iterparse(content, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            if node.tag == f"{_TABLE}table":
                table, number = node.get(f"{_TABLE}name", ""), 0
            elif node.tag == f"{_TABLE}table-row":
                row, held = [], node
        elif node.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell") and held is not None:
            times = min(_count(node, f"{_TABLE}number-columns-repeated"), WIDEST)
            row += [_cell(node)] * min(times, WIDEST - len(row))
            held.clear()
        elif node.tag == f"{_TABLE}table-row":
            times = _count(node, f"{_TABLE}number-rows-repeated")
            if _filled(row):
                for offset in range(1, times + 1):
                    yield table, number + offset, row
            number, held = number + times, None
            node.clear()


def _count(node: ElementTree.Element, attribute: str) -> int:
    return max(1, int(node.get(attribute, "1")))


def _cell(node: ElementTree.Element) -> str:
    kind = node.get(f"{_OFFICE}value-type", "")
    if kind in ("float", "percentage", "currency"):
        return _shown(float(node.get(f"{_OFFICE}value", "")))
    if kind == "date":
        return node.get(f"{_OFFICE}date-value", "").removesuffix("T00:00:00")
    if kind == "boolean":
        return "1" if node.get(f"{_OFFICE}boolean-value") == "true" else "0"
    return "\n".join(_paragraph(child) for child in node if child.tag == f"{_TEXT}p")


def _paragraph(node: ElementTree.Element) -> str:
    parts = [node.text or ""]
    for child in node:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(_count(child, f"{_TEXT}c"), 100))
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif child.tag != f"{_OFFICE}annotation":
            parts.append(_paragraph(child))
        parts.append(child.tail or "")
    return "".join(parts)
