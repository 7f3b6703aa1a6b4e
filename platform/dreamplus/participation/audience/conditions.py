"""The same test as `check`, in SQL: for services that must test the audience inside their writing statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import connection

from dreamplus.participation.audience.stored import audience_of, reference_year
from dreamplus.participation.rules.audience import Act, Requirement, Way
from dreamplus.people.assisted.models import WithoutAddress
from dreamplus.people.models import Residence
from dreamplus.people.rolls.models import Roll, RollLine

if TYPE_CHECKING:
    from dreamplus.participation.models import Activity


NO_LINE = "NULL"
"""Nobody belongs by a line of a list."""


@dataclass(frozen=True)
class Condition:
    """An SQL expression with named parameters (`%(person)s` is the person's key) and the values of the others.

    `line`: an SQL expression for the key of the line by which the person belongs, where the audience rests on lists.
    """

    sql: str
    parameters: dict[str, Any]
    line: str = NO_LINE


def condition(activity: Activity, act: Act) -> Condition:
    """True where the person with an account of key `%(person)s` may do `act`."""
    return meeting(audience_of(activity).of(act), reference_year(activity))


def meeting(requirement: Requirement, year: int) -> Condition:
    """True where that person meets `requirement`, ages being reached in `year`."""
    if not requirement.ways:
        return Condition("%(person)s IS NULL", {})
    if not requirement.needs_account:
        return Condition("%(person)s IS NOT NULL", {})
    address = _exists(EmailAddress._meta.db_table, "user_id = %(person)s AND verified")
    helped = _exists(WithoutAddress._meta.db_table, "user_id = %(person)s")
    confirmed = f"({address} OR {helped})"
    if Way.CONFIRMED in requirement.ways:
        return Condition(confirmed, {})
    limits, parameters = _limits(requirement, year)
    proofs, line = [], NO_LINE
    if Way.RESIDENT in requirement.ways:
        proofs.append(_exists(Residence._meta.db_table, f"user_id = %(person)s{limits}"))
    elif Way.COUNTER in requirement.ways:
        proofs.append(_exists(Residence._meta.db_table, f"user_id = %(person)s AND proof = 'counter'{limits}"))
    if Way.LIST in requirement.ways:
        names = [f"list_{number}" for number, _list in enumerate(requirement.lists)]
        parameters |= {name: _uuid(key) for name, key in zip(names, requirement.lists, strict=True)}
        lists = ", ".join(f"%({name})s" for name in names)
        usable = f"SELECT id FROM {Roll._meta.db_table} WHERE erased_at IS NULL AND uuid IN ({lists})"  # noqa: S608 - names of ours
        table, mine = RollLine._meta.db_table, f"user_id = %(person)s AND roll_id IN ({usable}){limits}"
        proofs.append(_exists(table, mine))
        line = f"(SELECT id FROM {table} WHERE {mine} ORDER BY id LIMIT 1)"  # noqa: S608 - names of ours
    return Condition(f"({confirmed} AND ({' OR '.join(proofs)}))", parameters, line)


def _limits(requirement: Requirement, year: int) -> tuple[str, dict[str, Any]]:
    """Area and age, for a table with columns `area` and `birth_year`; an unknown year of birth meets no limit."""
    sql = ""
    parameters: dict[str, Any] = {}
    if requirement.areas:
        names = [f"area_{number}" for number, _code in enumerate(requirement.areas)]
        parameters |= dict(zip(names, requirement.areas, strict=True))
        sql += f" AND area IN ({', '.join(f'%({name})s' for name in names)})"
    first, last = requirement.born_between(year)
    for name, operator, bound in (("born_first", ">=", first), ("born_last", "<=", last)):
        if bound is not None:
            parameters[name] = bound
            sql += f" AND birth_year {operator} %({name})s"
    return sql, parameters


def _uuid(key: str) -> Any:
    """As the database keeps it: Django writes it in 32 letters where there is no type for it."""
    return UUID(key) if connection.features.has_native_uuid_field else UUID(key).hex


def _exists(table: str, where: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} AS proof_row WHERE {where})"  # noqa: S608 - names of ours; values are parameters
