"""CSV as people send it: `;`, `,` or tabs; UTF-8 with or without mark, UTF-16 likewise, Windows-1252."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from dreamplus.core.sheets.errors import refusal


def decoded(data: bytes) -> str:
    """The text of a CSV file. Raises `SheetError` when it is something else."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise refusal(_("The file cannot be read as text: save it as CSV in UTF-8."))


def _encodings(data: bytes) -> list[str]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ["utf-16"]
    start = data[:400]
    if len(start) >= 8 and start[1::2].count(0) > len(start) // 3:
        return ["utf-16-le"]
    if len(start) >= 8 and start[::2].count(0) > len(start) // 3:
        return ["utf-16-be"]
    return ["utf-8-sig", "cp1252", "latin-1"]


def lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of its first line. Raises `SheetError` on a broken quote or an endless cell."""
    first = next((line for line in io.StringIO(text, newline="") if line.strip()), "")
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
        raise refusal(message, line=begun) from None
