"""A place, a helper, a list of one person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from dreamplus.core import clock
from dreamplus.people.assisted.models import Place
from dreamplus.people.assisted.services.places import keep_place
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.rolls.models import Roll, RollLine
from dreamplus.people.testing import make_person

AT = datetime(2026, 11, 26, 10, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def at() -> Iterator[datetime]:
    with clock.frozen(AT) as now:
        yield now


@pytest.fixture
def place(db: None, at: datetime) -> Place:
    told = {"name": "Cyber-centre de la Lys", "address": "3 rue du Marché", "hours": "Mardi, 14 h à 18 h"}
    return keep_place(place=None, **told, by=make_person(Role.AGENT), at=AT)


@pytest.fixture
def helper(db: None) -> User:
    return make_person(Role.ANIMATOR)


@pytest.fixture
def line(db: None) -> RollLine:
    return make_line("Marcel Delattre")


def make_line(name: str, number: int = 1, roll: Roll | None = None) -> RollLine:
    roll = roll or Roll.objects.create(
        name="Habitants",
        purpose="Donner son avis.",
        erase_on=date(2027, 3, 1),
        created_at=AT,
        imported_at=AT,
        created_by_role="agent",
        size=1,
        lines_hash="0" * 64,
    )
    return RollLine.objects.create(roll=roll, number=number, name=name, folded=name.lower(), area="", birth_year=1941)
