"""A published result leads to its figures; a sealed one leads nowhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from dreamplus.core import clock
from dreamplus.participation.models import Activity
from dreamplus.participation.services.settling import settle_due
from dreamplus.people.models import User
from polls.pages import PollPage

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]


def addresses(poll: Activity) -> list[str]:
    return [f"/vote/{poll.uuid}/resultat/", PollPage.objects.get(activity=poll).url]


def copies(poll: Activity) -> list[str]:
    return [f"/donnees/{poll.uuid}.csv", f"/donnees/{poll.uuid}.json"]


@pytest.fixture
def voted(poll: Activity, marie: User, vote: Callable[..., Any]) -> Activity:
    vote(poll, marie, "la-halle-ouverte")
    return poll


def test_a_published_result_leads_to_its_table_and_to_its_document(client: Client, voted: Activity) -> None:
    assert voted.closes_at
    with clock.frozen(voted.closes_at + timedelta(hours=1)):
        settle_due(clock.now())
        for address in addresses(voted):
            shown = client.get(address).text
            assert all(f'href="{copy}"' in shown for copy in copies(voted))
        assert [client.get(copy).status_code for copy in copies(voted)] == [200, 200]


def test_a_sealed_result_leads_nowhere(client: Client, voted: Activity, noon: datetime) -> None:
    with clock.frozen(noon + timedelta(days=1)):
        for address in addresses(voted):
            assert "/donnees/" + str(voted.uuid) not in client.get(address).text
        assert [client.get(copy).status_code for copy in copies(voted)] == [404, 404]
