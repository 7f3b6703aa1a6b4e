"""The pages of organisations: who opens them, what they say, and what a delegate may do there."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dreamplus.people.organisations import services
from dreamplus.people.organisations.models import Delegate, Organisation
from dreamplus.people.testing import sign_in
from tests.dreamplus.people.organisations.conftest import AT

pytestmark = pytest.mark.django_db


def page(organisation: Organisation, name: str = "one") -> str:
    return reverse(f"organisations:{name}", args=[organisation.uuid])


def of(cast: SimpleNamespace, who: str) -> Delegate:
    return Delegate.objects.get(organisation=cast.organisation, user=getattr(cast, who))


def change(cast: SimpleNamespace, who: str) -> str:
    return reverse("organisations:change", args=[cast.organisation.uuid, of(cast, who).pk])


#          what is posted, and to whom:            first  second other
ACTS = {
    ("lead", "second"): (302, 403, 404),
    ("follow", "second"): (302, 403, 404),
    ("leave", "second"): (302, 302, 404),
    ("show", "first"): (302, 404, 404),
    ("hide", "first"): (302, 404, 404),
    ("leave", "first"): (302, 403, 404),
    ("anything", "second"): (404, 404, 404),
}


@pytest.mark.parametrize(("act", "whom"), ACTS)
def test_what_each_may_do_to_whom(cast: SimpleNamespace, act: str, whom: str) -> None:
    for reader, expected in zip(("first", "second", "other"), ACTS[act, whom], strict=True):
        client = sign_in(Client(), getattr(cast, reader))
        before = Delegate.objects.order_by("pk").values_list("pk", "leads", "shown")
        kept = list(before)
        answer = client.post(change(cast, whom), {"act": act, "sure": "on"})
        assert answer.status_code == expected, reader
        if expected != 302:
            assert list(before.all()) == kept
        else:
            break  # the others would find what this one changed


@pytest.mark.parametrize("reader", ["first", "second"])
def test_leaving_is_asked_once_more(client: Client, cast: SimpleNamespace, reader: str) -> None:
    sign_in(client, getattr(cast, reader))
    answer = client.post(change(cast, "second"), {"act": "leave"})
    assert answer.status_code == 200
    assert 'name="sure"' in answer.text
    assert "Non, ne rien changer" in answer.text
    assert of(cast, "second")


def test_who_does_not_lead_is_not_even_asked(client: Client, cast: SimpleNamespace) -> None:
    sign_in(client, cast.second)
    assert client.post(change(cast, "first"), {"act": "leave"}).status_code == 403


def test_the_invitation_is_for_who_leads(client: Client, cast: SimpleNamespace) -> None:
    sign_in(client, cast.second)
    text = client.get(page(cast.organisation)).text
    assert "Inviter un délégué" not in text
    assert client.post(page(cast.organisation, "invite"), {"email": "x@exemple.fr"}).status_code == 403
    assert client.post(page(cast.organisation, "withdraw"), {"email": "x@exemple.fr"}).status_code == 403


def test_a_wrong_address_comes_back_with_its_reason(client: Client, cast: SimpleNamespace) -> None:
    sign_in(client, cast.first)
    answer = client.post(page(cast.organisation, "invite"), {"email": "pas une adresse"})
    assert answer.status_code == 422
    assert "pas une adresse" in answer.text
    assert "prenom@exemple.fr" in answer.text


def test_ten_invitations_an_hour_and_no_more(client: Client, cast: SimpleNamespace) -> None:
    sign_in(client, cast.first)
    sent = [
        client.post(page(cast.organisation, "invite"), {"email": f"p{n}@exemple.fr"}).status_code for n in range(11)
    ]
    assert sent == [302] * 10 + [422]


def test_a_link_opened_by_a_machine_names_nobody(client: Client, cast: SimpleNamespace) -> None:
    secret = services.invite(organisation=cast.organisation, by=cast.first, email=cast.other.email, at=AT)
    address = reverse("organisations:accept", args=[secret])
    assert client.get(address)["Location"].startswith("/compte/login/?next=")
    sign_in(client, cast.other)
    assert client.get(address).status_code == 200
    assert not Delegate.objects.filter(user=cast.other).exists()
    assert client.get(reverse("organisations:accept", args=["inconnu"])).status_code == 404


def test_what_was_typed_comes_back(client: Client, cast: SimpleNamespace) -> None:
    sign_in(client, cast.other)
    given = {"name": "Les Échecs d’Œuf", "kind": "company", "number": "552100555"}
    answer = client.post(reverse("organisations:declare"), given)
    assert answer.status_code == 422
    assert "Les Échecs d’Œuf" in answer.text
    assert "552100555" in answer.text
    assert "Un chiffre au moins est faux" in answer.text


def test_the_staff_decide_with_a_reason(client: Client, cast: SimpleNamespace) -> None:
    sign_in(client, cast.agent)
    listed = client.get(reverse("organisations_staff:list")).text
    assert "Le Comité" in listed
    assert "Les Amis du canal" not in listed
    assert "Les Amis du canal" in client.get(reverse("organisations_staff:list"), {"etat": "", "q": "w591234567"}).text
    address = reverse("organisations_staff:one", args=[cast.waiting.uuid])
    assert client.post(address, {"act": "refuse"}).status_code == 422
    assert client.post(address, {"act": "recognise"}).status_code == 302
    cast.waiting.refresh_from_db()
    assert cast.waiting.is_recognised


@pytest.mark.parametrize("more", [0, 2])
def test_queries_of_the_lists(client: Client, cast: SimpleNamespace, more: int) -> None:
    for number in range(more):
        given = {"name": f"Club {number}", "kind": "association", "number": f"W59123450{number}"}
        services.declare_organisation(user=cast.first, at=AT, **given)
    sign_in(client, cast.agent)
    client.get("/gestion/organisations/")
    with CaptureQueriesContext(connection) as staff:
        assert "Le Comité" in client.get("/gestion/organisations/").text
    sign_in(client, cast.first)
    client.get("/compte/organisations/")
    with CaptureQueriesContext(connection) as own:
        client.get("/compte/organisations/")
    assert (len(staff), len(own)) == (3, 3)
