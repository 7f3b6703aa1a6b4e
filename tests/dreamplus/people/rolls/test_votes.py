"""A list may say how many votes each line has; its hash then says so too."""

from __future__ import annotations

from datetime import date

import pytest

from dreamplus.people.rolls.rules.columns import recognise, sorted_cells
from dreamplus.people.rolls.rules.lines import Reader, canonical


def read(votes: str) -> tuple[int | None, list[str]]:
    columns = recognise(["Nom", "Nombre de voix"])
    person, faults = Reader(date(2026, 3, 1)).read(2, sorted_cells(columns, {"Nom": "Dupont", "Nombre de voix": votes}))
    return (person.votes if person else None), [fault.code for fault in faults]


@pytest.mark.parametrize(("typed", "votes"), [("", 1), ("1", 1), ("12", 12), ("1000", 1000)])
def test_a_whole_number(typed: str, votes: int) -> None:
    assert read(typed) == (votes, [])


@pytest.mark.parametrize("typed", ["0", "-1", "1001", "2,5", "deux", "１２", "9" * 40, "0" * 8 + "1" * 30, "1 000"])
def test_anything_else_is_a_fault_of_its_line(typed: str) -> None:
    assert read(typed) == (None, ["votes_unreadable"])


def test_the_hash_of_a_list_tells_votes_and_is_the_same_where_each_has_one() -> None:
    columns = recognise(["nom", "voix"])
    said = [
        Reader(date(2026, 3, 1)).read(2, sorted_cells(columns, {"nom": "Dupont", "voix": votes}))[0]
        for votes in ("", "1", "3")
    ]
    none, one, three = [canonical(1, person) for person in said if person]
    assert none == one == b"1\x1fDupont\x1f\x1f\x1f\x1f\n"
    assert three == b"1\x1fDupont\x1f\x1f\x1f\x1f\x1f3\n"
