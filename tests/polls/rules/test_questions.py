"""Several questions on one ballot: its words parted by question and joined again, and the rules of each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.rules import (
    Majority,
    Method,
    Rules,
    RulesRefused,
    Thresholds,
    TooManyChoices,
    UnknownOption,
    are_legible,
    check_answers,
    joined,
    parted,
    read_questions,
    stored_questions,
    thresholds_of,
)
from polls.rules.poll import ABSTAIN, NO, YES

PLACE = Rules(Method.SINGLE, ("halle", "jardin"))
CARS = Rules(Method.YES_NO, (YES, NO, ABSTAIN))
TREES = Rules(Method.JUDGMENT, ("tilleul", "chene"), most=2)
THREE = (PLACE, CARS, TREES)
WORDS = st.lists(st.text("abcz-_0123456789=", min_size=1), max_size=4).map(tuple)


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_what_is_joined_is_parted_again(answers: list[tuple[str, ...]]) -> None:
    assert parted(joined(answers), len(answers)) == tuple(answers)


def test_each_answer_is_checked_by_its_own_rules() -> None:
    words = ("3:chene=2", "halle", "2:no", "3:tilleul=5")
    assert check_answers(THREE, words) == (("halle",), ("no",), ("tilleul=5", "chene=2"))
    assert joined(check_answers(THREE, words)) == ("halle", "2:no", "3:tilleul=5", "3:chene=2")
    assert check_answers(THREE, ("2:yes",)) == ((), ("yes",), ())


@pytest.mark.parametrize(
    ("words", "error", "question"),
    [
        (("halle", "2:halle"), UnknownOption, 2),
        (("yes",), UnknownOption, 1),
        (("halle", "jardin"), TooManyChoices, 1),
        (("2:yes", "2:no"), TooManyChoices, 2),
        (("4:halle",), UnknownOption, 1),
        (("1:halle",), UnknownOption, 1),
        (("02:yes",), UnknownOption, 1),
        ((":halle",), UnknownOption, 1),
    ],
)
def test_what_no_rule_allows_is_refused_with_its_question(
    words: tuple[str, ...], error: type[Exception], question: int
) -> None:
    with pytest.raises(error) as refused:
        check_answers(THREE, words)
    assert refused.value.question == question


def test_what_can_be_read_back() -> None:
    assert are_legible(THREE, ("halle", "2:yes", "3:chene=9"))
    assert not are_legible(THREE, ("4:halle",))
    assert not are_legible(THREE, ("3:chene",))


def test_rules_and_thresholds_are_stored_and_read_again() -> None:
    asked = (Thresholds(30, Majority.ABSOLUTE), Thresholds(30, Majority.TWO_THIRDS), Thresholds(30))
    stored = stored_questions(THREE, asked)
    assert read_questions(stored) == THREE
    assert thresholds_of(stored) == asked
    assert stored_questions((PLACE,), (Thresholds(),)) == PLACE.stored()


def test_so_many_questions_and_no_more() -> None:
    stored = PLACE.stored()
    assert len(read_questions(stored | {"further": [CARS.stored()] * 11})) == 12
    with pytest.raises(RulesRefused):
        read_questions(stored | {"further": [CARS.stored()] * 12})
