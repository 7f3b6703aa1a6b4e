"""Seven o'clock of the place, whatever its clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamplus.notifications.rules.calendar import Channel, mail_due, next_morning

PARIS = ZoneInfo("Europe/Paris")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("channel", "noted", "due"),
    [
        (Channel.AT_ONCE, "2026-11-23T11:00", "2026-11-23T11:00"),
        (Channel.DAILY, "2026-11-23T11:00", "2026-11-24T06:00"),
        (Channel.DAILY, "2026-11-23T05:59", "2026-11-23T06:00"),
        (Channel.DAILY, "2026-11-23T06:00", "2026-11-24T06:00"),  # that digest is being written
        (Channel.DAILY, "2026-03-28T11:00", "2026-03-29T05:00"),  # summer time begins that night
        (Channel.DAILY, "2026-10-24T11:00", "2026-10-25T06:00"),  # and ends
        (Channel.DAILY, "2026-12-31T22:30", "2027-01-01T06:00"),
        (Channel.WEEKLY, "2026-11-23T05:00", "2026-11-23T06:00"),  # a Monday, before seven
        (Channel.WEEKLY, "2026-11-23T11:00", "2026-11-30T06:00"),
        (Channel.WEEKLY, "2026-11-29T22:59", "2026-11-30T06:00"),
        (Channel.WEEKLY, "2026-03-24T11:00", "2026-03-30T05:00"),
        (Channel.WEEKLY, "2026-10-20T11:00", "2026-10-26T06:00"),
        (Channel.PAGE, "2026-11-23T11:00", None),
        (Channel.NEVER, "2026-11-23T11:00", None),
    ],
)
def test_from_when_on_a_letter_may_go(channel: Channel, noted: str, due: str | None) -> None:
    assert mail_due(channel, at(noted), PARIS) == (at(due) if due else None)


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - the time zone is given beside
@pytest.mark.parametrize("place", ["Europe/Paris", "Indian/Reunion", "America/Martinique", "America/New_York"])
def test_the_morning_is_seven_o_clock_of_the_place_and_the_first_that_comes(place: str, noted: datetime) -> None:
    zone = ZoneInfo(place)
    morning = next_morning(noted, zone)
    assert (morning.astimezone(zone).hour, morning.astimezone(zone).minute) == (7, 0)
    assert noted < morning <= noted + timedelta(hours=25)
