"""What may be answered, question by question, and the path through the screens."""

from __future__ import annotations

from typing import Any

import pytest

from consultations.surveys.rules.answers import AnswerRefused, Problem, checked, full, path, taken
from consultations.surveys.rules.questionnaire import Condition, Kind, Option, Question, Questionnaire, Screen

ABC = (Option("a", {"fr": "A"}), Option("b", {"fr": "B"}), Option("c", {"fr": "C"}))
ROWS = (Option("r1", {"fr": "Un"}), Option("r2", {"fr": "Deux"}))


def asked(kind: Kind, **values: Any) -> Question:
    options = ABC if kind in (Kind.SINGLE, Kind.SEVERAL, Kind.MATRIX, Kind.RANKING, Kind.CARDS) else ()
    rows = ROWS if kind in (Kind.MATRIX, Kind.CARDS) else ()
    return Question("q1", kind, {"fr": "Question ?"}, options=options, rows=rows, **values)


GOOD: list[tuple[Kind, dict[str, Any], Any, Any]] = [
    (Kind.SHORT, {}, "  Un \n banc\x00 ", "Un banc"),
    (Kind.SHORT, {}, "   ", None),
    (Kind.LONG, {}, "Un\r\n\r\n\r\n\r\nbanc", "Un\n\nbanc"),
    (Kind.SINGLE, {}, "b", "b"),
    (Kind.SINGLE, {}, "", None),
    (Kind.SEVERAL, {}, ["c", "a"], ["a", "c"]),
    (Kind.SEVERAL, {"least": 2}, [], None),
    (Kind.SCALE, {"steps": 5}, "5", 5),
    (Kind.SCALE, {"steps": 11}, "0", 0),
    (Kind.MATRIX, {}, {"r1": "a", "r2": ""}, {"r1": "a"}),
    (Kind.MATRIX, {}, {"other": "a"}, None),
    (Kind.CARDS, {}, {"r1": "a", "r2": "a"}, {"r1": "a", "r2": "a"}),
    (Kind.RANKING, {}, ["c", "a"], ["c", "a"]),
    (Kind.NUMBER, {}, "1\u202f250,50", 1250.5),
    (Kind.NUMBER, {"least": 0}, "0", 0),
    (Kind.DATE, {}, "17/12/2026", "2026-12-17"),
    (Kind.DATE, {}, "2026-12-17", "2026-12-17"),
]


@pytest.mark.parametrize(("kind", "values", "given", "kept"), GOOD)
def test_what_is_kept(kind: Kind, values: dict[str, Any], given: Any, kept: Any) -> None:
    assert taken(asked(kind, **values), given) == kept
    if kept is not None:
        assert taken(asked(kind, **values), kept) == kept, "what was kept can be kept again"


BAD: list[tuple[Kind, dict[str, Any], Any, Problem, int]] = [
    (Kind.SHORT, {}, "x" * 203, Problem.TOO_LONG, 3),
    (Kind.LONG, {}, "x" * 5_001, Problem.TOO_LONG, 1),
    (Kind.LONG, {"required": True}, " ", Problem.MISSING, 0),
    (Kind.SINGLE, {}, "z", Problem.UNKNOWN, 0),
    (Kind.SINGLE, {}, ["a"], Problem.UNKNOWN, 0),
    (Kind.SINGLE, {"required": True}, None, Problem.MISSING, 0),
    (Kind.SEVERAL, {"most": 1}, ["a", "b"], Problem.TOO_MANY, 1),
    (Kind.SEVERAL, {"least": 2}, ["a"], Problem.TOO_FEW, 2),
    (Kind.SEVERAL, {}, ["a", {"b": 1}], Problem.UNKNOWN, 0),
    (Kind.SCALE, {"steps": 5}, "6", Problem.UNKNOWN, 0),
    (Kind.SCALE, {"steps": 5}, "0", Problem.UNKNOWN, 0),
    (Kind.MATRIX, {"required": True}, {"r1": "a"}, Problem.INCOMPLETE, 0),
    (Kind.MATRIX, {}, {"r1": "z"}, Problem.UNKNOWN, 0),
    (Kind.RANKING, {}, ["a", "a"], Problem.TWICE, 0),
    (Kind.NUMBER, {}, "douze", Problem.NOT_A_NUMBER, 0),
    (Kind.NUMBER, {}, "nan", Problem.NOT_A_NUMBER, 0),
    (Kind.NUMBER, {}, "1e300", Problem.NOT_A_NUMBER, 0),
    (Kind.NUMBER, {"least": 18}, "17", Problem.TOO_SMALL, 18),
    (Kind.NUMBER, {"most": 120}, "121", Problem.TOO_GREAT, 120),
    (Kind.DATE, {}, "31/02/2026", Problem.NOT_A_DAY, 0),
    (Kind.DATE, {}, "demain", Problem.NOT_A_DAY, 0),
]


@pytest.mark.parametrize(("kind", "values", "given", "problem", "number"), BAD)
def test_what_is_refused(kind: Kind, values: dict[str, Any], given: Any, problem: Problem, number: int) -> None:
    with pytest.raises(AnswerRefused) as refused:
        taken(asked(kind, **values), given)
    assert (refused.value.question, refused.value.problem, refused.value.number) == ("q1", problem, number)


def branching() -> Questionnaire:
    """Who comes by bike is asked where; then a screen for those alone who named the station."""
    comes = Question("q1", Kind.SEVERAL, {"fr": "Comment ?"}, options=ABC)
    where = Question("q2", Kind.SINGLE, {"fr": "Où ?"}, options=ABC, required=True, only_if=Condition("q1", ("b",)))
    why = Question("q3", Kind.LONG, {"fr": "Pourquoi ?"})
    last = Question("q4", Kind.SHORT, {"fr": "Autre chose ?"})
    return Questionnaire(
        (
            Screen("s1", questions=(comes, where)),
            Screen("s2", questions=(why,), only_if=Condition("q2", ("c",))),
            Screen("s3", questions=(last,)),
        )
    )


@pytest.mark.parametrize(
    ("answers", "screens"),
    [
        ({}, {"s1": ["q1"], "s3": ["q4"]}),
        ({"q1": ["a"]}, {"s1": ["q1"], "s3": ["q4"]}),
        ({"q1": ["a", "b"]}, {"s1": ["q1", "q2"], "s3": ["q4"]}),
        ({"q1": ["b"], "q2": "c"}, {"s1": ["q1", "q2"], "s2": ["q3"], "s3": ["q4"]}),
        # An answer that is off the path opens nothing.
        ({"q1": ["a"], "q2": "c"}, {"s1": ["q1"], "s3": ["q4"]}),
    ],
)
def test_the_path_is_what_the_answers_lead_through(answers: dict[str, Any], screens: dict[str, list[str]]) -> None:
    found = path(branching(), answers)
    assert {screen.code: [one.code for one in screen.questions] for screen in found} == screens


def test_what_is_off_the_path_is_dropped_and_owes_nothing() -> None:
    kept, refused = checked(branching(), {"q1": ["a"], "q2": "z", "q3": "Trop long à dire", "q4": " Non "})
    assert (kept, refused) == ({"q1": ["a"], "q4": "Non"}, [])
    kept, refused = checked(branching(), {"q1": ["b"]})
    assert [(one.question, one.problem) for one in refused] == [("q2", Problem.MISSING)]


def test_an_option_is_full_once_so_many_chose_it() -> None:
    options = (Option("a", {"fr": "Lundi"}, most=2), Option("b", {"fr": "Mardi"}))
    whole = Questionnaire((Screen("s1", questions=(Question("q1", Kind.SINGLE, {"fr": "?"}, options=options),)),))
    assert full(whole, {"q1": "a"}, {"q1": {"a": 1}}) == []
    assert [one.problem for one in full(whole, {"q1": "a"}, {"q1": {"a": 2}})] == [Problem.FULL]
    assert full(whole, {"q1": "b"}, {"q1": {"a": 2, "b": 900}}) == []
