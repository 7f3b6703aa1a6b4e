"""Spreadsheets in and out: what agents open in LibreOffice and Excel, and what they send back."""

from dreamplus.core.sheets.reading import LineError, Row, Sheet, SheetError, read_csv
from dreamplus.core.sheets.writing import csv_bytes, csv_lines

__all__ = ["LineError", "Row", "Sheet", "SheetError", "csv_bytes", "csv_lines", "read_csv"]
