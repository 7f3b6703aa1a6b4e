"""Somebody without an e-mail address takes part at a cyber-centre (J4), by keyboard, on a screen as small as a phone: a
code from the helper, consent, a vote, a proposal, a printed receipt, and nothing left behind."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from dreamplus.cli.clone.sites import Site
from dreamplus.demonstration.content.staff import STAFF
from dreamplus.people.roles import Role
from tests.browser import PHONE, Opener
from tests.e2e.keyboard import follow, tab_to, tab_to_input, write
from tests.e2e.people import sign_in_as_staff
from tests.e2e.test_agent import Screens

pytestmark = pytest.mark.browser
NAME, TITLE = "Marcel", "Un banc à l’abri devant la pharmacie"
BODY = "On attend debout, sous la pluie. Un banc et un toit, face à l’arrêt du car, et tout le monde y gagne."
REFERENCE = re.compile(r"(?:V-)?[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


def test_somebody_is_helped(demonstration: dict[str, Site], open_page: Opener) -> None:
    site = demonstration["commune"]
    helper, kiosk = open_page(site.origin), open_page(site.origin, viewport=PHONE)
    code, problems = opens(helper, site)
    problems += begins(kiosk, site, code)
    votes(kiosk, site)
    problems += proposes(kiosk, site)
    problems += is_asked(kiosk)
    reference, more = finishes(kiosk)
    problems += more
    nothing_is_left(kiosk, site)
    helper.reload()
    expect(helper.get_by_text("Personne n’est aidé en ce moment")).to_be_visible()
    follows(open_page(site.origin, viewport=PHONE), site, reference)
    assert problems == [], "\n".join(problems)


def opens(page: Page, site: Site) -> tuple[str, list[str]]:
    """On the helper's screen: how the person is known, where, and the code for the kiosk."""
    sign_in_as_staff(page, site, STAFF[Role.ANIMATOR][0])
    screens = Screens(page)
    page.goto(f"{site.origin}/gestion/accompagner/")
    screens.inspect("board")
    follow(page, "La personne n’est sur aucune liste")
    screens.inspect("open")
    tab_to_input(page)
    page.keyboard.press("Space")
    tab_to(page, "Année de naissance")
    page.keyboard.type("1841")
    tab_to(page, "Sur celui-ci")
    page.keyboard.press("ArrowDown")
    follow(page, "Continuer")
    expect(page.locator("main")).to_contain_text("quatre chiffres")
    tab_to(page, "Année de naissance")  # in the list of what is to correct
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("1941")
    follow(page, "Continuer")
    code = page.locator(".helped-code").inner_text()
    screens.inspect("code")
    follow(page, "Revenir au tableau")
    expect(page.get_by_text("code pas encore tapé")).to_be_visible()
    screens.inspect("under-way")
    return code, screens.problems


def begins(page: Page, site: Site, code: str) -> list[str]:
    """On the kiosk: a wrong digit first, then the code; the box is left empty once."""
    screens = Screens(page)
    page.goto(f"{site.origin}/accompagne/")
    screens.inspect("arrive")
    write(page, "Code donné", code[:-1] + str((int(code[-1]) + 1) % 10))
    follow(page, "Commencer")
    expect(page.locator("main")).to_contain_text("Comparez-le chiffre par chiffre")
    screens.inspect("wrong-code")
    tab_to(page, "Code donné")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type(code)
    follow(page, "Commencer")
    screens.inspect("consent")
    write(page, "Nom affiché", NAME)
    follow(page, "Je commence")
    expect(page.locator("main")).to_contain_text("Cochez la case")
    screens.inspect("consent-missing")
    tab_to(page, "Je participe avec de l’aide")  # in the list of what is to correct
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    follow(page, "Je commence")
    expect(page.get_by_text("Vous participez avec de l’aide.")).to_be_visible()
    screens.inspect("home")
    page.goto(f"{site.origin}/compte/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette page ne s’ouvre pas ici")
    screens.inspect("closed")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # playwright's own TypedDict
    return screens.problems


def votes(page: Page, site: Site) -> None:
    page.goto(f"{site.origin}/participer/place-du-marche/")
    follow(page, "Je vote")
    tab_to_input(page)
    page.keyboard.press("Space")
    follow(page, "Vérifier mon choix")
    follow(page, "Je vote")
    expect(page.locator("main")).to_contain_text("il est imprimé à la fin")


def proposes(page: Page, site: Site) -> list[str]:
    screens = Screens(page)
    page.goto(f"{site.origin}/participer/plan-velo/vos-trajets/")
    follow(page, "Je propose")
    write(page, "Votre proposition en une phrase", TITLE)
    write(page, "Expliquez-la", BODY)
    follow(page, "Je relis")
    follow(page, "Je publie")
    expect(page.locator("main")).to_contain_text("Il est imprimé à la fin")
    screens.inspect("published")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # the same
    return screens.problems


def is_asked(page: Page) -> list[str]:
    """Nobody touches the screen: it asks, and one press prolongs."""
    page.clock.install()
    page.reload()
    screens = Screens(page)
    dialog = page.get_by_role("dialog", name="Êtes-vous toujours là ?")
    page.clock.run_for(118_000)
    expect(dialog).to_be_hidden()
    page.clock.run_for(4_000)
    expect(dialog).to_be_visible()
    screens.inspect("still-there")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    page.clock.resume()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # the same
    return screens.problems


def finishes(page: Page) -> tuple[str, list[str]]:
    screens = Screens(page)
    follow(page, "Terminer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon reçu")
    expect(page.get_by_text(TITLE)).to_be_visible()
    references = REFERENCE.findall(page.locator("main").inner_text())
    assert len(references) == 2, references
    screens.inspect("receipt")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # the same
    tab_to(page, "Imprimer")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Terminer et tout effacer")).to_be_hidden()
    expect(page.get_by_text("Vous participez avec de l’aide.")).to_be_hidden()
    page.emulate_media(media="screen")
    follow(page, "Terminer et tout effacer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tout est effacé")
    screens.inspect("gone")
    return next(one for one in references if not one.startswith("V-")), screens.problems


def nothing_is_left(page: Page, site: Site) -> None:
    """Neither cookies that name anybody, nor a page of theirs behind the browser's button."""
    assert not [cookie for cookie in page.context.cookies() if "choice" in cookie["name"]]
    page.go_back()
    expect(page.locator("body")).not_to_contain_text(TITLE)
    page.goto(f"{site.origin}/compte/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("identifier", re.IGNORECASE))


def follows(page: Page, site: Site, reference: str) -> None:
    """At home or at the library, with the sheet of paper."""
    page.goto(f"{site.origin}/suivi/")
    write(page, "Référence", reference)
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("Ce que c’est devenu")


def test_a_screen_left_alone_is_wiped(demonstration: dict[str, Site], open_page: Opener) -> None:
    """On the helper's own screen, which the person leaves without a word."""
    site = demonstration["village"]
    page = open_page(site.origin)
    sign_in_as_staff(page, site, STAFF[Role.ANIMATOR][0])
    page.goto(f"{site.origin}/gestion/accompagner/ouvrir/")
    page.get_by_label("Elle n’a pas d’adresse e-mail").check()
    page.get_by_label("Sur celui-ci").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Je participe avec de l’aide").check()
    page.clock.install()
    page.get_by_role("button", name="Je commence").click()
    expect(page.get_by_text("Vous participez avec de l’aide.")).to_be_visible()
    page.clock.run_for(185_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tout est effacé")
    page.goto(f"{site.origin}/gestion/accompagner/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("identifier", re.IGNORECASE))
