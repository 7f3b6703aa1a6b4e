"""How long each class of data is kept, and where the rule comes from. The one table: purges, the notice that people
read and the register of processing all follow it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Retention:
    """`days` after what `rights.words` says for this class; None: something else ends it, said there too.

    `source`: the text, or the recommendation, that the number comes from.
    """

    slug: str
    days: int | None
    source: str


CLASSES: dict[str, Retention] = {
    one.slug: one
    for one in (
        Retention("account", None, "RGPD 5.1.e ; CNIL, durées de conservation"),
        Retention("unconfirmed", 7, "RGPD 5.1.c"),
        Retention("session", 30, "RGPD 5.1.e"),
        Retention("trust", 30, "RGPD 5.1.e and 32"),
        Retention("draft", None, "RGPD 5.1.e"),
        Retention("public_record", None, "CRPA L131-1 ; Code du patrimoine L212-2"),
        Retention("attendance", 8, "CNIL 2019-053"),
        Retention("report", 365, "règlement (UE) 2022/2065, art. 17, 20"),
        Retention("contact", 183, "RGPD 5.1.e ; CRPA L112-11"),
        Retention("access_log", 365, "CNIL 2021-122"),
        Retention("letter", 90, "RGPD 5.1.e"),
        Retention("notice", 400, "RGPD 5.1.e"),
        Retention("task", 90, "RGPD 5.1.e"),
        Retention("rate", 1, "RGPD 5.1.e"),
        Retention("roll", None, "RGPD 5.1.e: a day set when the list is made"),
        Retention("editorial", None, "Code du patrimoine L212-2"),
        Retention("assisted", 400, "RGPD 5.1.e"),
        Retention("consent", None, "RGPD 7.1"),
        Retention("invitation", 14, "RGPD 5.1.e"),
        Retention("export", 1, "RGPD 32"),
    )
}
WARNED_BEFORE = timedelta(days=30)
"""An inactive account is told so long before it is deleted."""


def kept_for(slug: str) -> timedelta:
    """The time a class is kept. Raises `ValueError` for one that no number of days ends."""
    days = CLASSES[slug].days
    if days is None:
        raise ValueError(f"{slug} is not ended by a number of days")
    return timedelta(days=days)


def months_before(at: datetime, months: int) -> datetime:
    """`at`, that many calendar months earlier; the last day of the month where the day does not exist."""
    count = at.year * 12 + at.month - 1 - months
    year, month = divmod(count, 12)
    for day in (at.day, 30, 29, 28):
        try:
            return at.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise ValueError(f"no day {months} months before {at}")
