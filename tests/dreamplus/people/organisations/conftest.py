"""An association recognised by the town hall, with two delegates; one that waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress

from dreamplus.core import clock
from dreamplus.people.models import User
from dreamplus.people.organisations import services
from dreamplus.people.organisations.models import Organisation
from dreamplus.people.roles import Role
from dreamplus.people.services import create_confirmed_user
from dreamplus.people.testing import make_person

AT = datetime(2026, 11, 23, 11, tzinfo=UTC)
LATER = AT + timedelta(days=1)


def make_organisation(
    by: User, agent: User, name: str = "Les Amis du canal", number: str = "W591234567"
) -> Organisation:
    made = services.declare_organisation(user=by, name=name, kind="association", number=number, at=AT)
    return services.decide_organisation(organisation=made, recognised=True, by=agent, at=AT)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.frozen(AT):
        yield


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    """`first` leads `organisation`, `second` speaks for it too, `waiting` is declared by `first`."""
    agent, first = make_person(Role.AGENT), create_confirmed_user(email="awa@exemple.fr", display_name="Awa Diop")
    second = create_confirmed_user(email="paul@exemple.fr", display_name="Paul Lecocq")
    organisation = make_organisation(first, agent)
    secret = services.invite(organisation=organisation, by=first, email="Paul@exemple.fr", at=AT)
    services.accept(secret=secret, user=second, at=AT)
    waiting = services.declare_organisation(user=first, name="Le Comité", kind="company", number="552100554", at=AT)
    assert EmailAddress.objects.filter(user=second, verified=True).exists()
    return SimpleNamespace(
        agent=agent, first=first, second=second, organisation=organisation, waiting=waiting, other=make_person()
    )
