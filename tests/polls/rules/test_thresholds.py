"""Runs the second table of docs/rules/choices.md, and what cannot be asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from polls.rules import Majority, Method, Rules, RulesRefused, Thresholds, count, verdict

PAGE = Path(settings.ROOT) / "docs" / "rules" / "choices.md"
RULES = Rules(Method.SINGLE, ("a", "b", "c"))
LINES = [
    [cell.strip() for cell in line.strip("|\n ").split("|")]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith(tuple(f"| {majority}" for majority in Majority))
]


def test_the_page_has_its_table() -> None:
    assert len(LINES) == 10


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line[0]}: {line[1]}")
def test_the_worked_line_is_what_the_code_says(line: list[str]) -> None:
    asked, ballots, *said = line
    majority, _space, quorum = asked.partition(" ")
    profiles = []
    for one in ballots.split(", "):
        code, number = one.split("×")
        profiles.append(([] if code.strip() == "blank" else [code.strip()], int(number)))
    found = verdict(Thresholds(int(quorum or 0), Majority(majority)), count(RULES, profiles))
    told = ["yes" if one else "no" for one in (found.quorum_reached, found.majority_reached, found.carried)]
    assert told == said


def test_what_is_stored_is_read_again() -> None:
    for thresholds in (
        Thresholds(),
        Thresholds(50),
        Thresholds(0, Majority.TWO_THIRDS),
        Thresholds(7, Majority.ABSOLUTE),
    ):
        assert Thresholds.read(thresholds.stored()) == thresholds
    assert Thresholds().stored() == {}, "rules frozen before there were any stay as they were hashed"


@pytest.mark.parametrize("stored", [{"quorum": -1}, {"quorum": "beaucoup"}, {"majority": "unanime"}, {"quorum": None}])
def test_what_cannot_be_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(RulesRefused):
        Thresholds.read(stored)
