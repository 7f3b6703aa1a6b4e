"""A founded site for the tests of pages."""

from __future__ import annotations

import pytest
from wagtail.models import Site

from dreamplus.cms import slots
from dreamplus.cms.pages import HomePage
from dreamplus.cms.services import Office, found_site
from tests.once import once

OFFICE = Office(
    email="mairie@saint-aubin.example",
    address="1 place du Marché\n59999 Saint-Aubin-sur-Lys",
    phone="03 00 00 00 00",
    opening_hours="Du lundi au vendredi, de 9 h à 17 h",
    director="Jeanne Delattre, maire",
    data_officer="dpo@saint-aubin.example",
    host="Syndicat mixte d’essai",
    host_address="2 rue de l’Essai, 59000 Lille",
)


@pytest.fixture
def site(db: None) -> Site:
    def make() -> Site:
        return found_site(
            name="Saint-Aubin-sur-Lys",
            tagline="La place publique",
            initials="SA",
            sentence="La place du marché, on la refait ensemble.",
            office=OFFICE,
        )

    return once("cms", make)


@pytest.fixture
def home(site: Site) -> HomePage:
    return HomePage.objects.get(pk=site.root_page_id)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our pages without what other applications show on them."""
    monkeypatch.setattr(slots, "_renderers", {slot: [] for slot in slots.SLOTS})
