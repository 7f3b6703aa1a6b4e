"""How often something may be tried, counted in the database: exactly, across threads, processes and machines."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from dreamplus.core.models import RateCount

_COUNT = """
    INSERT INTO core_ratecount (key, "window", expires_at, count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (key, "window") DO UPDATE SET count = core_ratecount.count + 1 RETURNING count
"""


def allow(*, key: str, limit: int, per: timedelta, at: datetime) -> bool:
    """Counts one try under `key` and tells whether it is among the first `limit` of its window of length `per`.

    One statement, so that parallel tries are counted one by one. When the database is away it raises: limits fail
    closed. `key` is hashed with the instance's secret before it is stored.
    """
    seconds = int(per.total_seconds())
    start = at - timedelta(seconds=at.timestamp() % seconds)
    with connection.cursor() as cursor:
        adapt = connection.ops.adapt_datetimefield_value
        cursor.execute(_COUNT, [_hashed(key), adapt(start), adapt(start + per)])
        return cursor.fetchone()[0] <= limit


def forget(key: str) -> None:
    """Starts the count of `key` again, after a success for instance."""
    RateCount.objects.filter(key=_hashed(key)).delete()


def purge(*, at: datetime) -> int:
    """Erases the windows that are over; returns how many."""
    return RateCount.objects.filter(expires_at__lt=at).delete()[0]


def _hashed(key: str) -> str:
    return salted_hmac("dreamplus.core.ratelimit", key, algorithm="sha256").hexdigest()
