"""A moderation case from the notice to the appeal, by keyboard, in French: four people, every screen inspected."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from dreamplus.cli.clone.sites import Site
from dreamplus.demonstration.content.staff import STAFF
from dreamplus.people.roles import Role
from tests.browser import PHONE, Opener
from tests.e2e.keyboard import follow, tab_to, tab_to_input, write
from tests.e2e.people import sign_in_as_staff, sign_in_by_code
from tests.e2e.test_agent import Screens

pytestmark = pytest.mark.browser
AUTHOR = "habitante@demo.exemple"
TITLE = "Fermer la rue aux voitures le matin"
BODY = "Entre huit heures et neuf heures, la rue de l’école serait aux enfants. Monsieur Untel s’y gare toujours mal."
FACTS = "La dernière phrase désigne une personne et lui fait un reproche sans rapport avec la proposition."
APPEAL = "Je parlais de la règle, pas de la personne ; ce nom est celui de tout le monde."


def choose(page: Page, label: str) -> None:
    """In the next group of radio buttons, by the arrows."""
    tab_to_input(page)
    for _ in range(20):
        page.keyboard.press("ArrowDown")
        chosen = page.evaluate("document.activeElement.labels[0].innerText")
        if chosen.strip() == label:
            return
    raise AssertionError(f"no choice is called {label}")


def written(open_page: Opener, site: Site) -> str:
    """A proposal by somebody; returns its address."""
    page = open_page(f"{site.origin}/participer/plan-velo/vos-trajets/")
    page.get_by_role("link", name=re.compile("proposition|propose", re.IGNORECASE)).first.click()
    page.locator("input[name=title]").fill(TITLE)
    page.locator("textarea").first.fill(BODY)
    page.locator("button[value=preview]").click()
    page.get_by_role("link", name="Recevoir un code et publier").click()
    sign_in_by_code(page, site, AUTHOR)
    page.get_by_role("button", name="Je publie").click()
    return urljoin(site.origin, page.get_by_role("link", name="Voir ma proposition").get_attribute("href") or "")


def test_from_the_notice_to_the_appeal(demonstration: dict[str, Site], open_page: Opener) -> None:
    site = demonstration["commune"]
    address = written(open_page, site)
    reported, screens = report(open_page, address)
    hide(open_page, site, screens)
    expect(open_page(address).locator("main")).not_to_contain_text("Monsieur Untel")
    reported.reload()
    expect(reported.locator("main")).to_contain_text("Mots masqués")
    contest(open_page, site, screens)
    answer(open_page, site, screens)
    expect(open_page(address).locator("main")).to_contain_text("Monsieur Untel")
    log = open_page(f"{site.origin}/moderation/", viewport=PHONE)
    expect(log.locator("main")).to_contain_text("oui ; réponse : Visible")
    assert screens == [], "\n".join(screens)


def report(open_page: Opener, address: str) -> tuple[Page, list[str]]:
    """Without an account, on a phone; returns the page that follows the report, and what axe found."""
    page = open_page(address, viewport=PHONE)
    screens = Screens(page)
    follow(page, "Signaler cette proposition")
    screens.inspect("report")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # playwright's own TypedDict
    choose(page, "Attaque contre une personne plutôt que débat")
    write(page, "Expliquez avec vos mots", "La fin s’en prend à quelqu’un.")
    tab_to(page, "Je signale de bonne foi")
    page.keyboard.press("Space")
    expect(page.locator("[data-dream-proof]")).not_to_have_value("", timeout=20_000)
    follow(page, "J’envoie mon signalement")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre signalement")
    screens.inspect("followed")
    return page, screens.problems


def hide(open_page: Opener, site: Site, problems: list[str]) -> None:
    """An agent, from the queue."""
    page = open_page(site.origin)
    sign_in_as_staff(page, site, STAFF[Role.AGENT][0])
    screens = Screens(page)
    page.goto(f"{site.origin}/gestion/moderation/")
    screens.inspect("queue")
    follow(page, TITLE)
    follow(page, "Je prends ce dossier")
    expect(page.get_by_text("envoyé sans preuve de calcul")).to_have_count(0)
    screens.inspect("case")
    choose(page, "Masquer ces mots")
    choose(page, "Attaque contre une personne plutôt que débat")
    write(page, "Faits, pour l’auteur", FACTS)
    follow(page, "Je décide")
    expect(page.get_by_text("C’est décidé.")).to_be_visible()
    problems += screens.problems


def contest(open_page: Opener, site: Site, problems: list[str]) -> None:
    """The author, from their own list."""
    page = open_page(f"{site.origin}/compte/login/?next=/moderation/mes-decisions/")
    sign_in_by_code(page, site, AUTHOR)
    screens = Screens(page)
    screens.inspect("mine")
    follow(page, "Masqué")
    expect(page.locator("main")).to_contain_text(FACTS)
    screens.inspect("statement")
    write(page, "Pourquoi contestez-vous", APPEAL)
    follow(page, "Je conteste")
    expect(page.get_by_text("Vous contestez cette décision")).to_be_visible()
    problems += screens.problems


def answer(open_page: Opener, site: Site, problems: list[str]) -> None:
    """Somebody else than the agent."""
    page = open_page(site.origin)
    sign_in_as_staff(page, site, STAFF[Role.ADMINISTRATOR][0])
    screens = Screens(page)
    page.goto(f"{site.origin}/gestion/moderation/?etat=appealed")
    follow(page, TITLE)
    expect(page.locator("main")).to_contain_text(APPEAL)
    follow(page, "Je prends ce dossier")
    screens.inspect("review")
    choose(page, "Laisser ces mots visibles")
    follow(page, "Je réponds au recours")
    expect(page.get_by_text("Le recours a sa réponse.")).to_be_visible()
    problems += screens.problems
