"""A site from nothing."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.sites.models import Site as DjangoSite
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page, Site

from dreamplus.cms.brand import Brand
from dreamplus.cms.pages import AccessibilityPage, ContactPage, HomePage, LegalNoticePage, PersonalDataPage, SiteMapPage
from dreamplus.cms.queries import missing_by_law
from dreamplus.cms.services import Office, found_site

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
COMPULSORY = (ContactPage, SiteMapPage, LegalNoticePage, PersonalDataPage, AccessibilityPage)


def test_a_founded_site_answers_with_its_compulsory_pages(home: HomePage, client: Client) -> None:
    for model in COMPULSORY:
        page = model.objects.child_of(home).get()
        answer = client.get(page.url)
        assert (answer.status_code, page.title in answer.text) == (200, True)


def test_wagtails_welcome_page_is_gone(home: HomePage) -> None:
    assert [page.specific_class for page in Page.objects.filter(depth=2)] == [HomePage]


def test_founding_again_adds_nothing_and_keeps_what_agents_changed(site: Site, home: HomePage) -> None:
    Brand.objects.filter(site=site).update(tagline="Changée par l’agente")
    home.sentence = "Une phrase de l’agente."
    home.save()
    before = Page.objects.count()
    found_site(name="Autre nom", tagline="Autre", sentence="Autre phrase")
    home.refresh_from_db()
    assert Page.objects.count() == before
    assert Brand.objects.get(site=site).tagline == "Changée par l’agente"
    assert home.sentence == "Une phrase de l’agente."


def test_a_deleted_compulsory_page_comes_back(home: HomePage) -> None:
    LegalNoticePage.objects.child_of(home).get().delete()
    found_site(name="Saint-Aubin-sur-Lys")
    assert LegalNoticePage.objects.child_of(home).live().count() == 1


def test_each_language_has_its_own_pages_bound_as_translations(client: Client) -> None:
    found_site(name="Bailleul-sur-Lys", languages=("fr", "nl"))
    french, dutch = (HomePage.objects.get(locale__language_code=code) for code in ("fr", "nl"))
    assert french.translation_key == dutch.translation_key
    for model in COMPULSORY:
        pair = model.objects.order_by("locale_id")
        assert len({page.translation_key for page in pair}) == 1
        assert len({page.slug for page in pair}) >= 1
        assert pair[1].url.startswith("/nl/")
    assert 'lang="nl"' in client.get("/nl/").text


def test_djangos_site_keeps_step_with_wagtails(site: Site) -> None:
    first = DjangoSite.objects.get(pk=1)
    assert (f"http://{first.domain}", first.name) == (settings.DREAM_ORIGIN, "Saint-Aubin-sur-Lys")
    assert first.domain.startswith(site.hostname)


def test_colours_that_cannot_be_read_are_refused_and_nothing_is_made() -> None:
    with pytest.raises(ValidationError):
        found_site(name="Pâle", primary="#ffff99")
    assert not HomePage.objects.exists()


def test_what_the_law_wants_and_nobody_wrote_is_listed(home: HomePage) -> None:
    assert missing_by_law(home) == []
    found_site(name="Sans bureau", languages=("fr", "en"), office=Office())
    english = HomePage.objects.get(locale__language_code="en")
    assert len(missing_by_law(english)) == 5
