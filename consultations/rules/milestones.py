"""Milestones as an agent types them: one by line, `2026-12-17 Conseil municipal : délibération`."""

from __future__ import annotations

import re
from datetime import date

from consultations.rules.line import Milestone

MOST = 12
LONGEST = 120
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})\s+(.+)$")
_FRENCH = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})\s+(.+)$")
_SPLIT = re.compile(r"\s+[:–—-]\s+|\s*:\s+")


class MilestoneError(ValueError):
    """Names the line that cannot be read; `reason` is 'date', 'long' or 'many'."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


def read(text: str) -> list[Milestone]:
    """Milestones of a text. Raises MilestoneError. Dates are `17/12/2026` or `2026-12-17`, and optional."""
    found: list[Milestone] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line:
            continue
        found.append(_read_line(line, number))
        if len(found) > MOST:
            raise MilestoneError(number, "many")
    return found


def _read_line(line: str, number: int) -> Milestone:
    on, rest = _date(line, number)
    label, _, when = _partition(rest)
    if len(label) > LONGEST or len(when) > LONGEST:
        raise MilestoneError(number, "long")
    return Milestone(label=label, when=when, on=on)


def _date(line: str, number: int) -> tuple[date | None, str]:
    iso, french = _ISO.match(line), _FRENCH.match(line)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3])), iso[4].strip()
        if french:
            return date(int(french[3]), int(french[2]), int(french[1])), french[4].strip()
    except ValueError as error:
        raise MilestoneError(number, "date") from error
    return None, line


def _partition(text: str) -> tuple[str, str, str]:
    parts = _SPLIT.split(text, maxsplit=1)
    return (parts[0].strip(), ":", parts[1].strip()) if len(parts) == 2 else (text, "", "")
