"""What a ballot of grades, ranks or points may say; everything else is refused by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.rules import Choices, Method, RepeatedOption, Rules, TooManyChoices, UnknownOption, check, marks_of, written
from polls.rules.ballots import ChoiceRefused, SameRank, TooManyPoints, UnknownMark, is_legible, spent
from polls.rules.kinds import KINDS, Kind

CODES = ("a", "b", "c", "d")
SCORE = Rules(Method.SCORE, CODES, most=4, top=10)
JUDGMENT = Rules(Method.JUDGMENT, CODES, most=4)
COLOURED = Rules(Method.COLOURED, CODES, most=4)
IRV = Rules(Method.IRV, CODES, most=3)
CONDORCET = Rules(Method.CONDORCET, CODES, most=4)
STV = Rules(Method.STV, CODES, most=4, seats=2)
POINTS = Rules(Method.POINTS, CODES, most=4, credits=10)
QUADRATIC = Rules(Method.QUADRATIC, CODES, most=4, credits=10)


@pytest.mark.parametrize(
    ("rules", "given", "kept"),
    [
        (JUDGMENT, ("c=0", "a=5"), ("a=5", "c=0")),
        (COLOURED, ("b=0", "a=3"), ("a=3", "b=0")),
        (SCORE, ("d=10",), ("d=10",)),
        (IRV, ("c=1", "a=2"), ("a=2", "c=1")),
        (IRV, ("c=1", "a=3"), ("a=2", "c=1")),  # a gap says the same order
        (CONDORCET, ("a=1", "b=1", "c=3"), ("a=1", "b=1", "c=2")),
        (STV, ("d=1",), ("d=1",)),
        (POINTS, ("a=4", "b=0", "c=6"), ("a=4", "c=6")),
        (QUADRATIC, ("a=3", "b=1"), ("a=3", "b=1")),
        (QUADRATIC, ("a=0",), ()),
        (JUDGMENT, (), ()),
    ],
)
def test_a_ballot_is_kept_in_one_form(rules: Rules, given: Choices, kept: Choices) -> None:
    assert check(rules, given) == kept
    assert check(rules, kept) == kept


@pytest.mark.parametrize(
    ("rules", "given", "refusal"),
    [
        (JUDGMENT, ("a=6",), UnknownMark("a", "6")),
        (JUDGMENT, ("a",), UnknownMark("a", "")),
        (JUDGMENT, ("a=05",), UnknownMark("a", "05")),
        (JUDGMENT, ("e=1",), UnknownOption("e")),
        (JUDGMENT, ("a=1", "a=2"), RepeatedOption()),
        (SCORE, ("a=11",), UnknownMark("a", "11")),
        (SCORE, ("a=-1",), UnknownMark("a", "-1")),
        (SCORE, ("a=²",), UnknownMark("a", "²")),
        (IRV, ("a=1", "b=1"), SameRank(1)),
        (IRV, ("a=2", "b=1", "c=2"), SameRank(2)),
        (IRV, ("a=1", "b=2", "c=3", "d=4"), UnknownMark("d", "4")),
        (STV, ("a=0",), UnknownMark("a", "0")),
        (CONDORCET, ("a=5",), UnknownMark("a", "5")),
        (POINTS, ("a=6", "b=5"), TooManyPoints(11, 10)),
        (POINTS, ("a=-3",), UnknownMark("a", "-3")),
        (POINTS, ("a=1.5",), UnknownMark("a", "1.5")),
        (QUADRATIC, ("a=3", "b=2"), TooManyPoints(13, 10)),
        (Rules(Method.POINTS, CODES, most=2, credits=9), ("a=1", "b=1", "c=1"), TooManyChoices(2)),
    ],
)
def test_what_the_rules_do_not_allow_is_refused_by_name(rules: Rules, given: Choices, refusal: ChoiceRefused) -> None:
    with pytest.raises(type(refusal)) as caught:
        check(rules, given)
    assert type(caught.value) is type(refusal)
    assert caught.value.args == refusal.args


def test_quadratic_votes_cost_their_square() -> None:
    assert spent(QUADRATIC, {"a": 3, "b": 1}) == 10
    assert spent(POINTS, {"a": 3, "b": 1}) == 4


@given(st.sampled_from([SCORE, JUDGMENT, COLOURED, IRV, CONDORCET, STV, POINTS, QUADRATIC]), st.data())
def test_whatever_is_kept_is_legible_and_says_the_same_when_read_again(rules: Rules, data: st.DataObject) -> None:
    marks = data.draw(st.dictionaries(st.sampled_from(CODES), st.integers(0, 11)))
    try:
        kept = check(rules, written(marks))
    except ChoiceRefused:
        return
    assert is_legible(rules, kept)
    assert check(rules, written(marks_of(kept))) == kept


@given(st.sampled_from([*KINDS]), st.lists(st.text(max_size=8), max_size=4))
def test_any_words_are_refused_or_kept_never_an_error(method: Method, words: list[str]) -> None:
    rules = Rules(method, ("yes", "no", "abstain") if method == Method.YES_NO else CODES, most=1)
    if is_legible(rules, words):
        assert set(marks_of(words)) <= set(rules.options)
    try:
        check(rules, words)
    except ChoiceRefused:
        return


def test_only_options_are_legible_where_ballots_bear_options() -> None:
    single = Rules(Method.SINGLE, CODES, most=1)

    assert KINDS[Method.SINGLE] == Kind.CHOICES
    assert is_legible(single, ("a",))
    assert not is_legible(single, ("a=1",))
    assert not is_legible(JUDGMENT, ("a",))
    assert not is_legible(JUDGMENT, ("a=x",))
