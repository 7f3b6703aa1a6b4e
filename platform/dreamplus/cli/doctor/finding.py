"""What the doctor finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How bad it is; the worst one is the exit status."""

    NOTE = 0
    WARNING = 1
    DANGER = 2


@dataclass(frozen=True)
class Finding:
    """One thing to know: what is the case, and what to do about it. Neither holds a secret or names a person."""

    severity: Severity
    sentence: str
    remedy: str = ""


Check = Callable[[], Iterator[Finding]]


def note(sentence: str, remedy: str = "") -> Finding:
    return Finding(Severity.NOTE, sentence, remedy)


def warning(sentence: str, remedy: str) -> Finding:
    return Finding(Severity.WARNING, sentence, remedy)


def danger(sentence: str, remedy: str) -> Finding:
    return Finding(Severity.DANGER, sentence, remedy)
