"""Reads of lists. Who of the staff reads a line is logged by the view that shows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from dreamplus.core.text import searched
from dreamplus.people.models import User
from dreamplus.people.rolls.models import Roll, RollLine
from dreamplus.territory.models import Quarter

PER_PAGE = 25


def line_of(user: User, roll: Roll) -> RollLine | None:
    """The line on which `user` stands, or None. One query."""
    return RollLine.objects.filter(roll=roll, user=user).first()


def lines_page(roll: Roll, q: str = "", page: Any = 1) -> Page[RollLine]:
    """Lines in the order of the file; with `q`, those whose name holds every word of it, whatever accents and case."""
    lines: QuerySet[RollLine] = roll.lines.order_by("number")
    for word in searched(q, most=6):
        lines = lines.filter(folded__contains=word)
    return Paginator(lines, PER_PAGE).get_page(page)


def with_area_names(lines: Iterable[RollLine]) -> list[RollLine]:
    """The lines, each with its `area_name`: a line keeps the code of a quarter, or what the file said where the place
    has none. One query."""
    names = {quarter.code: quarter.name for quarter in Quarter.objects.all()}
    found = list(lines)
    for line in found:
        line.area_name = names.get(line.area, line.area)  # type: ignore[attr-defined]  # for templates
    return found


def exists_sql(roll_id: int, areas: Iterable[str] = (), born_before_year: int | None = None) -> str:
    """ "This person stands on that list", as SQL with one `%s`, the person's key: for services that must test it inside
    their writing statement. `areas`: in one of these quarters, as lines keep them; `born_before_year`: born in an
    earlier year. Whoever has no quarter or no year of birth on the list is then left out.

    Only a list in use has accounts on its lines, but one being erased may have some left: it is asked too.
    """
    tests = ["line.user_id = %s", f"line.roll_id = {int(roll_id)}", "roll.erased_at IS NULL"]
    wanted = sorted(set(areas))
    if wanted:
        tests.append(f"line.area IN ({', '.join(_quoted(area) for area in wanted)})")
    if born_before_year is not None:
        tests.append(f"line.birth_year < {int(born_before_year)}")
    line, roll = RollLine._meta.db_table, Roll._meta.db_table
    joined = f"{line} AS line JOIN {roll} AS roll ON roll.id = line.roll_id"
    return f"EXISTS (SELECT 1 FROM {joined} WHERE {' AND '.join(tests)})"  # noqa: S608 - numbers and quoted names


def condition(roll: Roll, *, areas: Iterable[str] = (), min_age: int | None = None, on: date | None = None) -> str:
    """As `exists_sql`, for an age: only years of birth are kept, so `min_age` is the age reached within the year of
    `on`. Raises `ValueError` for an age without its day."""
    if min_age is None:
        return exists_sql(roll.pk, areas)
    if on is None:
        raise ValueError("an age needs a day")
    return exists_sql(roll.pk, areas, on.year - min_age + 1)


def qualified(roll: Roll) -> int:
    """How many lines have an account."""
    return roll.lines.filter(user__isnull=False).count()


def lines_for_email(user: User) -> list[RollLine]:
    """Free lines that know a confirmed e-mail address of `user`, on lists that take it as a proof."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).values("email")
    usable = RollLine.objects.filter(roll__by_email=True, roll__imported_at__isnull=False, roll__erased_at=None)
    free = usable.filter(user=None, qualified_by="", email__in=addresses)
    return list(free.exclude(roll__lines__user=user).select_related("roll").order_by("roll__name", "pk")[:20])


def lines_of(user: User) -> list[RollLine]:
    """Every line on which `user` stands."""
    found = RollLine.objects.filter(user=user, roll__erased_at=None).select_related("roll")
    return list(found.order_by("roll__name", "pk"))


def _quoted(text: str) -> str:
    """A literal for both databases, its `%` doubled for the driver. Raises `ValueError` for what no quarter holds."""
    if "\0" in text or "\\" in text:
        raise ValueError("no name of a quarter")
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"
