"""The page around everything, the pages for what went wrong, the colours and the showcase."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import path

from dreamplus.conf import urls as house
from dreamplus.theming import brand, colours, errors, navigation
from dreamplus.theming.context import face


def boom(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("boom")


def refused(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [path("boom/", boom), path("refused/", refused), *house.urlpatterns]
handler400, handler403 = house.handler400, house.handler403
handler404, handler500 = house.handler404, house.handler500


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False, enforce_csrf_checks=True, headers={"accept-language": "fr"})


@pytest.fixture
def commune() -> Iterator[None]:
    """A brand and menus, as the application of pages provides them."""
    before = brand._provider, navigation._providers
    brand.set_provider(lambda _request: brand.Brand(name="Wattrelin <&>", primary="#0f5b4c", accent="#9b3a6a"))
    navigation._providers = navigation._Providers()
    navigation.set_provider(lambda _request: [navigation.NavItem("Participer", "/participer/", current=True)])
    navigation.set_footer_provider(
        lambda _request: navigation.Footer(accessibility="Accessibilité : non conforme", accessibility_href="/a/")
    )
    navigation.set_account_provider(lambda _request: navigation.NavItem("Mon compte", "/compte/"))
    yield
    brand.set_provider(before[0])
    navigation._providers = before[1]


def page(request: HttpRequest, **context: object) -> str:
    source = '{% extends "theming/base.html" %}{% block title %}Un titre{% endblock %}'
    return Template(source).render(Context({**face(request), **context}))


def test_a_page_bears_the_sign_the_menus_and_the_mention_the_law_wants(commune: None, rf: RequestFactory) -> None:
    html = page(rf.get("/"))

    assert "<title>Un titre · Wattrelin &lt;&amp;&gt;</title>" in html
    assert '<a href="/participer/" aria-current="page">Participer</a>' in html
    assert '<a href="/a/">Accessibilité : non conforme</a>' in html
    assert '<a class="skip" href="#contenu">' in html
    assert colours.key("#0f5b4c", "#9b3a6a") in html


def test_languages_are_links_to_the_same_page(commune: None, rf: RequestFactory) -> None:
    html = page(rf.get("/"), translations=[{"code": "nl", "label": "Nederlands", "href": "/nl/"}])

    assert '<a href="/nl/" lang="nl" hreflang="nl">' in html


def test_the_colours_of_a_brand_are_kept_for_a_year_and_change_address_when_they_change(visitor: Client) -> None:
    address = brand.Brand(primary="#0f5b4c").css_address
    answer = visitor.get(address)

    assert answer["Content-Type"].startswith("text/css")
    assert "immutable" in answer["Cache-Control"]
    assert "--brand:#0f5b4c" in answer.content.decode()
    assert brand.Brand(primary="#17408b").css_address != address


def test_an_older_mark_still_answers_but_is_not_kept(visitor: Client) -> None:
    answer = visitor.get("/theming/brand-0f5b4c-9b3a6a-00000000.css")

    assert answer.status_code == 200
    assert "immutable" not in answer["Cache-Control"]


def test_the_icon_shows_initials_and_nothing_else(visitor: Client) -> None:
    drawn = visitor.get(brand.Brand(initials="SA").icon_address).content.decode()
    hostile = visitor.get(brand.Brand(initials="<script>").icon_address).content.decode()

    assert ">SA</text>" in drawn
    assert ">scr</text>" in hostile


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/refused/", 403, "Cette page ne vous est pas ouverte"),
        ("/nowhere-at-all/", 404, "Cette page n’existe pas, ou n’existe plus"),
        ("/boom/", 500, "Quelque chose s’est cassé de notre côté"),
    ],
)
def test_what_went_wrong_is_said_in_french_and_in_the_look(
    visitor: Client, address: str, status: int, words: str
) -> None:
    answer = visitor.get(address)
    html = answer.content.decode()

    assert answer.status_code == status
    assert f"<h1>{words}</h1>" in html
    assert "theming/css/tokens.css" in html
    assert "/theming/brand-" in html


@pytest.mark.django_db
def test_an_expired_form_says_that_nothing_was_sent(visitor: Client) -> None:
    answer = visitor.post("/", {"title": "Des arbres"})

    assert answer.status_code == 403
    assert "Ce formulaire a expiré" in answer.content.decode()


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (lambda request: errors.bad_request(request), 400),
        (lambda request: errors.gone(request, "Retirée par son auteur."), 410),
        (lambda request: errors.too_many(request), 429),
        (lambda request: errors.server_error(request), 500),
        (lambda request: errors.maintenance(request), 503),
    ],
)
def test_error_pages_ask_nothing_of_a_database_that_may_be_away(
    commune: None, answer: Callable[[HttpRequest], HttpResponse], status: int
) -> None:
    # No `django_db`: a query would raise.
    assert answer(RequestFactory().get("/")).status_code == status


def test_a_broken_brand_does_not_break_the_page_that_says_so(commune: None) -> None:
    def away(request: HttpRequest | None) -> brand.Brand:
        raise OSError("the database is away")

    brand.current()
    brand.set_provider(away)
    answer = errors.not_found(RequestFactory().get("/"))

    assert answer.status_code == 404
    assert "Wattrelin &lt;&amp;&gt;" in answer.content.decode()


def test_maintenance_says_when_to_come_back() -> None:
    assert errors.maintenance()["Retry-After"] == "120"


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["", "accueil/", "vote/", "resultat/", "formulaire/", "erreur-503/"])
def test_the_showcase_is_for_developers_and_the_demonstration_only(
    visitor: Client, settings: LazySettings, page: str
) -> None:
    assert visitor.get(f"/elements/{page}").status_code == 404
    settings.DREAM_DEMONSTRATION = True
    assert visitor.get(f"/elements/{page}").status_code == (503 if "503" in page else 200)


@pytest.mark.django_db
def test_a_page_weighs_less_than_150_kilobytes_all_in(visitor: Client, settings: LazySettings) -> None:
    settings.DREAM_DEMONSTRATION = True
    html = visitor.get("/elements/").content
    weight = len(gzip.compress(html))
    for address in set(re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js|woff2|svg))', html.decode())):
        found = finders.find(address[8:]) if address.startswith("/static/") else None
        content = Path(str(found)).read_bytes() if found else visitor.get(address).content
        weight += len(content) if address.endswith("woff2") else len(gzip.compress(content))

    assert 80_000 < weight < 120_000  # the fonts are 75 000 of it; 30 000 are left to htmx and to pictures
