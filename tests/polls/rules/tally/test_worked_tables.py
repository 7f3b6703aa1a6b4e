"""Runs the tables of docs/rules: what is written there is what the code counts."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
from django.conf import settings

from polls.rules.tally.election import Election, Mark, Marks, Number, group, marks_of_ranking
from polls.rules.tally.methods import METHODS, count

PAGES = ("rankings", "grades", "points", "budgets")
LINES = [
    [cell.strip() for cell in line.strip("|\n ").split("|")]
    for page in PAGES
    for line in (settings.ROOT / "docs" / "rules" / f"{page}.md").read_text(encoding="utf-8").splitlines()
    if line.startswith(tuple(f"| {method} |" for method in METHODS))
]
NUMBERS = ("budget", "step", "credits", "lowest", "no_opinion")


def ballots_of(written: str, names: list[str]) -> list[tuple[Marks, int]]:
    return [_ballot(one.strip(), names) for one in written.split(",")]


def _ballot(written: str, names: list[str]) -> tuple[Marks, int]:
    said, number = written.split("×")
    if ":" in said:
        given = dict(cell.split(":") for cell in said.split())
        marks: tuple[Mark, ...] = tuple(int(given[name]) if name in given else None for name in names)
        return marks, int(number)
    tiers = [[names.index(name.strip()) for name in tier.split("=")] for tier in said.split(">")]
    return marks_of_ranking(tiers, len(names)), int(number)


def asked_for(written: str) -> dict[str, Any]:
    given = dict(word.split("=") for word in written.split())
    return {
        name: Fraction(value) if name in NUMBERS else int(value) if re.fullmatch(r"\d+", value) else value
        for name, value in given.items()
    }


def test_every_method_has_its_line() -> None:
    assert {line[0] for line in LINES} == set(METHODS)
    assert len(LINES) >= 30


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line[0]} {line[1]}: {line[3]}")
def test_the_worked_line_is_what_the_code_counts(line: list[str]) -> None:
    method, asked, options, ballots, ranking, first, _why = line
    names = [option.partition("=")[0] for option in options.split()]
    costs: dict[str, Number] = {
        option.partition("=")[0]: int(option.partition("=")[2]) for option in options.split() if "=" in option
    }
    told = asked_for(asked)
    election = Election(
        tuple(names),
        group(ballots_of(ballots, names)),
        seats=told.pop("seats", 1),
        costs=costs,
        budget=told.pop("budget", None),
    )
    outcome = count(election, method, **told)
    assert ", ".join(" ".join(tier) for tier in outcome.ranking) == ranking
    assert " ".join(outcome.winners) == first
