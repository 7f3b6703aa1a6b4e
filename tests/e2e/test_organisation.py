"""An association takes part (J11), by keyboard, on a phone: declared, recognised, spoken for by two, each by their own
account; one proposal in its name, its certificate."""

from __future__ import annotations

import re
import time
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from dreamplus.cli.clone.sites import Site
from dreamplus.demonstration.content.staff import STAFF
from dreamplus.demonstration.mailbox import letters
from dreamplus.people.roles import Role
from tests.browser import PHONE, Opener
from tests.e2e.keyboard import follow, tab_to, write
from tests.e2e.people import sign_in_as_staff, sign_up
from tests.e2e.test_agent import Screens

pytestmark = pytest.mark.browser
FIRST, SECOND = "awa.diop@exemple.fr", "paul.lecocq@exemple.fr"
NAME = "Les Jardins partagés de la Haute-Lys et de ses affluents"
TITLE = "Des bacs potagers devant la salle des fêtes"
BODY = "Trois bacs à hauteur de fauteuil, arrosés par la récupération d’eau du toit. Nous les entretenons."


def test_an_association_takes_part(demonstration: dict[str, Site], open_page: Opener) -> None:
    site = demonstration["commune"]
    first = open_page(site.origin, viewport=PHONE)
    sign_up(first, site, FIRST)
    problems = declare(first, site)
    problems += recognise(open_page(site.origin), site)
    problems += invite(first, site)
    second = open_page(site.origin, viewport=PHONE)
    sign_up(second, site, SECOND)
    problems += accept(second, site)
    problems += propose(second, site)
    certificate(second, site)
    assert problems == [], "\n".join(problems)


def declare(page: Page, site: Site) -> list[str]:
    screens = Screens(page)
    page.goto(f"{site.origin}/compte/")
    follow(page, "Mes associations et entreprises")
    screens.inspect("none")
    follow(page, "Déclarer une organisation")
    write(page, "Nom de l’organisation", NAME)
    write(page, "Numéro RNA ou SIREN", "552 100 555")
    follow(page, "Je la déclare")
    expect(page.locator("main")).to_contain_text("Un chiffre au moins est faux")
    screens.inspect("wrong-number")
    expect(page.get_by_label("Nom de l’organisation")).to_have_value(NAME)
    tab_to(page, "Numéro RNA ou SIREN")  # in the list of what is to correct
    page.keyboard.press("Enter")
    expect(page.get_by_label("Numéro RNA ou SIREN")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("W 596 007 777")
    follow(page, "Je la déclare")
    expect(page.get_by_text("La mairie n’a pas encore répondu")).to_be_visible()
    screens.inspect("declared")
    return screens.problems


def recognise(page: Page, site: Site) -> list[str]:
    sign_in_as_staff(page, site, STAFF[Role.AGENT][0])
    screens = Screens(page)
    expect(page.get_by_role("heading", name=re.compile("Organisations à reconnaître"))).to_be_visible()
    follow(page, "Toutes les organisations")
    screens.inspect("queue")
    follow(page, NAME)
    screens.inspect("one")
    follow(page, "Reconnaître")
    expect(page.get_by_text("C’est décidé")).to_be_visible()
    return screens.problems


def invite(page: Page, site: Site) -> list[str]:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # playwright's own TypedDict
    screens = Screens(page)
    page.goto(f"{site.origin}/compte/organisations/")
    follow(page, NAME)
    write(page, "Adresse e-mail de la personne", SECOND)
    follow(page, "Envoyer l’invitation")
    expect(page.get_by_text("L’invitation est partie")).to_be_visible()
    screens.inspect("invited")
    return screens.problems


def accept(page: Page, site: Site) -> list[str]:
    screens = Screens(page)
    page.goto(invitation(site))
    screens.inspect("invitation")
    follow(page, "J’accepte")
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    screens.inspect("delegate")
    return screens.problems


def invitation(site: Site) -> str:
    """The link of the letter, as soon as it has come."""
    for _ in range(60):
        for letter in letters(site.folder / "mail"):
            if SECOND in letter.to and (found := re.search(r"https?://\S+/invitation/\S+", letter.text)):
                return found[0]
        time.sleep(0.5)
    raise AssertionError("the invitation never came")


def propose(page: Page, site: Site) -> list[str]:
    screens = Screens(page)
    page.goto(f"{site.origin}/participer/plan-velo/vos-trajets/")
    follow(page, "Je propose")
    write(page, "Votre proposition en une phrase", TITLE)
    write(page, "Expliquez-la", BODY)
    follow(page, "Je relis")
    screens.inspect("in-whose-name")
    tab_to(page, "En mon nom")
    page.keyboard.press("ArrowDown")
    follow(page, "Je publie")
    page.goto(urljoin(site.origin, page.get_by_role("link", name="Voir ma proposition").get_attribute("href") or ""))
    expect(page.locator("main")).to_contain_text(NAME)
    follow(page, NAME)
    expect(page.locator("main")).to_contain_text(TITLE)
    expect(page.locator("main")).not_to_contain_text("Paul")
    screens.inspect("its-page")
    return screens.problems


def certificate(page: Page, site: Site) -> None:
    page.goto(f"{site.origin}/compte/organisations/")
    follow(page, NAME)
    tab_to(page, "Attestation de participation")
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    file = coming.value.path()
    assert file.read_bytes().startswith(b"%PDF-")
    assert file.stat().st_size > 3000
