"""When a screen that nobody touches any more is wiped. Plain Python.

WCAG 2.2, 2.2.1 (level A): whoever needs more time is warned at least twenty seconds before, and prolongs by one simple
action, as often as they like.
"""

from __future__ import annotations

SHORTEST = 90
"""Seconds: what leaves half a minute before the warning."""

WARNED_BEFORE = 60
"""Seconds between the warning and the end."""

GRACE = 120
"""Seconds during which the server still knows the session once it is over, so as to wipe it whole."""


def is_over(*, seen: float, now: float, idle: int) -> bool:
    """Whether nobody did anything for `idle` seconds. `seen` and `now`: seconds of one clock."""
    return now - seen >= idle


def warned_after(idle: int) -> int:
    """Seconds without a sign of life after which the person is asked whether they are there."""
    return max(idle, SHORTEST) - WARNED_BEFORE
