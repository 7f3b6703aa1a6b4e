"""What answers say together, and that what is hidden stays hidden."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from consultations.surveys.rules.questionnaire import Kind, Option, Question, Questionnaire, Screen
from consultations.surveys.rules.results import SMALLEST, shown, tally

ABC = tuple(Option(code, {"fr": code.upper()}) for code in "abc")
ROWS = (Option("r1", {"fr": "Un"}), Option("r2", {"fr": "Deux"}))


def told(question: Question, *values: Any) -> dict[str, Any]:
    asked = Questionnaire((Screen("s1", questions=(question,)),))
    return tally(asked, [({"q1": value} if value is not None else {}, "web") for value in values])["questions"]["q1"]


def asked(kind: Kind, **values: Any) -> Question:
    return Question("q1", kind, {"fr": "?"}, **values)


def test_one_choice_several_and_texts() -> None:
    single = asked(Kind.SINGLE, options=ABC)
    assert told(single, *["a"] * 6, *["b"] * 5, None) == {"number": 11, "counts": {"a": 6, "b": 5, "c": 0}}
    several = asked(Kind.SEVERAL, options=ABC)
    assert told(several, *[["a", "b"]] * 6, *[["a"]] * 2) == {"number": 8, "counts": {"a": 8, "b": 6, "c": 0}}
    assert told(asked(Kind.LONG), "Un banc", "Deux bancs") == {"number": 2}


def test_a_scale_tells_its_mean_unless_a_step_is_hidden() -> None:
    scale = asked(Kind.SCALE, steps=5)
    assert told(scale, *[4] * 6, *[5] * 6)["mean"] == 4.5
    hidden = told(scale, *[4] * 6, *[5] * 6, 1)
    assert (hidden["mean"], hidden["counts"]["1"]) == (None, None)


def test_a_table_is_told_line_by_line() -> None:
    matrix = asked(Kind.MATRIX, options=ABC, rows=ROWS)
    found = told(matrix, *[{"r1": "a", "r2": "b"}] * 6, *[{"r1": "c"}] * 5)
    assert found["rows"]["r1"] == {"number": 11, "counts": {"a": 6, "b": 0, "c": 5}}
    assert found["rows"]["r2"] == {"number": 6, "counts": {"a": 0, "b": 6, "c": 0}}


def test_an_order_tells_firsts_and_mean_ranks() -> None:
    ranking = asked(Kind.RANKING, options=ABC)
    found = told(ranking, *[["a", "b", "c"]] * 6, *[["b"]] * 6)["ranks"]
    assert found == {"a": {"first": 6, "mean": 2.0}, "b": {"first": 6, "mean": 1.5}, "c": {"first": 0, "mean": 3.0}}


def test_numbers_and_days_are_put_in_classes() -> None:
    number = told(asked(Kind.NUMBER), *range(100))
    assert len(number["counts"]) == 8
    assert (sum(count or 0 for count in number["counts"].values()), number["median"]) == (100, 49.5)
    days = told(asked(Kind.DATE), *["2026-11-02"] * 6, *["2026-12-24"] * 7)
    assert days["counts"] == {"2026-11": 6, "2026-12": 7}


@pytest.mark.parametrize("values", [["a"], ["a", "b", "b", "c"]])
def test_few_answers_are_not_told(values: list[str]) -> None:
    assert told(asked(Kind.SINGLE, options=ABC), *values) == {"number": len(values), "few": True}


def test_channels_add_up() -> None:
    asked_one = Questionnaire((Screen("s1", questions=(asked(Kind.SINGLE, options=ABC),)),))
    found = tally(asked_one, [({"q1": "a"}, "web"), ({}, "paper"), ({}, "paper")])
    assert (found["number"], found["channels"]) == (3, {"paper": 2, "web": 1})


COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30), min_size=1)


@given(COUNTS, st.booleans())
def test_small_counts_are_never_shown(counts: dict[str, int], exclusive: bool) -> None:
    found = shown(counts, exclusive=exclusive)
    assert found.keys() == counts.keys()
    for key, count in found.items():
        assert count is None or (count == counts[key] and not 0 < count < SMALLEST)


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 9), min_size=2))
def test_what_is_hidden_does_not_follow_from_the_total(counts: dict[str, int]) -> None:
    """Whoever knows the total, what is shown and the rule finds no hidden small count for certain."""
    found = shown(counts)
    hidden = [key for key, count in found.items() if count is None]
    assume(hidden and len(hidden) < len(counts))
    rest = sum(counts.values()) - sum(count for count in found.values() if count is not None)
    possible = [
        values
        for values in product(range(rest + 1), repeat=len(hidden))
        if sum(values) == rest and any(0 < value < SMALLEST for value in values)
    ]
    for place, key in enumerate(hidden):
        if 0 < counts[key] < SMALLEST:
            assert len({values[place] for values in possible}) > 1


def test_a_count_of_persons_is_not_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        shown({"a": -1})
