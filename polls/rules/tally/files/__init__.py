"""Files of published ballots. A format is told by the end of the name, and by what stands inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from polls.rules.tally.election import Election, ElectionRefused, group
from polls.rules.tally.files import blt, ours, pabulib, preflib, table

READERS = {
    ".pb": pabulib.read,
    ".blt": blt.read,
    ".json": ours.read,
    ".csv": table.read,
    **dict.fromkeys((".soc", ".soi", ".toc", ".toi"), preflib.read),
}


def read(path: Path) -> Election:
    """The election of one file. Raises `ElectionRefused` with the name and the line."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise ElectionRefused(f"{path.name}: the end of the name must be one of {', '.join(READERS)}")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ElectionRefused(f"{path.name}: {error.strerror or error}") from error
    except UnicodeDecodeError:
        raise ElectionRefused(f"{path.name}: the file is not written in UTF-8") from None
    try:
        return reader(text)
    except ElectionRefused as refused:
        raise ElectionRefused(f"{path.name}: {refused}") from refused


def pooled(elections: Sequence[Election]) -> Election:
    """Several files as one: the same options, in the order of the first. Raises `ElectionRefused`."""
    first, *others = elections
    ballots = list(first.ballots)
    for other in others:
        if set(other.options) != set(first.options):
            different = sorted(set(other.options) ^ set(first.options))
            raise ElectionRefused(f"the files do not have the same options: {', '.join(different[:5])}")
        if dict(other.costs) != dict(first.costs) or other.budget != first.budget:
            raise ElectionRefused("the files do not have the same costs and budget")
        places = [other.options.index(name) for name in first.options]
        ballots += [(tuple(marks[place] for place in places), number) for marks, number in other.ballots]
    return replace(first, ballots=group(ballots))


def write_again(read_ones: Sequence[Path], to: Path) -> None:
    """What one `.pb` file holds, in another file. Raises `ElectionRefused` for another format, for several files, and
    where a file is there already."""
    if len(read_ones) != 1 or read_ones[0].suffix.lower() != ".pb":
        raise ElectionRefused("--write: one .pb file is expected")
    try:
        with to.open("x", encoding="utf-8", newline="") as file:
            file.write(pabulib.written(pabulib.parse(read_ones[0].read_text(encoding="utf-8-sig"))))
    except OSError as error:
        raise ElectionRefused(f"{to.name}: {error.strerror or error}") from error
