"""PrefLib's orders (`.soc`, `.soi`, `.toc`, `.toi`): lines of metadata after `#`, then “count: 1,{2,3},4”."""

from __future__ import annotations

import re

from polls.rules.tally.election import Election, ElectionRefused, Marks, group, marks_of_ranking
from polls.rules.tally.files.cells import whole

_NAME = re.compile(r"#\s*ALTERNATIVE NAME\s+(\d+)\s*:\s*(.+)", re.IGNORECASE)
_TIER = re.compile(r"\{([^{}]*)\}|([^,{}]+)")


def read(text: str) -> Election:
    """Raises `ElectionRefused` with the line."""
    names: dict[int, str] = {}
    rows: list[tuple[list[list[int]], int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        stripped, where = line.strip(), f"line {number}"
        if found := _NAME.fullmatch(stripped):
            names[int(found[1])] = found[2].strip()
        elif stripped and not stripped.startswith("#"):
            count, colon, order = stripped.partition(":")
            if not colon:
                raise ElectionRefused(f"{where}: a number of ballots, then “:” and the order, are expected")
            rows.append((_tiers(order, where), whole(count, where), where))
    if not names:
        raise ElectionRefused("no line says “# ALTERNATIVE NAME 1: …”")
    where_is = {one: position for position, one in enumerate(sorted(names))}
    return Election(
        tuple(names[one] for one in sorted(names)),
        group((_marks(tiers, where_is, where), number) for tiers, number, where in rows),
    )


def _tiers(order: str, where: str) -> list[list[int]]:
    tiers = []
    for found in _TIER.finditer(order):
        inside = found[1] if found[1] is not None else found[2]
        tier = [whole(one, where) for one in inside.split(",") if one.strip()]
        tiers += [tier] if tier else []
    return tiers


def _marks(tiers: list[list[int]], where_is: dict[int, int], where: str) -> Marks:
    named = [one for tier in tiers for one in tier]
    if any(one not in where_is for one in named):
        raise ElectionRefused(f"{where}: there is no such alternative")
    if len(set(named)) != len(named):
        raise ElectionRefused(f"{where}: an alternative is named twice")
    return marks_of_ranking([[where_is[one] for one in tier] for tier in tiers], len(where_is))
