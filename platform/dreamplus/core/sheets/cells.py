"""A cell that begins like a formula would be computed by spreadsheets: it goes out with an apostrophe."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠|]|[\t\r\n])")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


def written(value: Any) -> str:
    """The text of one cell. Numbers stay numbers (decimal point), instants are local and ISO 8601, None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return timezone.localtime(value).isoformat(timespec="seconds")
    return neutralised(str(value))


def neutralised(text: str) -> str:
    """`text` such that no spreadsheet computes it. `read` gives the original back."""
    text = text.replace("\0", "")
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def read(text: str) -> str:
    """The original of a neutralised cell; any other text as it is."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
