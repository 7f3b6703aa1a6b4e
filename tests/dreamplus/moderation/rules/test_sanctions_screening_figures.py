"""By degrees, before or after, by half years."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamplus.moderation.rules.figures import bounds, half_year, median_hours
from dreamplus.moderation.rules.sanctions import LADDER, MEMORY, Degree, allowed, ends, most, silences
from dreamplus.moderation.rules.screening import Mode, Source, Writer, held_for

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
OLD, NEW = Writer(timedelta(days=30), accepted=9), Writer(timedelta(hours=1), accepted=0)
PLAIN, LINK, SPAM = (
    "Un banc, s'il vous plaît.",
    "Voir https://a.example",
    "Casino : bonus offert, cliquez sur jouer.example",
)


@pytest.mark.parametrize(
    ("text", "mode", "writer", "why"),
    [
        (PLAIN, Mode.AFTER, NEW, None),
        (PLAIN, Mode.BEFORE, OLD, Source.PRIOR),
        (PLAIN, Mode.TRUST, NEW, Source.TRUST),
        (PLAIN, Mode.TRUST, Writer(timedelta(days=30), accepted=2), Source.TRUST),
        (PLAIN, Mode.TRUST, Writer(timedelta(days=30), accepted=3), None),
        (LINK, Mode.AFTER, NEW, Source.SPAM),
        (LINK, Mode.AFTER, OLD, None),
        (SPAM, Mode.AFTER, OLD, Source.SPAM),
        (SPAM, Mode.TRUST, OLD, Source.SPAM),
    ],
)
def test_what_waits(text: str, mode: Mode, writer: Writer, why: Source | None) -> None:
    assert held_for(text, mode=mode, writer=writer) == why


@pytest.mark.parametrize(
    ("given", "unlawful", "highest"),
    [
        ([], False, Degree.WARNING),
        ([Degree.WARNING], False, Degree.DAY),
        ([Degree.WARNING, Degree.DAY], False, Degree.WEEK),
        ([Degree.MONTH], False, Degree.CLOSED),
        ([Degree.CLOSED], False, Degree.CLOSED),
        ([], True, Degree.WEEK),
        ([Degree.WEEK], True, Degree.MONTH),
    ],
)
def test_one_degree_at_a_time(given: list[Degree], unlawful: bool, highest: Degree) -> None:
    assert most([(one, NOON) for one in given], unlawful=unlawful, at=NOON) == highest


def test_after_a_year_one_begins_again() -> None:
    assert most([(Degree.MONTH, NOON - MEMORY)], unlawful=False, at=NOON) == Degree.WARNING


@given(st.lists(st.sampled_from(list(Degree)), max_size=6), st.booleans())
def test_nobody_is_closed_without_a_month_of_silence_before(degrees: list[Degree], unlawful: bool) -> None:
    offered = allowed([(one, NOON) for one in degrees], unlawful=unlawful, at=NOON)
    assert offered == LADDER[: len(offered)]
    assert (Degree.CLOSED in offered) == bool({Degree.MONTH, Degree.CLOSED} & set(degrees))


def test_silences_end_by_themselves() -> None:
    assert {degree: (ends(degree, NOON) or NOON) - NOON for degree in Degree} == {
        Degree.WARNING: timedelta(0),
        Degree.DAY: timedelta(days=1),
        Degree.WEEK: timedelta(days=7),
        Degree.MONTH: timedelta(days=30),
        Degree.CLOSED: timedelta(0),
    }
    assert [degree for degree in Degree if not silences(degree)] == [Degree.WARNING]


def test_half_years_and_their_delay() -> None:
    assert [half_year(day) for day in (date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1))] == [
        (2026, 1),
        (2026, 1),
        (2026, 2),
    ]
    assert bounds(2026, 2) == (date(2026, 7, 1), date(2027, 1, 1))
    assert median_hours([]) is None
    assert median_hours([timedelta(hours=1), timedelta(hours=2), timedelta(hours=30)]) == 2
    assert median_hours([timedelta(minutes=1)]) == 1
