"""Spreadsheets in and out: what agents open in LibreOffice and Excel, and what they send back."""

from dreamplus.core.sheets.errors import LineError, SheetError
from dreamplus.core.sheets.reading import Row, Sheet, Source, open_sheet, read_csv
from dreamplus.core.sheets.writing import csv_bytes, csv_lines

__all__ = [
    "LineError",
    "Row",
    "Sheet",
    "SheetError",
    "Source",
    "csv_bytes",
    "csv_lines",
    "open_sheet",
    "read_csv",
]
