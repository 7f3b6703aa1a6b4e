"""Runs the table of docs/rules/choices.md."""

from pathlib import Path

import pytest
from django.conf import settings

from polls.rules import Method, Rules, count

PAGE = Path(settings.ROOT) / "docs" / "rules" / "choices.md"
RULES = {
    "single": Rules(Method.SINGLE, ("a", "b", "c")),
    "several": Rules(Method.SEVERAL, ("a", "b", "c"), 1, 2),
    "yes-no": Rules(Method.YES_NO, ("yes", "no", "abstain")),
}
LINES = [
    [cell.strip() for cell in line.strip("|\n ").split("|")]
    for line in PAGE.read_text().splitlines()
    if line.startswith(tuple(f"| {method} |" for method in RULES))
]


def profile(written: str) -> tuple[list[str], int]:
    codes, number = written.split("×")
    return [code for code in codes.split() if code != "blank"], int(number)


def test_the_page_has_its_table() -> None:
    assert len(LINES) == 8


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line[0]}: {line[1]}")
def test_the_worked_line_is_what_the_code_counts(line: list[str]) -> None:
    method, ballots, votes, expressed, blank, first, half = line
    result = count(RULES[method], [profile(one) for one in ballots.split(", ")])
    assert ", ".join(f"{total.code} {total.votes}" for total in result.totals) == votes
    assert (result.expressed, result.blank) == (int(expressed), int(blank))
    assert " ".join(result.winners) == first
    assert ("yes" if result.absolute_majority else "no") == half
