"""Search: accents do not count, drafts are unknown, other applications add theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client

from dreamplus.cms import indexing, search
from dreamplus.cms.pages import HomePage, InformationPage
from dreamplus.cms.search import Hit, PageText, Source
from dreamplus.cms.services import found_site
from dreamplus.cms.testing import make_news, publish

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
Counted = Callable[[int], Any]


@pytest.fixture
def market(home: HomePage) -> InformationPage:
    page = InformationPage(
        title="Le marché couvert",
        summary="Cœur de ville, déjà rénové.",
        body=[("paragraph", "<p>Une <b>halle</b> d’été, où l’on mange des gaufres à Noël.</p>")],
        easy_text="<p>La rue piétonne est fermée.</p>",
    )
    return publish(home, page)


def found(client: Client, query: str) -> list[str]:
    answer = client.get("/recherche/", {"q": query})
    assert answer.status_code == 200
    return [hit.title for hit in answer.context.get("hits", [])]


@pytest.mark.parametrize(
    "query",
    [
        "marche couvert",
        "MARCHÉ  COUVERT",
        "coeur",
        "cœur",
        "ete halle",
        "noel",
        "NOE\u0308L",
        "pietonne",
        "halle d'été",
        "  renove  ",
    ],
)
def test_accents_case_ligatures_and_quotes_do_not_count(market: InformationPage, client: Client, query: str) -> None:
    assert found(client, query) == ["Le marché couvert"]


@pytest.mark.parametrize("query", ["piscine", "marche piscine", "%", "_", "'; drop", "\0", "x" * 3000, "a", "😀"])
def test_what_is_not_there_is_not_found_and_nothing_breaks(market: InformationPage, client: Client, query: str) -> None:
    assert found(client, query) == []


def test_what_was_typed_is_shown_again_and_cannot_run(market: InformationPage, client: Client) -> None:
    text = client.get("/recherche/", {"q": '"><script>alert(1)</script>'}).text
    assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text


def test_words_of_the_title_come_first(home: HomePage, client: Client) -> None:
    publish(home, InformationPage(title="Autre page", summary="On y parle du budget."))
    publish(home, InformationPage(title="Le budget"))
    assert found(client, "budget") == ["Le budget", "Autre page"]


def test_a_draft_is_unknown_and_an_unpublished_page_is_forgotten(market: InformationPage, client: Client) -> None:
    market.title = "Canari"
    market.save_revision()
    assert found(client, "canari") == []
    market.get_latest_revision().publish()
    assert found(client, "canari") == ["Canari"]
    market.unpublish()
    assert (found(client, "canari"), PageText.objects.filter(page=market).exists()) == ([], False)


def test_each_language_finds_its_own(client: Client) -> None:
    found_site(name="Bailleul", languages=("fr", "nl"))
    for code, title in (("fr", "Kermesse"), ("nl", "Kermis kermesse")):
        publish(HomePage.objects.get(locale__language_code=code), InformationPage(title=title))
    assert found(client, "kermesse") == ["Kermesse"]
    hits = client.get("/nl/recherche/?q=kermesse").context["hits"]
    assert [(hit.title, hit.href.startswith("/nl/")) for hit in hits] == [("Kermis kermesse", True)]


def test_everything_can_be_indexed_again(market: InformationPage, client: Client) -> None:
    PageText.objects.all().delete()
    assert indexing.index_again() > 5
    assert found(client, "gaufres") == ["Le marché couvert"]


@pytest.fixture
def other_source() -> Iterator[Source]:
    """Another application's results: here, users would be a leak, so pages again under another name."""

    def hits(rows: list[Any], request: HttpRequest) -> list[Hit]:
        return [Hit(f"Proposition : {row.title}", f"/p/{row.pk}/") for row in rows]

    source = Source("propositions", "Propositions", search.page_rows, hits)
    search.register(source)
    yield source
    search.unregister("propositions")


def test_other_applications_add_their_results(market: InformationPage, client: Client, other_source: Source) -> None:
    answer = client.get("/recherche/", {"q": "halle", "dans": "propositions"})
    assert [hit.title for hit in answer.context["hits"]] == ["Proposition : Le marché couvert"]
    assert [tab["count"] for tab in answer.context["tabs"]][:1] == [1]


@pytest.mark.parametrize("number", [1, 3])
def test_a_search_costs_the_same_whatever_it_finds(
    home: HomePage, client: Client, number: int, django_assert_num_queries: Counted
) -> None:
    make_news(home, number)
    client.get("/recherche/?q=nouvelle")
    with django_assert_num_queries(4):
        assert len(client.get("/recherche/?q=nouvelle").context["hits"]) == number
