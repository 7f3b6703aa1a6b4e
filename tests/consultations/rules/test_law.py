"""What the law asks of each type of process."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from consultations.rules.law import LAWS, Asked, Demand, Planned, ProcessType, Told, asked

AT = datetime(2026, 10, 1, 9, tzinfo=ZoneInfo("Europe/Paris"))
DAY = timedelta(days=1)
ENVIRONMENT = ProcessType.ENVIRONMENT


def step(days: float, *, kind: str = "proposals", opens: timedelta | None = None) -> Planned:
    """Open for so many days, from now or from `opens` on."""
    opens_at = AT + opens if opens is not None else None
    return Planned(kind, f"{days} jours", opens_at, (opens_at or AT) + days * DAY)


def told(*steps: Planned, **changes: Any) -> Told:
    values: dict[str, Any] = {"has_summary": True, "has_commitment": True, "documents": 1, "decided_on": None}
    return Told(**(values | changes), steps=steps)


def unmet(kind: ProcessType, said: Told) -> list[Demand]:
    return [one.demand for one in asked(kind, said, AT) if not one.met]


def test_every_type_has_its_law() -> None:
    assert set(LAWS) == set(ProcessType)
    assert all(law.source for law in LAWS.values())


def test_a_consultation_asks_for_words_and_a_step_and_for_no_number_of_days() -> None:
    assert unmet(ProcessType.CONSULTATION, told(step(1), documents=0)) == []
    bare = told(has_summary=False, has_commitment=False, documents=0)
    assert unmet(ProcessType.CONSULTATION, bare) == [Demand.SUMMARY, Demand.COMMITMENT, Demand.STEP]


def test_the_result_is_promised_for_after_the_last_closing() -> None:
    one = step(10)
    promised = {days: told(one, outcome_by=decided(days, after=one)) for days in (-1, 0, 1)}
    assert {days: unmet(ProcessType.CONSULTATION, said) for days, said in promised.items()} == {
        -1: [Demand.OUTCOME],
        0: [],
        1: [],
    }


def test_an_advisory_vote_asks_for_a_vote() -> None:
    assert unmet(ProcessType.ADVISORY_VOTE, told(step(10))) == [Demand.STEP]
    assert unmet(ProcessType.ADVISORY_VOTE, told(step(10), step(10, kind="poll"))) == []


def test_a_survey_asks_for_questions() -> None:
    assert unmet(ProcessType.SURVEY, told(step(10, kind="poll"))) == [Demand.STEP]
    assert unmet(ProcessType.SURVEY, told(step(10, kind="survey"))) == []


def decided(days: int, *, after: Planned) -> date:
    assert after.closes_at is not None
    return after.closes_at.date() + days * DAY


@pytest.mark.parametrize(("days", "met"), [(20.99, False), (21, True), (60, True)])
def test_the_environment_asks_for_twenty_one_whole_days(days: float, met: bool) -> None:
    one = step(days)
    found = asked(ENVIRONMENT, told(one, decided_on=decided(10, after=one)), AT)
    assert next(item for item in found if item.demand == Demand.TIME) == Asked(
        Demand.TIME, met, "" if met else one.title
    )


def test_days_are_counted_from_now_where_the_planned_opening_is_past() -> None:
    """An opening of last week means now: the week that nobody had is not counted."""
    late = step(24, opens=-7 * DAY)
    assert unmet(ENVIRONMENT, told(late, decided_on=decided(30, after=late))) == [Demand.TIME]
    planned = step(21, opens=7 * DAY)
    assert unmet(ENVIRONMENT, told(planned, decided_on=decided(4, after=planned))) == []


def test_every_step_is_long_enough_and_those_that_are_not_are_named() -> None:
    first, second = step(30), step(5)
    found = asked(ENVIRONMENT, told(first, second, decided_on=decided(4, after=first)), AT)
    assert [(one.demand, one.detail) for one in found if not one.met] == [(Demand.TIME, "5 jours")]


@pytest.mark.parametrize(("days", "met"), [(0, False), (3, False), (4, True), (40, True)])
def test_four_days_between_the_closing_and_the_decision(days: int, met: bool) -> None:
    one = step(21)
    assert (unmet(ENVIRONMENT, told(one, decided_on=decided(days, after=one))) == []) is met


def test_the_first_day_of_the_decision_is_told_and_is_that_of_the_place() -> None:
    """A closing at half past eleven in the evening in France is of that day, and not of the next one in London’s."""
    night = Planned("proposals", "nuit", AT, datetime(2026, 10, 31, 23, 30, tzinfo=UTC))
    found = {one.demand: one for one in asked(ENVIRONMENT, told(night), AT)}
    assert found[Demand.DECISION] == Asked(Demand.DECISION, False, "2026-11-05")


def test_without_documents_nobody_knows_on_what_they_are_consulted() -> None:
    one = step(30)
    assert unmet(ENVIRONMENT, told(one, documents=0, decided_on=decided(4, after=one))) == [Demand.DOCUMENTS]


def test_every_step_has_a_closing_and_those_that_have_none_are_named() -> None:
    """A consultation taken up from last year’s has no dates yet."""
    endless = Planned("poll", "Que planter ?", None, None)
    for kind in ProcessType:
        first = step(30, kind=LAWS[kind].step or "proposals")
        found = asked(kind, told(first, endless, decided_on=date(2027, 1, 1)), AT)
        assert [(one.demand, one.detail) for one in found if not one.met] == [(Demand.DATES, "Que planter ?")]


def test_without_a_step_nothing_is_long_enough() -> None:
    assert unmet(ENVIRONMENT, told(decided_on=date(2027, 1, 1))) == [Demand.STEP, Demand.TIME]
