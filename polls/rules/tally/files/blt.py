"""The `.blt` of single transferable votes: “candidates seats”, withdrawn ones as negative numbers, a line a ballot
(weight, numbers in order, 0; `=` between equals), 0, the names in quotes, the title."""

from __future__ import annotations

import re

from polls.rules.tally.election import Election, ElectionRefused, Marks, group, marks_of_ranking
from polls.rules.tally.files.cells import whole

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


def read(text: str) -> Election:
    """Withdrawn options are left out of names and ballots. Raises `ElectionRefused` with the line."""
    lines = [(number, line.partition("#")[0].strip()) for number, line in enumerate(text.splitlines(), 1)]
    lines = [(number, line) for number, line in lines if line]
    if not lines:
        raise ElectionRefused("the file is empty")
    head = lines[0][1].split()
    if len(head) != 2:
        raise ElectionRefused("line 1: two numbers are expected, candidates and seats")
    size, seats = whole(head[0], "line 1"), whole(head[1], "line 1")
    withdrawn: set[int] = set()
    ballots: list[tuple[list[list[int]], int]] = []
    place = 1
    while place < len(lines):
        number, line = lines[place]
        place += 1
        if line == "0":
            break
        words = line.split()
        if words[0].startswith("-"):
            withdrawn |= {whole(word.lstrip("-"), f"line {number}") for word in words}
            continue
        ballots.append(_ballot(words, size, f"line {number}"))
    else:
        raise ElectionRefused("the line “0” after the ballots is missing")
    names = [found.replace('\\"', '"') for _number, line in lines[place:] for found in _QUOTED.findall(line)]
    if len(names) < size:
        raise ElectionRefused(f"{len(names)} names for {size} candidates")
    kept = [one for one in range(1, size + 1) if one not in withdrawn]
    where = {one: position for position, one in enumerate(kept)}
    marks = [(_marks(tiers, where), weight) for tiers, weight in ballots]
    return Election(tuple(names[one - 1] for one in kept), group(marks), seats=seats)


def _ballot(words: list[str], size: int, where: str) -> tuple[list[list[int]], int]:
    if words[-1] != "0":
        raise ElectionRefused(f"{where}: a ballot ends with 0")
    tiers = [[whole(one, where) for one in word.split("=")] for word in words[1:-1] if word != "-"]
    named = [one for tier in tiers for one in tier]
    if any(not 1 <= one <= size for one in named):
        raise ElectionRefused(f"{where}: there is no such candidate")
    if len(set(named)) != len(named):
        raise ElectionRefused(f"{where}: a candidate is named twice")
    return tiers, whole(words[0], where)


def _marks(tiers: list[list[int]], where: dict[int, int]) -> Marks:
    left = [[where[one] for one in tier if one in where] for tier in tiers]
    return marks_of_ranking([tier for tier in left if tier], len(where))
