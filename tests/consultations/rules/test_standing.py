"""Whether a process is open, and what to show first on the home page."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from consultations.rules.standing import Standing, most_in_need, next_to_open, standing

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Dates:
    opens_at: datetime | None
    closes_at: datetime | None


def days(opens: int | None, closes: int | None) -> Dates:
    return Dates(*(None if n is None else AT + timedelta(days=n) for n in (opens, closes)))


@pytest.mark.parametrize(
    ("activities", "expected"),
    [
        ([], Standing.COMING),
        ([days(None, None)], Standing.COMING),
        ([days(1, 2)], Standing.COMING),
        ([days(0, 1)], Standing.OPEN),
        ([days(-1, None)], Standing.OPEN),
        ([days(-2, 0)], Standing.CLOSED),
        ([days(-9, -5), days(3, 9)], Standing.COMING),
        ([days(-9, -5), days(-1, 9)], Standing.OPEN),
        ([days(-9, -5), days(-4, -1)], Standing.CLOSED),
    ],
)
def test_standing_of_a_process(activities: list[Dates], expected: Standing) -> None:
    assert standing(activities, AT) is expected


def test_the_activity_that_closes_first_leads() -> None:
    soon, later, endless, coming = days(-1, 2), days(-3, 12), days(-1, None), days(1, 2)
    assert most_in_need([later, coming, endless, soon], AT) == soon
    assert most_in_need([endless, coming], AT) == endless
    assert most_in_need([coming, days(-3, -1)], AT) is None


def test_the_next_to_open_is_announced() -> None:
    assert next_to_open([days(-1, 2), days(9, 10), days(4, 30), days(None, None)], AT) == days(4, 30)
    assert next_to_open([days(-1, 2)], AT) is None
