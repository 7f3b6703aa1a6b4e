from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from dreamplus.core import clock
from dreamplus.participation.moments import left, moment

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 12, 6, 19, tzinfo=UTC), "Sunday 6 December, 20:00"),
        (datetime(2026, 7, 5, 18, 30, tzinfo=UTC), "Sunday 5 July, 20:30"),
        (datetime(2027, 1, 1, 11, tzinfo=UTC), "Friday 1 January 2027, 12:00"),
        (None, ""),
    ],
    ids=["winter", "summer", "another year", "no instant"],
)
def test_instants_are_said_in_the_time_of_the_place(at: datetime | None, words: str) -> None:
    with translation.override("en"), clock.frozen(NOW):
        assert moment(at) == words


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        (timedelta(days=12, hours=5), "12 days left"),
        (timedelta(hours=47), "47 hours left"),
        (timedelta(minutes=119), "119 minutes left"),
        (timedelta(seconds=20), "1 minute left"),
        (timedelta(0), ""),
    ],
    ids=str,
)
def test_how_long_is_left_is_one_figure_rounded_down(rest: timedelta, words: str) -> None:
    with translation.override("en"):
        assert left(NOW + rest, NOW) == words
