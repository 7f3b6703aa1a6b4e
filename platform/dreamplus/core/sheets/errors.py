"""What is wrong with a file, as sentences."""

from __future__ import annotations

from dataclasses import dataclass


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


def refusal(message: str, *, line: int = 0) -> SheetError:
    """The one reason why a file cannot be read."""
    return SheetError([LineError(line, message)])
