"""The hub's pages: what they show, what they cost, what a hostile word cannot do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from dreamplus.cms.services import found_site
from dreamplus.federation.harvest.models import Item, Source, State
from dreamplus.federation.harvest.tasks import harvest_now
from dreamplus.federation.wire.keys import grouped
from dreamplus.territory.models import Territory
from tests.dreamplus.federation.conftest import Host
from tests.dreamplus.federation.honest import AT, consultation, result, thing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def harvested(host: Host, saint_aubin: Territory) -> Callable[..., Source]:
    """Publishes these bodies at the host and harvests them."""

    def harvest(*bodies: dict) -> Source:
        for body in bodies:
            kind = "result" if "options" in body else "consultation"
            host.publisher.publish(body | {"page": f"{host.origin}/vote/1/"}, type=kind)
        source = Source.objects.filter(origin=host.origin).first() or host.pair(saint_aubin)
        return harvest_now(source)

    return harvest


def page(client: Client, address: str = "/resultats/", **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_table_tells_commune_method_voters_paper_and_provenance(harvested: Callable, client: Client) -> None:
    harvested(result())
    shown = page(client)
    for words in (
        "Saint-Aubin-sur-Lys",
        "9\u202f120\xa0habitants",
        "choix unique",
        "901",
        "15\u202f%",
        "Signé, vérifié",
    ):
        assert words in shown
    assert "31 octobre 2026" in shown


def test_an_empty_hub_says_what_will_come(client: Client) -> None:
    assert "Aucun résultat pour l’instant" in page(client)
    assert "Aucune commune n’est encore appairée" in page(client, "/communes/")


def test_the_result_page_holds_chart_table_and_provenance(harvested: Callable, client: Client) -> None:
    source = harvested(result())
    item = Item.objects.get()
    shown = page(client, item.get_absolute_url())
    assert shown.count("Des arbres et des bancs") >= 2
    assert "<svg" in shown
    for words in (grouped(item.hash, 8), source.thumbprint[:4], source.origin, "Ce que cela ne prouve pas", "132"):
        assert words in shown


def test_options_without_votes_are_told_in_their_order(harvested: Callable, client: Client) -> None:
    options = [{**option, "votes": None} for option in reversed(result()["options"])]
    harvested(result(method="majority-judgment", options=options))
    shown = page(client, Item.objects.get().get_absolute_url())
    assert shown.index("Un parking ombragé") < shown.index("Des arbres et des bancs")
    assert "jugement majoritaire" in shown.lower()
    assert "De la première à la dernière" in shown
    assert "<svg" not in shown.split("Ce que cela ne prouve pas")[0].split("<main")[1]


def test_words_are_shown_in_the_readers_language_where_they_exist(harvested: Callable, client: Client) -> None:
    harvested(result(title={"fr": "La place", "nl": "Het plein"}))
    assert "Het plein" in page(client, "/nl/resultats/")
    assert "La place" in page(client, "/en/resultats/")


def test_a_hostile_word_stays_a_word(harvested: Callable, client: Client) -> None:
    script = "<script>alert(1)</script>"
    options = [
        {"label": {"fr": f"{script}<img src=x onerror=alert(1)>"}, "votes": 877, "first": True},
        {"label": {"fr": "'\"><svg onload=alert(1)>"}, "votes": 0, "first": False},
    ]
    harvested(result(title=script, options=options))
    for address in ("/resultats/", Item.objects.get().get_absolute_url(), "/communes/"):
        shown = page(client, address)
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "<svg onload" not in shown
    assert "&lt;script&gt;" in page(client)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "MARCHE"}, {"La place du marché"}),
        ({"q": "ecole ombrage"}, {"Le nom de l’école"}),
        ({"q": "saint-aubin"}, {"La place du marché", "Le nom de l’école"}),
        ({"q": "œuvre"}, set()),
        ({"method": "several-choices"}, {"Le nom de l’école"}),
        ({"method": "several-choices", "q": "marché"}, set()),
    ],
)
def test_the_table_is_searched_without_accents_and_filtered(
    harvested: Callable, client: Client, query: dict[str, str], found: set[str]
) -> None:
    titles = {"La place du marché", "Le nom de l’école"}
    harvested(result(), result(title="Le nom de l’école", method="several-choices"))
    shown = page(client, **query)
    assert {title for title in titles if title in shown} == found


def test_the_table_is_sorted_by_a_closed_list(harvested: Callable, client: Client) -> None:
    small = result(title="Petit", voters=24, options=result()["options"], closed="2026-11-02")
    small |= {"options": [{"label": {"fr": "A"}, "votes": 0, "first": False}], "channels": []}
    harvested(result(title="Grand"), small)

    def order(sort: str) -> bool:
        shown = page(client, sort=sort)
        return shown.index("Grand</a>") < shown.index("Petit</a>")

    assert [order(sort) for sort in ("recent", "voters", "commune", "population", "title")] == [
        False,
        True,
        False,
        False,
        True,
    ]
    refused = page(client, sort="source__thumbprint")
    assert "Sélectionnez un choix valide" in refused
    assert "Grand</a>" in refused


def test_a_filter_too_long_is_refused_in_words_and_kept(harvested: Callable, client: Client) -> None:
    harvested(result())
    shown = page(client, q="x" * 101)
    assert "x" * 101 in shown
    assert "La place du marché" in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_whatever_they_hold(
    harvested: Callable, client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    harvested(*(result(title=f"Vote {number}") for number in range(rows)))
    address = Item.objects.filter(seq=rows).get().get_absolute_url()
    page(client)  # what a process reads once
    with django_assert_num_queries(RESULTS):
        assert page(client).count("Signé, vérifié</span>") == rows
    with django_assert_num_queries(RESULT):
        page(client, address)
    with django_assert_num_queries(COMMUNES):
        page(client, "/communes/")


@pytest.mark.parametrize("communes", [1, 3])
def test_the_list_of_communes_costs_the_same_whatever_it_holds(
    harvested: Callable, client: Client, host: Host, communes: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    source = harvested(result(), consultation())
    for number in range(1, communes):
        place = Territory.objects.create(kind="commune", insee=f"5990{number}", name=f"C{number}", folded=f"c{number}")
        Source.objects.create(
            **{
                name: getattr(source, name)
                for name in ("name", "thumbprint", "jwk", "paired_at", "discovered_at", "next_at")
            },
            origin=f"https://c{number}.example",
            territory=place,
        )
    page(client, "/communes/")
    with django_assert_num_queries(COMMUNES):
        assert page(client, "/communes/").count("Empreinte de sa clé") == communes


RESULTS, RESULT, COMMUNES = 2, 2, 3


def test_a_long_table_is_paged(harvested: Callable, client: Client) -> None:
    harvested(*(result(title=f"Vote {number:02}") for number in range(30)))
    assert page(client).count("Signé, vérifié</span>") == 25
    assert page(client, page="2").count("Signé, vérifié</span>") == 5
    assert page(client, page="nonsense").count("Signé, vérifié</span>") == 25


def test_what_is_not_shared_is_not_found(client: Client, harvested: Callable) -> None:
    harvested(consultation())
    assert client.get(f"/resultats/{uuid4()}/").status_code == 404
    assert client.get(Item.objects.get().get_absolute_url()).status_code == 404


SAYINGS: dict[str, tuple[Callable[[Host], object], str]] = {
    "unreachable": (lambda host: host.say(500), "Elle répond par une erreur"),
    "lying": (lambda host: host.say(body=b'{"entries": [], "head": "x.y.z", "next": 1}'), "ne peut pas être lue"),
    "old": (
        lambda host: host.say(body=host.publisher.page(head=host.publisher.head(AT - timedelta(days=9)))),
        "n’est plus à jour",
    ),
}


@pytest.mark.parametrize("name", SAYINGS)
def test_the_list_of_communes_says_in_words_what_went_wrong(
    harvested: Callable, host: Host, client: Client, name: str
) -> None:
    spoil, words = SAYINGS[name]
    source = harvested(result())
    Source.objects.update(etag="")
    spoil(host)
    harvest_now(source)
    shown = page(client, "/communes/")
    assert words in shown
    assert "Dernière visite en échec" in shown
    assert "La place du marché" in page(client)


def test_a_source_in_question_marks_all_it_gave(harvested: Callable, client: Client) -> None:
    source = harvested(result())
    Source.objects.filter(pk=source.pk).update(state=State.QUARANTINED, fault="head-fork")
    assert "source mise en question" in page(client)
    assert "réécrit sa liste" in page(client, Item.objects.get().get_absolute_url())
    assert "En quarantaine" in page(client, "/communes/")


def test_no_page_of_the_hub_writes(client: Client, harvested: Callable) -> None:
    harvested(result())
    for address in ("/resultats/", "/communes/", Item.objects.get().get_absolute_url()):
        assert client.post(address).status_code == 405


def test_a_correction_shows_what_it_replaced(harvested: Callable, host: Host, client: Client) -> None:
    host.publisher.publish(result(page=f"{host.origin}/vote/1/"), id=thing(1))
    host.publisher.publish(result(title="Corrigé", page=f"{host.origin}/vote/1/"), id=thing(1))
    harvested()
    shown = page(client, Item.objects.get(shown=True).get_absolute_url())
    assert "remplacée depuis" in shown


def test_the_home_page_of_the_hub_shows_the_latest_results(harvested: Callable, client: Client) -> None:
    found_site(name="DREAM+ en région")
    harvested(*(result(title=f"Vote {number}") for number in range(6)))
    shown = page(client, "/")
    assert "Derniers résultats" in shown
    assert [f"Vote {number}</a>" in shown for number in range(6)] == [False, True, True, True, True, True]


def test_the_page_of_a_commune_shows_what_it_shares(
    harvested: Callable, client: Client, settings: Settings, saint_aubin: Territory
) -> None:
    settings.DREAM_ROLE = "hub"
    assert "Ce que cette commune partage" not in page(client, "/territoire/5990A/")
    harvested(result())
    shown = page(client, "/territoire/5990A/")
    assert "Ce que cette commune partage" in shown
    assert "La place du marché" in shown


def test_every_page_of_the_hub_leads_to_the_harvest(client: Client) -> None:
    shown = page(client, "/communes/")
    assert 'href="/resultats/"' in shown
    assert 'href="/communes/"' in shown
