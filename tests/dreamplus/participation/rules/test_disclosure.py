"""No table shown lets anybody be recognised: against an attacker who knows every total."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamplus.participation.rules.disclosure import SMALLEST, gives_away, shown_lines

Table = dict[str, dict[str, int]]
columns = st.integers(2, 4)
cell = st.one_of(st.integers(0, 3), st.integers(0, 60))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(columns)
    lines = draw(st.integers(1, 5))
    return {f"line {n}": {f"c{m}": draw(cell) for m in range(width)} for n in range(lines)}


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        ({"web": {"a": 400, "b": 300}, "paper": {"a": 60, "b": 70}}, {"web", "paper"}),
        ({"web": {"a": 400, "b": 300}, "paper": {"a": 2, "b": 1}}, set()),
        ({"web": {"a": 400, "b": 300}, "paper": {"a": 30, "b": 0}}, set()),
        (
            {"web": {"a": 400, "b": 300}, "paper": {"a": 4, "b": 20}, "assisted": {"a": 20, "b": 3}},
            {"web"},
        ),
        ({"web": {"a": 400, "b": 300}, "paper": {}}, {"web", "paper"}),
        ({}, set()),
    ],
    ids=["large", "small group", "unanimous", "two small groups hide each other", "empty line", "empty table"],
)
def test_worked_examples(table: Table, shown: set[str]) -> None:
    assert shown_lines(table) == shown


@settings(max_examples=500)
@given(tables())
def test_no_shown_line_holds_a_small_group_or_says_what_everybody_answered(table: Table) -> None:
    for line in shown_lines(table):
        counts = [count for count in table[line].values() if count]
        assert all(count >= SMALLEST for count in counts)
        assert len(counts) != 1


@settings(max_examples=500)
@given(tables())
def test_hidden_lines_cannot_be_worked_out_from_the_totals(table: Table) -> None:
    shown = shown_lines(table)
    hidden = {line: table[line] for line in table if line not in shown}
    if hidden and shown:
        assert len(hidden) > 1
        assert not gives_away(hidden)


@st.composite
def small_tables(draw: st.DrawFn) -> Table:
    return {line: {"a": draw(st.integers(0, 3)), "b": draw(st.integers(0, 3))} for line in ("x", "y")}


@given(small_tables())
def test_the_bounds_are_those_of_every_table_with_the_same_totals(table: Table) -> None:
    """Brute force: all tables an attacker would think possible, against what `gives_away` says."""
    lines = {line: sum(cells.values()) for line, cells in table.items()}
    totals = {column: sum(table[line][column] for line in table) for column in ("a", "b")}
    possible = [
        (xa, xb, ya, yb)
        for xa, xb, ya, yb in product(range(7), repeat=4)
        if (xa + xb, ya + yb) == (lines["x"], lines["y"]) and (xa + ya, xb + yb) == (totals["a"], totals["b"])
    ]
    known = [len({one[place] for one in possible}) == 1 for place in range(4)]
    true = (table["x"]["a"], table["x"]["b"], table["y"]["a"], table["y"]["b"])
    if any(is_known and 0 < value < SMALLEST for is_known, value in zip(known, true, strict=True)):
        assert gives_away(table)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        shown_lines({"web": {"a": -1}})
