"""How often something may be tried, counted in the database: one statement, so that it holds between processes.

The library's own limits count in a cache that each process keeps for itself. They stay as a first fence for addresses
of machines; what guards a secret (code, password, second factor) is counted here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from dreamplus.people.models import Attempt

_COUNT_ONE = """
INSERT INTO people_attempt (key, count, until) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN people_attempt.until <= %s THEN 1 ELSE people_attempt.count + 1 END,
    until = CASE WHEN people_attempt.until <= %s THEN excluded.until ELSE people_attempt.until END
RETURNING count
"""


@dataclass(frozen=True)
class Limit:
    """At most `amount` tries of `action` in `seconds`, from the first of them."""

    action: str
    amount: int
    seconds: int


CODE_TRIES = Limit("code tried", 3, 3600)
CODES_SENT = Limit("code sent", 5, 600)
MAILS_TO_ONE_ADDRESS = Limit("mail", 20, 3600)
PASSWORD_TRIES = Limit("password", 5, 300)
SECOND_FACTOR_TRIES = Limit("second factor", 5, 300)
SECOND_FACTOR_CODE_USE = Limit("second factor code used", 1, 120)


def take(limit: Limit, *subject: str, at: datetime) -> bool:
    """Counts one try of `limit` for `subject` and says whether it is still allowed.

    One statement in autocommit: inside a transaction that is rolled back the try would not be counted, so call it
    outside. Refused tries count too, but do not lengthen the wait.
    """
    now = int(at.timestamp())
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ONE, [_key(limit, subject), now + limit.seconds, now, now])
        count: int = cursor.fetchone()[0]
    return count <= limit.amount


def forget(limit: Limit, *subject: str) -> None:
    """Begins again at nought, after a success that only its owner can have had."""
    Attempt.objects.filter(key=_key(limit, subject)).delete()


def purge(*, at: datetime) -> int:
    """Removes the counts whose time is over; returns how many."""
    return Attempt.objects.filter(until__lte=int(at.timestamp())).delete()[0]


def _key(limit: Limit, subject: tuple[str, ...]) -> str:
    """A digest keyed by the instance's secret: a table of tries must not tell who has an account."""
    text = "\x00".join((limit.action, *subject))
    return salted_hmac("dreamplus.people.limits", text, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()
