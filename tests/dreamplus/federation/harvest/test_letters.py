"""Who is told when a source contradicts itself."""

from __future__ import annotations

import pytest
from django.core import mail

from dreamplus.core.tasks import testing
from dreamplus.federation.harvest import outcomes
from dreamplus.federation.wire.faults import Fault, WireError
from dreamplus.people.models import RoleGrant
from dreamplus.people.roles import Role
from dreamplus.people.services import create_confirmed_user
from dreamplus.territory.models import Territory
from tests.dreamplus.federation.conftest import Host
from tests.dreamplus.federation.honest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_those_who_manage_the_federation_are_told_once_and_nobody_else(host: Host, saint_aubin: Territory) -> None:
    for name, role in (("chef", Role.ADMINISTRATOR), ("agent", Role.AGENT), ("elu", Role.OFFICIAL), ("nul", None)):
        person = create_confirmed_user(email=f"{name}@region.exemple")
        if role:
            RoleGrant.objects.create(user=person, role=role.value, granted_at=AT)
    outcomes.refused(host.pair(saint_aubin), WireError(Fault.HEAD_FORK), at=AT)
    testing.run_all(AT)
    testing.run_all(AT)
    assert [letter.to for letter in mail.outbox] == [["chef@region.exemple"]]
    letter = mail.outbox[0]
    assert letter.subject == "Saint-Aubin-sur-Lys : en quarantaine depuis la dernière visite"
    assert "Elle a réécrit sa liste" in letter.body
    assert f"dream_source release {host.origin}" in letter.body


def test_a_passing_fault_tells_nobody(host: Host, saint_aubin: Territory) -> None:
    person = create_confirmed_user(email="chef@region.exemple")
    RoleGrant.objects.create(user=person, role=Role.ADMINISTRATOR.value, granted_at=AT)
    outcomes.refused(host.pair(saint_aubin), WireError(Fault.NOT_JSON), at=AT)
    testing.run_all(AT)
    assert mail.outbox == []
