"""When a source is visited next."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.conf import settings

EVERY = timedelta(hours=1)
JITTER = timedelta(minutes=10)
BACK_OFF = (timedelta(hours=1), timedelta(hours=4), timedelta(hours=24))
DEMONSTRATION = timedelta(seconds=50)  # just under the minute tick
MAX_PAGES = 50  # of one sweep: 5 000 lines; the rest waits for the next


def after_success(origin: str, at: datetime) -> datetime:
    """An hour later, give or take five minutes that differ by source and by hour."""
    if settings.DREAM_DEMONSTRATION:
        return at + DEMONSTRATION
    seed = hashlib.sha256(f"{origin} {at:%Y-%m-%d %H}".encode()).digest()
    return at + EVERY - JITTER / 2 + JITTER * (int.from_bytes(seed[:4]) / 2**32)


def after_failure(failures: int, at: datetime) -> datetime:
    """1 h, 4 h, then once a day; nothing is forgotten because a host is down."""
    if settings.DREAM_DEMONSTRATION:
        return at + DEMONSTRATION
    return at + BACK_OFF[min(failures, len(BACK_OFF)) - 1]
