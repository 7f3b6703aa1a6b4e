"""How often a secret may be tried: counted in the database, so that it holds between threads, processes and machines.

The library's own limits count in a cache that each process keeps for itself. They stay as a first fence around the
addresses of machines; what guards a code, a password or a second factor is counted here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from dreamplus.core import ratelimit


@dataclass(frozen=True)
class Limit:
    """At most `amount` tries of `action` in a window of length `per`."""

    action: str
    amount: int
    per: timedelta


CODE_TRIES = Limit("code tried", 3, timedelta(hours=1))
CODES_SENT = Limit("code asked for", 5, timedelta(minutes=10))
MAILS_TO_ONE_ADDRESS = Limit("mail", 20, timedelta(hours=1))
PASSWORD_TRIES = Limit("password", 5, timedelta(minutes=5))
SECOND_FACTOR_TRIES = Limit("second factor", 5, timedelta(minutes=5))
SECOND_FACTOR_CODE = Limit("second factor code used", 1, timedelta(minutes=10))


def take(limit: Limit, *subject: str, at: datetime) -> bool:
    """Counts one try of `limit` for `subject` and says whether it is still allowed.

    Call it outside a transaction: a try that is rolled back is not counted.
    """
    return ratelimit.allow(key=_key(limit, subject), limit=limit.amount, per=limit.per, at=at)


def take_for_one_issue(limit: Limit, *subject: str, issued_at: datetime) -> bool:
    """As `take`, for a secret issued at `issued_at`: the window is the secret's own and never begins again.

    The window ends at least `limit.per` after the issue, so the count outlives a secret valid for less than that.
    """
    return ratelimit.allow(key=_key(limit, subject), limit=limit.amount, per=limit.per, at=issued_at + limit.per)


def take_once(limit: Limit, *subject: str, at: datetime) -> bool:
    """As `take`, but two tries less than half a window apart are always counted together.

    Two windows, shifted by half their length: whichever boundary lies between two instants, the other has none there.
    """
    key, half = _key(limit, subject), limit.per / 2
    first = ratelimit.allow(key=key, limit=limit.amount, per=limit.per, at=at)
    second = ratelimit.allow(key=f"{key}\x00shifted", limit=limit.amount, per=limit.per, at=at + half)
    return first and second


def forget(limit: Limit, *subject: str) -> None:
    """Begins again at nought, after a success that only its owner can have had."""
    ratelimit.forget(_key(limit, subject))


def _key(limit: Limit, subject: tuple[str, ...]) -> str:
    return "\x00".join((limit.action, *subject))
