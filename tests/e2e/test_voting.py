"""A resident votes, on a phone, by keyboard, without scripts, and changes their mind."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from dreamplus.cli.clone.sites import Site
from tests.browser import PHONE, Opener
from tests.e2e.keyboard import tab_to, tab_to_input
from tests.e2e.people import sign_in_by_code, sign_up

pytestmark = pytest.mark.browser


def reference_on(page: Page) -> str:
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre vote est dans l’urne")
    return page.locator(".vote-reference").inner_text()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_three_taps_from_the_poster_to_the_ballot(
    demonstration: dict[str, Site], open_page: Opener, javascript: bool
) -> None:
    """Chooses first, signs in with the code, comes back with the choice, votes, changes it: one vote all along."""
    site = demonstration["commune"]
    page = open_page(f"{site.origin}/participer/place-du-marche/", viewport=PHONE, javascript=javascript)
    page.get_by_role("link", name="Je vote").first.click()
    page.get_by_text("Le jardin de marché").click()
    page.get_by_role("button", name="Vérifier mon choix").click()
    expect(page.locator(".vote-chosen")).to_have_text("Le jardin de marché")
    page.get_by_role("link", name=re.compile("Recevoir un code")).click()
    sign_in_by_code(page, site, f"votante-{javascript}@exemple.fr".lower())
    expect(page.locator(".vote-chosen")).to_have_text("Le jardin de marché")
    page.get_by_role("button", name="Je vote").click()
    first = reference_on(page)
    page.get_by_role("link", name="Changer mon vote").click()
    page.get_by_text("La halle ouverte").click()
    page.get_by_role("button", name="Vérifier mon choix").click()
    page.get_by_role("button", name="Je vote").click()
    assert reference_on(page) == first


def test_a_new_resident_votes_by_keyboard_alone(demonstration: dict[str, Site], open_page: Opener) -> None:
    site = demonstration["commune"]
    page = open_page(site.origin)
    sign_up(page, site, "clavier@exemple.fr")
    page.goto(f"{site.origin}/participer/place-du-marche/")
    tab_to(page, "Je vote")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vote/**")
    tab_to_input(page)
    page.keyboard.press("Space")
    chosen = page.evaluate("document.activeElement.closest('label').innerText")
    tab_to(page, "Vérifier mon choix")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert page.locator(".vote-chosen").inner_text().strip() in chosen
    tab_to(page, "Je vote")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert reference_on(page)


def test_turnout_moves_on_an_open_page(demonstration: dict[str, Site], open_page: Opener) -> None:
    """Somebody reads the page of the vote while another votes: the figure follows without a reload."""
    site = demonstration["village"]
    reader = open_page(f"{site.origin}/participer/chemin-du-moulin/")
    reader.locator("main a[href*='/participer/chemin-du-moulin/faut-il']").first.click()
    reader.locator("main a[href*='/vote/']").first.click()
    figure = reader.locator("[data-dream-live] [data-dream-field=turnout]").first
    before = int(re.sub(r"\D", "", figure.inner_text()))
    voter = open_page(site.origin)
    sign_up(voter, site, "voisine@exemple.fr")
    voter.goto(reader.url)
    voter.get_by_text("Oui", exact=True).click()
    voter.get_by_role("button", name="Vérifier mon choix").click()
    voter.get_by_role("button", name="Je vote").click()
    reference_on(voter)
    expect(figure).to_have_text(re.compile(rf"^\s*{before + 1}\s*$"), timeout=8000)
