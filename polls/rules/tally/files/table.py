"""A plain table: a row a ballot, a column an option. A first column without a name, or called `id`, is left out; a
column called `count` says how many ballots say the same."""

from __future__ import annotations

import csv
import io

from polls.rules.tally.election import Election, ElectionRefused, Marks, group
from polls.rules.tally.files.cells import mark, whole


def read(text: str) -> Election:
    """Raises `ElectionRefused` with the line. Commas or semicolons, whichever the first line has more of."""
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        header = [name.strip() for name in next(rows)]
    except StopIteration:
        raise ElectionRefused("the file is empty") from None
    skip = 1 if header and header[0].lower() in ("", "id") else 0
    counted = next((place for place, name in enumerate(header) if name.lower() == "count"), None)
    columns = [place for place in range(skip, len(header)) if place != counted]
    if any(not header[place] for place in columns):
        raise ElectionRefused("line 1: a column has no name")
    ballots: list[tuple[Marks, int]] = []
    for row in rows:
        if not row:
            continue
        where = f"line {rows.line_num}"
        if len(row) != len(header):
            raise ElectionRefused(f"{where}: {len(row)} cells where the first line has {len(header)}")
        number = 1 if counted is None else whole(row[counted], where)
        ballots.append((tuple(mark(row[place], where) for place in columns), number))
    return Election(tuple(header[place] for place in columns), group(ballots))
