"""What other applications show on our pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.utils.html import format_html

from dreamplus.cms import slots
from dreamplus.cms.pages import HomePage
from dreamplus.cms.testing import make_news
from dreamplus.theming.navigation import NavItem

pytestmark = pytest.mark.django_db


def first(request: HttpRequest, page: Any) -> str:
    return format_html("<p>Un mot sous {}</p>", page.title)


def second(request: HttpRequest, page: Any) -> str:
    return "<b>pas échappé par son auteur</b>"


def link(request: HttpRequest, page: Any) -> NavItem:
    return NavItem("Données ouvertes", "/donnees/")


def silent(request: HttpRequest, page: Any) -> None:
    return None


@pytest.fixture
def filled(alone: None) -> Iterator[None]:
    slots.register("page.after_body", second, order=20)
    slots.register("page.after_body", first, order=10)
    slots.register("page.after_body", silent)
    yield
    for render in (first, second, silent):
        slots.unregister("page.after_body", render)


def test_renderers_follow_their_order_and_what_is_not_markup_is_escaped(
    home: HomePage, client: Client, filled: None
) -> None:
    text = client.get(make_news(home, 1)[0].url).text
    assert text.index("<p>Un mot sous Nouvelle 1</p>") < text.index("&lt;b&gt;pas échappé")


def test_registering_twice_shows_once(filled: None) -> None:
    slots.register("page.after_body", first, order=10)
    assert len(slots._renderers["page.after_body"]) == 3


def test_the_foot_of_the_page_takes_links(home: HomePage, client: Client, alone: None) -> None:
    slots.register("footer.links", link)
    assert client.get("/").context["face"].footer.links[-1].label == "Données ouvertes"


def test_a_slot_that_no_page_draws_is_refused() -> None:
    with pytest.raises(slots.UnknownSlot, match=r"page\.after_body"):
        slots.register("page.befor_body", first)
