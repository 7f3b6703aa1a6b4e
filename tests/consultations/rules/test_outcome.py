"""By when a consultation says what came of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from consultations.rules.line import Milestone, milestone_state
from consultations.rules.outcome import DAYS, due, may_leave

PARIS = ZoneInfo("Europe/Paris")
LAST = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)  # already 2 December in Paris
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("promised", "decided", "expected"),
    [
        (None, None, date(2026, 12, 2) + DAYS * DAY),
        (date(2027, 1, 10), date(2026, 12, 20), date(2027, 1, 10)),
        (None, date(2026, 12, 20), date(2026, 12, 20)),
        (date(2026, 12, 1), date(2026, 12, 20), date(2026, 12, 20)),  # promised before a closing moved since
        (date(2026, 12, 1), date(2026, 12, 1), date(2026, 12, 2) + DAYS * DAY),
    ],
)
def test_the_day_promised_then_that_of_the_decision_then_sixty_days(
    promised: date | None, decided: date | None, expected: date
) -> None:
    assert due([LAST - 20 * DAY, LAST], promised, decided, PARIS) == expected


@pytest.mark.parametrize("closings", [[], [LAST, None], [None]])
def test_no_day_while_a_closing_is_not_known(closings: list[datetime | None]) -> None:
    assert due(closings, date(2027, 1, 10), None, PARIS) is None


@pytest.mark.parametrize(("days", "leaves"), [(0, False), (91.9, False), (92, True)])
def test_three_months_are_never_less_than_ninety_two_days(days: float, leaves: bool) -> None:
    assert may_leave(LAST, LAST + days * DAY) == leaves


@pytest.mark.parametrize(
    ("days", "done", "state"), [(-1, False, "now"), (0, False, "now"), (1, False, "next"), (-1, True, "done")]
)
def test_a_result_that_is_late_is_what_everybody_waits_for(days: int, done: bool, state: str) -> None:
    today = date(2026, 12, 1)
    assert milestone_state(Milestone("Bilan", "", today + days * DAY, done=done), today) == state
