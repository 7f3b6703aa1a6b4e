"""The brand: colours that can be read, one look-up for many pages, a change that shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from wagtail.models import Site

from dreamplus.cms import admin_colours, branding, menus
from dreamplus.cms.brand import Brand
from dreamplus.cms.brand_preview import example
from dreamplus.cms.pages import HomePage
from dreamplus.cms.testing import make_image, make_news
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from dreamplus.theming import colours

pytestmark = pytest.mark.django_db
Counted = Callable[[int], Any]

# Colours a mayor may choose → the fields that are refused.
CHOICES = {
    ("#17408b", "#b3361b"): set(),
    ("#1d6b45", "#b3361b"): set(),
    ("#ffff99", "#b3361b"): {"primary"},
    ("#17408b", "#ffb3a0"): {"accent"},
    ("#ffffff", "#ffffff"): {"primary", "accent"},
    ("#17408b", "#17408c"): {"accent"},
    ("bleu", "#b3361b"): {"primary"},
    ("#17408b\n", "#b3361b"): {"primary"},
    ("#17408b;}body{x:y", "#b3361b"): {"primary"},
}


@pytest.mark.parametrize("pair", CHOICES)
def test_colours_that_cannot_be_read_are_refused(site: Site, pair: tuple[str, str]) -> None:
    brand = Brand(site=site, name="Essai", primary=pair[0], accent=pair[1])
    try:
        brand.full_clean(exclude=["site"])
        refused: set[str] = set()
    except ValidationError as error:
        refused = set(error.message_dict)
    assert refused == CHOICES[pair]


def test_a_page_shows_the_name_on_the_plaque(home: HomePage, client: Client) -> None:
    text = client.get("/").text
    assert "Saint-Aubin-sur-Lys" in text
    assert "La place publique" in text
    assert f"/theming/brand-{colours.key('#17408b', '#b3361b')}.css" in text


@pytest.mark.database_promise
def test_brand_and_menus_cost_nothing_once_remembered(home: HomePage, django_assert_num_queries: Counted) -> None:
    make_news(home, 1)

    def face() -> list[object]:
        request = RequestFactory().get("/", HTTP_HOST="testserver")
        return [branding.of_request(request), menus.main(request), menus.footer(request), branding.of_request(None)]

    first = face()
    with django_assert_num_queries(0):
        assert face() == first


def test_a_change_of_brand_shows_on_the_next_page(site: Site, client: Client) -> None:
    client.get("/")
    brand = Brand.objects.get(site=site)
    brand.name = "Saint-Aubin"
    brand.logo = make_image()
    brand.save()
    shown = branding.of_request(RequestFactory().get("/", HTTP_HOST="testserver"))
    assert (shown.name, shown.logo_url.startswith("/media/images/")) == ("Saint-Aubin", True)


def test_another_process_sees_a_change_within_ten_seconds(site: Site, client: Client) -> None:
    client.get("/")
    generation = cache.get("cms:generation")
    Brand.objects.filter(site=site).update(name="Changée ailleurs")
    assert "Changée ailleurs" not in client.get("/").text
    cache.delete(f"cms:{generation or 0}:brand:testserver")  # what ten seconds do
    assert "Changée ailleurs" in client.get("/").text


def test_the_brand_of_one_site_is_not_shown_on_another(home: HomePage) -> None:
    other = Site.objects.create(hostname="autre.example", port=80, root_page=home)
    Brand.objects.create(site=other, name="Autre commune")
    factory = RequestFactory()
    names = {
        host: branding._read(Site.find_for_request(factory.get("/", HTTP_HOST=host))).name
        for host in ("testserver", "autre.example")
    }
    assert names == {"testserver": "Saint-Aubin-sur-Lys", "autre.example": "Autre commune"}


def edit_address(site: Site) -> str:
    return f"/admin/settings/cms/brand/{site.pk}/"


def test_the_form_refuses_pale_colours_and_loses_nothing(site: Site, client: Client) -> None:
    sign_in(client, make_person(Role.ADMINISTRATOR))
    typed = {"name": "Nouveau nom", "tagline": "", "initials": "NN", "primary": "#ffff99", "accent": "#b3361b"}
    answer = client.post(edit_address(site), typed | {"logo": "", "picture": ""})
    assert Brand.objects.get(site=site).name == "Saint-Aubin-sur-Lys"
    for value in ("Nouveau nom", "#ffff99"):
        assert value in answer.text
    assert "dream-refused" in answer.text


def test_the_form_saves_good_colours(site: Site, client: Client) -> None:
    sign_in(client, make_person(Role.ADMINISTRATOR))
    typed = {"name": "Saint-Aubin", "tagline": "", "initials": "", "primary": "#1d6b45", "accent": "#b3361b"}
    client.post(edit_address(site), typed | {"logo": "", "picture": ""})
    brand = Brand.objects.get(site=site)
    assert (brand.name, brand.primary) == ("Saint-Aubin", "#1d6b45")


# Who × brand form, and its preview.
@pytest.mark.parametrize(
    ("role", "opens"),
    [(Role.CITIZEN, False), (Role.AGENT, False), (Role.OFFICIAL, False), (Role.ADMINISTRATOR, True)],
)
def test_who_changes_the_brand(site: Site, client: Client, role: Role, opens: bool) -> None:
    sign_in(client, make_person(role))
    for address in (edit_address(site), "/admin/dream/marque/apercu/?primary=%2317408b&accent=%23b3361b"):
        assert (client.get(address).status_code == 200) is opens


def test_the_example_shows_both_palettes_and_every_pair_is_met() -> None:
    palettes = example("#17408b", "#b3361b")["palettes"]
    assert len(palettes) == 2
    assert all(pair.enough for palette in palettes for pair in palette["pairs"])


def test_the_example_of_no_colour_draws_nothing() -> None:
    shown = example("<script>", "#b3361b")
    assert (shown["palettes"], len(shown["refused"])) == ([], 1)


@pytest.mark.parametrize("primary", ["#17408b", "#1d6b45", "#ffcc00", "#ffffff", "#000000"])
def test_white_words_can_be_read_on_the_staff_side(primary: str) -> None:
    import colorsys
    import re

    css = admin_colours.stylesheet(primary)
    hue, saturation, lightness = (
        int(re.search(rf"--w-color-primary-{part}:(\d+)", css).group(1))  # type: ignore[union-attr]  # fails the test
        for part in ("hue", "saturation", "lightness")
    )
    red, green, blue = colorsys.hls_to_rgb(hue / 360, lightness / 100, saturation / 100)
    shown = "#" + "".join(f"{round(value * 255):02x}" for value in (red, green, blue))
    assert colours.contrast(shown, "#ffffff") >= 4.5


@pytest.mark.parametrize("primary", ["#17408b", "#1d6b45", "#ffcc00", "#ffffff", "#000000"])
def test_links_can_be_read_in_the_dark_of_the_staff_side(primary: str) -> None:
    import re

    css = admin_colours.stylesheet(primary)
    shown = re.findall(r"--w-color-text-link-default:(#[0-9a-f]{6})", css)
    assert len(shown) == 2, "where dark was chosen, and where the machine asks for it"
    assert all(colours.contrast(link, ground) >= 4.5 for link in shown for ground in admin_colours.DARK_GROUNDS)
