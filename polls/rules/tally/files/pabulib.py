"""Pabulib's `.pb`: sections META, PROJECTS and VOTES, cells between semicolons (pabulib.org/format)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from polls.rules.tally.election import Election, ElectionRefused, Mark, Marks, Number, group
from polls.rules.tally.files.cells import number

SECTIONS = ("META", "PROJECTS", "VOTES")


@dataclass(frozen=True)
class Document:
    """What a file holds, whatever its columns: three tables, each with its head first. Cells are kept as they stand."""

    meta: tuple[tuple[str, ...], ...]
    projects: tuple[tuple[str, ...], ...]
    votes: tuple[tuple[str, ...], ...]


def parse(text: str) -> Document:
    """Everything that stands in the file, cells stripped of spaces at their ends. Raises `ElectionRefused`."""
    sections = {name: [tuple(cell.strip() for cell in row) for row in rows] for name, rows in _sections(text).items()}
    return Document(*(tuple(sections[name]) for name in SECTIONS))


def written(document: Document) -> str:
    """The same file again: sections in their order, cells between semicolons, quoted where they hold one."""
    held = io.StringIO()
    out = csv.writer(held, delimiter=";", lineterminator="\n")
    for name, rows in zip(SECTIONS, (document.meta, document.projects, document.votes), strict=True):
        held.write(f"{name}\n")
        out.writerows(rows)
    return held.getvalue()


def read(text: str) -> Election:
    """The election of a file. Raises `ElectionRefused`."""
    return election(parse(text))


def election(document: Document) -> Election:
    """Approvals become 1, orders become ranks, points and scores stay. Raises `ElectionRefused`."""
    meta = {row[0]: row[1] for row in document.meta[1:] if len(row) > 1}
    if "budget" not in meta:
        raise ElectionRefused("META has no budget")
    costs: dict[str, Number] = {}
    for row in _named(document.projects, "PROJECTS"):
        costs[row["project_id"]] = number(row.get("cost", ""), f"project {row['project_id']}")
    kind = meta.get("vote_type", "approval")
    if kind not in ("approval", "ordinal", "cumulative", "scoring"):
        raise ElectionRefused(f"votes of the type {kind!r} are not known")
    places = {name: place for place, name in enumerate(costs)}
    ballots = [(_marks(row, kind, places), 1) for row in _named(document.votes, "VOTES")]
    return Election(tuple(costs), group(ballots), costs=costs, budget=number(meta["budget"], "budget"))


def _sections(text: str) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    current: list[list[str]] | None = None
    for row in csv.reader(io.StringIO(text), delimiter=";"):
        if not row or not any(cell.strip() for cell in row):
            continue
        head = row[0].strip()
        if len(row) == 1 and head.upper() in SECTIONS:
            current = found.setdefault(head.upper(), [])
        elif current is None:
            raise ElectionRefused("the first line must be META")
        else:
            current.append(row)
    for name in SECTIONS:
        if not found.get(name):
            raise ElectionRefused(f"the section {name} is missing or empty")
    return found


def _named(rows: Sequence[Sequence[str]], section: str) -> list[dict[str, str]]:
    header = rows[0]
    if section == "PROJECTS" and "project_id" not in header:
        raise ElectionRefused("PROJECTS has no column project_id")
    if section == "VOTES" and "vote" not in header:
        raise ElectionRefused("VOTES has no column vote")
    return [dict(zip(header, row, strict=False)) for row in rows[1:]]


def _marks(row: dict[str, str], kind: str, places: dict[str, int]) -> Marks:
    marks: list[Mark] = [None] * len(places)
    named = [name.strip() for name in row.get("vote", "").split(",") if name.strip()]
    given = [text.strip() for text in row.get("points", "").split(",") if text.strip()]
    where = f"vote of {row.get('voter_id', 'somebody')}"
    if kind in ("cumulative", "scoring") and len(given) != len(named):
        raise ElectionRefused(f"{where}: as many points as projects are needed")
    for order, name in enumerate(named):
        if name not in places:
            raise ElectionRefused(f"{where}: no project is called {name}")
        if kind == "ordinal":
            marks[places[name]] = order + 1
        else:
            marks[places[name]] = 1 if kind == "approval" else number(given[order], where)
    return tuple(marks)
