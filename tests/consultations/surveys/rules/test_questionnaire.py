"""A questionnaire is kept, changed, and its faults are found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.surveys.rules.changing import moved, with_mode, with_question, with_screen, without
from consultations.surveys.rules.faults import Fault, faults
from consultations.surveys.rules.questionnaire import (
    Condition,
    Kind,
    Mode,
    Option,
    Question,
    Questionnaire,
    Screen,
    told,
)

AB = (Option("o1", {"fr": "Oui"}), Option("o2", {"fr": "Non"}))


def one(code: str, kind: Kind = Kind.SINGLE, **values: Any) -> Question:
    return Question(code, kind, {"fr": f"Question {code} ?"}, options=values.pop("options", AB), **values)


def three() -> Questionnaire:
    """Two screens: q1 and q2, then q3."""
    asked = Questionnaire()
    for code in ("q1", "q2"):
        asked = with_question(asked, one(code))
    return with_question(with_screen(asked), one("q3", only_if=Condition("q1", ("o1",))))


def codes(asked: Questionnaire) -> list[list[str]]:
    return [[question.code for question in screen.questions] for screen in asked.screens]


WORDS = st.dictionaries(st.sampled_from(["fr", "nl", "en"]), st.text(min_size=1, max_size=20), min_size=1)
OPTIONS = st.builds(
    lambda labels, mosts: tuple(
        Option(f"o{number}", label, most) for number, (label, most) in enumerate(zip(labels, mosts, strict=False))
    ),
    st.lists(WORDS, max_size=4),
    st.lists(st.none() | st.integers(0, 50), min_size=4, max_size=4),
)
QUESTIONS = st.builds(
    Question,
    code=st.just("q1"),
    kind=st.sampled_from(Kind),
    label=WORDS,
    help=WORDS | st.just({}),
    required=st.booleans(),
    options=OPTIONS,
    rows=OPTIONS,
    least=st.none() | st.integers(0, 9),
    most=st.none() | st.integers(0, 9),
    low=WORDS | st.just({}),
    only_if=st.none() | st.builds(Condition, st.just("q0"), st.tuples(st.just("o1"))),
)


@given(st.lists(QUESTIONS, max_size=4), st.sampled_from(Mode))
def test_what_is_stored_is_read_again(questions: list[Question], mode: Mode) -> None:
    asked = Questionnaire((Screen("s1", {"fr": "Vous"}, tuple(questions)),), mode, last=7)
    assert Questionnaire.read(asked.stored()) == asked


def test_questions_move_through_the_screens_and_stay_at_the_ends() -> None:
    asked = three()
    assert codes(asked) == [["q1", "q2"], ["q3"]]
    assert codes(moved(asked, "q1", 1)) == [["q2", "q1"], ["q3"]]
    assert codes(moved(asked, "q2", 1)) == [["q1"], ["q2", "q3"]]
    assert codes(moved(asked, "q3", -1)) == [["q1", "q2", "q3"], []]
    assert moved(asked, "q1", -1) == moved(asked, "q3", 1) == moved(asked, "q9", 1) == asked


def test_a_code_is_never_given_twice() -> None:
    asked = without(without(three(), "q3"), "q2")
    again = with_question(asked, one(f"q{asked.last + 1}"))
    assert len({question.code for question in three()} | {question.code for question in again}) == 4


def test_a_screen_taken_away_leaves_its_questions_to_the_one_before() -> None:
    asked = three()
    assert codes(without(asked, asked.screens[1].code)) == [["q1", "q2", "q3"]]
    assert codes(without(asked, asked.screens[0].code)) == codes(asked)


def test_a_mode_changes_nothing_else() -> None:
    assert with_mode(three(), Mode.NAMED) == replace(three(), mode=Mode.NAMED)


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        (one("q1", options=AB[:1]), Fault.FEW_OPTIONS),
        (one("q1", options=(AB[0], Option("o3", {"fr": "Oui"}))), Fault.SAME_TWICE),
        (one("q1", Kind.MATRIX), Fault.NO_ROWS),
        (one("q1", Kind.SEVERAL, most=3), Fault.LIMITS),
        (one("q1", Kind.SEVERAL, least=2, most=1), Fault.LIMITS),
        (one("q1", Kind.NUMBER, options=(), least=9, most=1), Fault.LIMITS),
        (one("q1", Kind.SCALE, options=(), steps=2), Fault.LIMITS),
        (one("q1", options=tuple(Option(f"o{n}", {"fr": str(n)}) for n in range(41))), Fault.TOO_MANY),
        (replace(one("q1"), label={"fr": " "}), Fault.NO_LABEL),
        (one("q1", only_if=Condition("q1", ("o1",))), Fault.CONDITION),
        (one("q1", only_if=Condition("q9", ("o1",))), Fault.CONDITION),
    ],
)
def test_each_fault_is_found_where_it_is(question: Question, fault: Fault) -> None:
    found = faults(Questionnaire((Screen("s1", questions=(question,)),)))
    assert [(one.fault, one.code) for one in found] == [(fault, "q1")]


def test_faults_of_the_whole() -> None:
    assert faults(three()) == []
    assert [one.fault for one in faults(Questionnaire())] == [Fault.NO_QUESTION]
    assert [one.fault for one in faults(with_screen(three()))] == [Fault.EMPTY_SCREEN]
    moved_before = moved(moved(moved(three(), "q3", -1), "q3", -1), "q3", -1)
    assert Fault.CONDITION in [one.fault for one in faults(moved_before)], "it depends on what comes after it now"


def test_words_fall_back_on_a_language_there_is() -> None:
    assert told({"fr": "Bonjour", "nl": "Dag"}, "nl") == "Dag"
    assert told({"fr": "Bonjour"}, "nl") == "Bonjour"
    assert told({}, "fr") == ""
