"""Two delegates remove one another at the same moment: one of them stays."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections

from dreamplus.people.organisations import services
from dreamplus.people.organisations.models import Delegate
from dreamplus.people.roles import Role
from dreamplus.people.services import create_confirmed_user
from dreamplus.people.testing import make_person
from tests.dreamplus.people.organisations.conftest import AT, make_organisation


@pytest.mark.database_promise
@pytest.mark.usefixtures("own_database")
def test_two_who_remove_one_another_at_once_leave_one() -> None:
    agent, people = make_person(Role.AGENT), [create_confirmed_user(email=f"p{n}@exemple.fr") for n in range(2)]
    organisation = make_organisation(people[0], agent)
    secret = services.invite(organisation=organisation, by=people[0], email="p1@exemple.fr", at=AT)
    services.accept(secret=secret, user=people[1], at=AT)
    mine = [Delegate.objects.get(user=person) for person in people]
    services.set_leading(delegate=mine[1], by=people[0], leads=True)
    together = threading.Barrier(2)

    def remove(one: int) -> None:
        together.wait()
        with suppress(PermissionDenied):  # removed by the other a moment before
            services.leave(delegate=mine[1 - one], by=people[one])
        connections.close_all()

    threads = [threading.Thread(target=remove, args=(one,)) for one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Delegate.objects.filter(organisation=organisation, leads=True).count() == 1
