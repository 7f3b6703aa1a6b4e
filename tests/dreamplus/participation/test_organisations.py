"""What organisations contribute: in whose name it stands, who may say so, and what is told of it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.proposals.models import Proposal
from consultations.proposals.services.publish import publish_proposal
from dreamplus.participation.errors import MayNotWrite
from dreamplus.participation.models import Activity
from dreamplus.people.models import User
from dreamplus.people.organisations import services
from dreamplus.people.organisations.models import Delegate, Organisation
from dreamplus.people.roles import Role
from dreamplus.people.services import create_confirmed_user
from dreamplus.people.testing import make_person, sign_in
from tests.consultations.conftest import activity, agent, home, index, make_process, marie, noon, page, process, town
from tests.doors.conftest import NOON

__all__ = ["activity", "agent", "home", "index", "make_process", "marie", "noon", "page", "process", "town"]
pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
BODY = "Planter des arbres autour de la place, avec un banc sous chacun."


@pytest.fixture
def delegate(db: None) -> User:
    return create_confirmed_user(email="awa@exemple.fr", display_name="Awa Diop")


@pytest.fixture
def club(delegate: User) -> Organisation:
    made = services.declare_organisation(
        user=delegate, name="Les Amis du canal", kind="association", number="W591234567", at=NOON
    )
    return services.decide_organisation(organisation=made, recognised=True, by=make_person(Role.AGENT), at=NOON)


def published(
    activity: Activity, author: User, organisation: Organisation | None, title: str = "Un ponton"
) -> Proposal:
    given: dict[str, Any] = {"theme": None, "key": uuid4(), "at": NOON, "organisation": organisation}
    return publish_proposal(activity=activity, author=author, title=title, body=BODY, **given).proposal


def test_it_stands_in_the_name_of_the_organisation(
    client: Client, activity: Activity, delegate: User, club: Organisation
) -> None:
    proposal = published(activity, delegate, club)
    text = client.get(reverse("proposals:detail", args=[proposal.contribution.uuid])).text
    assert "Les Amis du canal" in text
    assert "Awa Diop" not in text
    Delegate.objects.update(shown=True)
    assert "(Awa Diop)" in client.get(reverse("proposals:detail", args=[proposal.contribution.uuid])).text


def test_only_for_whom_one_speaks_now(activity: Activity, delegate: User, club: Organisation, marie: User) -> None:
    with pytest.raises(MayNotWrite):
        published(activity, marie, club)
    services.decide_organisation(
        organisation=club, recognised=False, reason="Dissoute.", by=make_person(Role.AGENT), at=NOON
    )
    with pytest.raises(MayNotWrite):
        published(activity, delegate, club)
    assert not Proposal.objects.exists()


def test_one_chooses_before_publishing(
    client: Client, activity: Activity, delegate: User, club: Organisation, marie: User
) -> None:
    other = services.declare_organisation(user=marie, name="Autre", kind="company", number="552100554", at=NOON)
    for person, offered in ((marie, False), (delegate, True)):
        sign_in(client, person)
        words = {"title": "Un ponton au bord du canal", "body": BODY, "action": "preview"}
        client.post(reverse("proposals:write", args=[activity.uuid]), words)
        preview = client.get(reverse("proposals:preview", args=[activity.uuid]))
        assert ("Les Amis du canal" in preview.text) is offered
    post = {"key": preview.context["key"], "organisation": str(other.uuid)}
    client.post(reverse("proposals:publish", args=[activity.uuid]), post)
    assert not Proposal.objects.exists()
    client.post(reverse("proposals:publish", args=[activity.uuid]), post | {"organisation": str(club.uuid)})
    assert Proposal.objects.get().contribution.organisation == club


def test_its_page_tells_what_is_public_and_nobody(
    client: Client, activity: Activity, delegate: User, club: Organisation
) -> None:
    address = reverse("participation:organisation", args=[club.uuid])
    assert "Rien" in client.get(address).text
    published(activity, delegate, club)
    published(activity, delegate, None, title="À titre personnel")
    text = client.get(address).text
    assert "Un ponton" in text
    assert "À titre personnel" not in text
    assert "Awa" not in text
    Activity.objects.filter(pk=activity.pk).update(is_private=True)
    assert "Un ponton" not in client.get(address).text


def test_what_waits_or_was_refused_has_no_page(client: Client, delegate: User) -> None:
    waiting = services.declare_organisation(
        user=delegate, name="Le Comité", kind="company", number="552100554", at=NOON
    )
    assert client.get(reverse("participation:organisation", args=[waiting.uuid])).status_code == 404


def test_the_certificate_is_for_its_delegates(
    client: Client, activity: Activity, delegate: User, club: Organisation, marie: User
) -> None:
    published(activity, delegate, club)
    address = reverse("participation:certificate", args=[club.uuid])
    assert client.get(address).status_code == 302
    sign_in(client, marie)
    assert client.get(address).status_code == 404
    sign_in(client, delegate)
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_list_and_of_the_page(
    client: Client, activity: Activity, delegate: User, club: Organisation, number: int
) -> None:
    for one in range(number):
        published(activity, delegate, club, title=f"Proposition {one}")
    address = reverse("participation:organisation", args=[club.uuid])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) == 2
