"""Counts by half year, as the public reads them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from statistics import median


def half_year(day: date) -> tuple[int, int]:
    """The year and its half: (2026, 2) from July to December."""
    return day.year, 1 if day.month <= 6 else 2


def bounds(year: int, half: int) -> tuple[date, date]:
    """First day, and first day of the next half."""
    if half == 1:
        return date(year, 1, 1), date(year, 7, 1)
    return date(year, 7, 1), date(year + 1, 1, 1)


def median_hours(delays: Iterable[timedelta]) -> int | None:
    """The median delay in whole hours, rounded up; None without any."""
    seconds = [delay.total_seconds() for delay in delays]
    return -int(-median(seconds) // 3600) if seconds else None
