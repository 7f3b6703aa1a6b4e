"""What was proposed, supported, commented, answered; and how the region learns of a result."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from dreamplus.cli.clone.sites import Site
from tests.browser import PHONE, Opener
from tests.e2e.people import sign_in_by_code, sign_up

pytestmark = pytest.mark.browser


def test_a_proposal_begun_without_an_account(demonstration: dict[str, Site], open_page: Opener) -> None:
    """Written on a phone without scripts, kept through sign-in, published, followed by its number."""
    site = demonstration["commune"]
    page = open_page(f"{site.origin}/participer/plan-velo/vos-trajets/", viewport=PHONE, javascript=False)
    page.get_by_role("link", name=re.compile("proposition|propose|proposal", re.IGNORECASE)).first.click()
    page.locator("input[name=title]").fill("Une piste jusqu’à la gare")
    page.locator("textarea").first.fill("Le long de la voie ferrée, il y a la place, et aucune rue à traverser.")
    page.locator("button[value=preview]").click()
    expect(page.get_by_role("heading", name="Une piste jusqu’à la gare")).to_be_visible()
    page.get_by_role("link", name="Recevoir un code et publier").click()
    sign_in_by_code(page, site, "habitante@demo.exemple")
    page.get_by_role("button", name="Je publie").click()
    reference = page.locator(".reference").inner_text().strip()
    page.goto(f"{site.origin}/suivi/{reference}/")
    expect(page.get_by_role("heading", name="Ce que c’est devenu")).to_be_visible()
    page.locator("main a[href*='/proposition/']").first.click()
    expect(page.get_by_role("heading", name="Une piste jusqu’à la gare")).to_be_visible()


def test_a_comment_under_the_news(demonstration: dict[str, Site], open_page: Opener) -> None:
    site = demonstration["commune"]
    page = open_page(site.origin)
    sign_up(page, site, "lectrice@exemple.fr")
    page.goto(f"{site.origin}/actualites/")
    page.get_by_role("link", name=re.compile("Les esquisses de la place")).first.click()
    page.get_by_label("Votre commentaire").fill("La maquette est très parlante, merci.")
    page.get_by_role("button", name="Je publie mon commentaire").click()
    expect(page.get_by_text("La maquette est très parlante, merci.")).to_be_visible()
    expect(page.get_by_text("Votre commentaire est publié.")).to_be_visible()


def test_the_hub_shows_the_signed_result(demonstration: dict[str, Site], open_page: Opener) -> None:
    """Harvested within two minutes of the demonstration's start, verified, with its figures."""
    page = open_page(f"{demonstration['hub'].origin}/resultats/")
    for _ in range(24):
        if page.get_by_text("Par quel chantier commencer").count():
            break
        page.wait_for_timeout(5000)
        page.reload()
    row = page.get_by_role("row").filter(has_text="Par quel chantier commencer")
    expect(row).to_contain_text("Saint-Aubin-sur-Lys")
    expect(row).to_contain_text("574")
    expect(row).to_contain_text(re.compile("vérifié"))
