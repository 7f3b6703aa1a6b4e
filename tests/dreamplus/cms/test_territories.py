"""The pages of a hub about its communes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from dreamplus.territory.services import invent_commune, load_territories

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
Counted = Callable[[int], Any]


@pytest.fixture(scope="module", autouse=True)
def _hub() -> None:
    assert settings.DREAM_ROLE == "hub"


def names(client: Client, query: str) -> list[str]:
    return [row.name for row in client.get("/territoire/", {"q": query}).context["communes"]]


@pytest.fixture
def region(db: None) -> None:
    load_territories()


def test_the_list_finds_by_name_postal_code_and_insee_code(region: None, client: Client) -> None:
    assert names(client, "aix en pevele") == ["Aix-en-Pévèle"]
    assert names(client, "AIX-EN-PÉVÈLE") == ["Aix-en-Pévèle"]
    assert "Villeneuve-d’Ascq" in names(client, "59650")
    assert names(client, "59350")[0] == "Lille"
    assert names(client, "villeneuve d'ascq") == ["Villeneuve-d’Ascq"]
    assert "Saint-Amand-les-Eaux" in names(client, "st amand")


def test_nothing_found_and_hostile_words_break_nothing(region: None, client: Client) -> None:
    for query in ("zzzz", "%", "<script>alert(1)</script>", "\0", "é" * 500):
        answer = client.get("/territoire/", {"q": query})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


def test_the_whole_list_is_paged(region: None, client: Client) -> None:
    page = client.get("/territoire/").context["communes"]
    assert (page.paginator.count, len(page)) == (1534, 24)
    assert client.get("/territoire/?page=64").context["communes"].number == 64
    assert client.get("/territoire/?page=9999").status_code == 200


def test_a_commune_has_its_address(region: None, client: Client) -> None:
    text = client.get("/territoire/59350/").text
    assert "Lille" in text
    assert "Métropole Européenne de Lille" in text


@pytest.mark.parametrize("code", ["99999", "200093201", "<b>", "59350x"])
def test_no_other_code_has_one(region: None, client: Client, code: str) -> None:
    assert client.get(f"/territoire/{code}/").status_code == 404


def test_an_invented_commune_says_so(client: Client) -> None:
    invent_commune(code="59X01", name="Saint-Aubin-sur-Lys", population=9000, postal_codes="59999")
    answer = client.get("/territoire/59X01/")
    assert 'class="alert' in answer.text
    assert answer.context["commune"].invented


def test_an_instance_has_no_such_page(region: None, client: Client) -> None:
    with override_settings(DREAM_ROLE="instance"):
        assert client.get("/territoire/").status_code == 404
        assert client.get("/territoire/59350/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    client: Client, number: int, django_assert_num_queries: Counted
) -> None:
    for index in range(number):
        invent_commune(code=f"59X0{index}", name=f"Commune {index}", population=10)
    client.get("/territoire/")
    with django_assert_num_queries(2):
        assert len(client.get("/territoire/").context["communes"]) == number


def test_a_page_costs_two_queries(
    region: None, client: Client, alone: None, django_assert_num_queries: Counted
) -> None:
    client.get("/territoire/59350/")
    with django_assert_num_queries(2):
        client.get("/territoire/59350/")


def test_the_search_of_the_site_finds_communes(region: None, client: Client) -> None:
    hits = client.get("/recherche/?q=bethune&dans=communes").context["hits"]
    assert hits[0].href == "/territoire/62119/"
