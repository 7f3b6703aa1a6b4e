"""J1: a citizen on a phone, from the consultation to the receipt; an agent who writes the questions without code."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dreamplus.cli.clone.sites import Site
from dreamplus.demonstration.content.staff import STAFF
from dreamplus.people.roles import Role
from tests.browser import PHONE, Opener
from tests.e2e.keyboard import follow, tab_to, twin_day, write, write_instant
from tests.e2e.people import sign_in_as_staff, sign_in_by_code
from tests.e2e.test_agent import Screens

pytestmark = pytest.mark.browser
PAGE = "/participer/plan-velo/vos-habitudes/"
NUMBER = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}")


def test_a_citizen_answers_on_a_phone_with_the_keyboard(demonstration: dict[str, Site], open_page: Opener) -> None:
    site = demonstration["commune"]
    page = open_page(site.origin + PAGE, viewport=PHONE)
    screens = Screens(page)
    follow(page, "Je réponds")
    screens.inspect("first screen")
    tab_to(page, "À pied")
    page.keyboard.press("ArrowDown")
    follow(page, "Continuer")
    expect(page.locator("main")).to_contain_text("Étape 2 sur 3")
    screens.inspect("second screen")
    tab_to(page, "Sans réponse")  # of the first line; the arrow goes round to its first answer
    page.keyboard.press("ArrowDown")
    tab_to(page, "Une piste sur le pont")
    page.keyboard.press("1")
    write(page, "Un endroit précis", "Le virage du pont, à la tombée de la nuit.")
    follow(page, "Continuer")
    main = page.locator("main")
    for words in ("À vélo", "Rue des Saules : Oui", "1. Une piste sur le pont", "à la tombée de la nuit"):
        expect(main).to_contain_text(words)
    screens.inspect("read again")
    follow(page, "Recevoir un code et envoyer")
    sign_in_by_code(page, site, "lea.du.pont@exemple.fr")
    expect(page.locator("main")).to_contain_text("à la tombée de la nuit")
    follow(page, "J’envoie mes réponses")
    assert NUMBER.search(page.locator(".reference").inner_text())
    screens.inspect("receipt")
    assert screens.problems == [], "\n".join(screens.problems)


def test_it_is_answered_without_scripts_and_taken_up_on_another_device(
    demonstration: dict[str, Site], new_context: Callable[..., BrowserContext]
) -> None:
    site = demonstration["commune"]
    page = new_context(java_script_enabled=False, viewport=PHONE).new_page()
    page.goto(site.origin + PAGE)
    page.get_by_role("link", name="Je réponds").first.click()
    page.get_by_label("À vélo").check()
    page.get_by_role("button", name="Continuer plus tard").click()
    link = page.locator("textarea").input_value()
    other = new_context(java_script_enabled=False).new_page()
    other.goto(link)
    other.get_by_role("button", name="Continuer", exact=True).click()
    assert other.get_by_label("À vélo").is_checked()
    other.get_by_role("button", name="Continuer", exact=True).click()
    other.get_by_role("button", name="Continuer", exact=True).click()
    other.get_by_role("link", name="Recevoir un code et envoyer").click()
    sign_in_by_code(other, site, "paul.sans.scripts@exemple.fr")
    other.get_by_role("button", name="J’envoie mes réponses").click()
    assert NUMBER.search(other.locator(".reference").inner_text())


def test_an_agent_writes_questions_prints_them_and_enters_a_sheet(
    demonstration: dict[str, Site], open_page: Opener
) -> None:
    site = demonstration["commune"]
    page = open_page(site.origin, viewport=PHONE)
    sign_in_as_staff(page, site, STAFF[Role.AGENT][0])
    screens = Screens(page)
    prepared(page, site, screens)
    page.get_by_role("link", name="Ajouter une question").first.click()
    screens.inspect("kinds")
    follow(page, "Un seul choix")
    write(page, "La question", "Quel soir vous convient ?")
    write(page, "Les réponses, une par ligne", "Mardi\nJeudi | 20")
    screens.inspect("question")
    follow(page, "Ajouter la question")
    expect(page.locator("main")).to_contain_text("Quel soir vous convient ?")
    screens.inspect("questions")
    page.get_by_role("link", name="Imprimer").click()
    expect(page.locator("main")).to_contain_text("Feuille numéro")
    screens.inspect("paper")
    assert screens.problems == [], "\n".join(screens.problems)


def prepared(page: Page, site: Site, screens: Screens) -> None:
    """A consultation of the type “survey”, with the questions that are ready: two screens, by keyboard."""
    page.goto(f"{site.origin}/gestion/consultations/nouvelle/")
    tab_to(page, "Consultation")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    write(page, "Titre", f"Les soirs de la médiathèque {time.time():.0f}")
    write(page, "En une ou deux phrases", "Quel soir ouvrir plus tard ?")
    write(page, "Ce à quoi la collectivité s’engage", "Le conseil décide en mars.")
    tab_to(page, "Recueillir des propositions")
    page.keyboard.press("Space")
    follow(page, "Ajouter d’abord un questionnaire")
    screens.inspect("survey")
    write(page, "Titre", "Vos soirées")
    write_instant(page, "Réponses jusqu’au", twin_day(datetime.now(UTC).date()))
    follow(page, "Continuer : les questions")
    expect(page.locator("main")).to_contain_text("Si vous pouviez changer une seule chose")
