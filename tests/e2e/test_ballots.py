"""Ballots of every kind, and one of several questions, on a phone: by keyboard with scripts, then without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dreamplus.cli.clone.sites import Site
from tests.accessibility.test_pages import overflowing, violations
from tests.browser import PHONE, Opener
from tests.e2e.keyboard import follow, tab_to
from tests.e2e.people import sign_up

pytestmark = pytest.mark.browser
HIGH_STREET = "/participer/grand-rue/"


def grade_by_keyboard(page: Page) -> list[str]:
    """The arrows move among the grades of one option, Tab to the next option."""
    for presses in (1, 2, 0):
        tab_to(page, "Sans mention")
        for _ in range(presses):
            page.keyboard.press("ArrowRight")
    expect(page.locator(".ballot-left")).to_have_text(re.compile(r"Répondu\s: 2 sur 4"))
    return [
        "Piétonne toute l’année Excellent",
        "Piétonne le samedi et le dimanche Très bien",
        "Zone de rencontre à 20 km/h sans mention : compte comme rejetée",
        "Comme aujourd’hui sans mention : compte comme rejetée",
    ]


def rank_by_keyboard(page: Page) -> list[str]:
    """Into the order, up, and equal to the one above: the focus follows the card that moves."""
    for tree in ("L’érable", "Le charme", "Le sophora"):
        tab_to(page, f"La classer : {tree}")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.closest('[data-option]').innerText").find(tree) >= 0
    back_to(page, "↑ Monter : Le charme")
    page.keyboard.press("Enter")
    tab_to(page, "= À égalité avec la précédente : Le sophora")
    page.keyboard.press("Enter")
    expect(page.locator(".ballot-left")).to_have_text(re.compile(r"Le sophora du Japon\s: rang 2.*Classées\s: 3 sur 5"))
    return ["Le charme houblon rang 1", "L’érable champêtre rang 2", "Le sophora du Japon rang 2"]


def share_by_keyboard(page: Page) -> list[str]:
    """A number typed, then one more by its button."""
    tab_to(page, "Une fontaine à boire")
    page.keyboard.type("6")
    tab_to(page, "+ Un de plus : Une fontaine")
    page.keyboard.press("Enter")
    tab_to(page, "Un jeu pour les petits")
    page.keyboard.type("3")
    expect(page.locator(".ballot-left")).to_have_text(re.compile(r"Points restants\s: 0 sur 10"))
    return ["Une fontaine à boire 7 points", "Un jeu pour les petits 3 points"]


def answer_by_keyboard(page: Page) -> list[str]:
    """Three questions on one ballot: an option, the blank vote, a grade."""
    tab_to(page, "Oui")
    page.keyboard.press("Space")
    tab_to(page, "À 11 h 30")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    tab_to(page, "Sans mention")
    page.keyboard.press("ArrowRight")
    return [
        "Oui",
        "Vote blanc",
        "Le pain du boulanger du bourg Excellent",
        "Un potager tenu par les écoliers sans mention : compte comme rejetée",
    ]


def answer_plainly(page: Page) -> None:
    first, second, third = page.locator(".vote-part").all()
    first.get_by_text("Non", exact=True).click()
    second.get_by_text("À midi, tous ensemble").click()
    third.get_by_text("Vote blanc", exact=True).click()


def grade_plainly(page: Page) -> None:
    page.get_by_role("group", name="Zone de rencontre").get_by_text("Assez bien").click()


def rank_plainly(page: Page) -> None:
    page.get_by_label("Rang · Le poirier").select_option("1")
    page.get_by_label("Rang · Le tilleul").select_option("2")


def share_plainly(page: Page) -> None:
    page.get_by_label("Des toilettes accessibles").fill("10")


VOTES: dict[str, tuple[str, Callable[[Page], list[str]], Callable[[Page], None], list[str]]] = {
    "grades": ("quelle-grand-rue", grade_by_keyboard, grade_plainly, ["Zone de rencontre à 20 km/h Assez bien"]),
    "ranking": (
        "quels-arbres",
        rank_by_keyboard,
        rank_plainly,
        ["Le poirier d’ornement rang 1", "Le tilleul à petites feuilles rang 2"],
    ),
    "several questions": (
        "cantine:quotidien",
        answer_by_keyboard,
        answer_plainly,
        ["Non", "À midi, tous ensemble", "Vote blanc"],
    ),
    "points": ("dix-points", share_by_keyboard, share_plainly, ["Des toilettes accessibles 10 points"]),
}


def back_to(page: Page, name: str) -> None:
    """As `tab_to`, the other way round."""
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.innerText.replace(/\\s+/g, ' ')").strip().startswith(name):
            return
    raise AssertionError(f"the keyboard never comes back to “{name}”")


def open_ballot(page: Page, site: Site, part: str) -> None:
    process, _colon, part = part.rpartition(":")
    page.goto(site.origin + (f"/participer/{process}/" if process else HIGH_STREET))
    page.goto(site.origin + str(page.locator(f"main a[href*='{part}']").first.get_attribute("href")))
    page.goto(site.origin + str(page.locator("main a[href$='/'][href*='/vote/']").first.get_attribute("href")))


def read_back(page: Page) -> list[str]:
    lines = page.locator(".vote-chosen > *").all_inner_texts()
    return [re.sub(r"\s+", " ", line).strip() for line in lines]


def problems(page: Page) -> list[Any]:
    return violations(page) + overflowing(page)


def test_every_ballot_by_keyboard_on_a_phone(demonstration: dict[str, Site], open_page: Opener) -> None:
    site = demonstration["commune"]
    page = open_page(site.origin, viewport=PHONE)
    sign_up(page, site, "mentions@exemple.fr")
    for kind, (part, fill, _plainly, _lines) in VOTES.items():
        open_ballot(page, site, part)
        lines = fill(page)
        assert problems(page) == [], kind
        follow(page, "Vérifier mon choix")
        assert read_back(page)[: len(lines)] == lines, kind
        assert problems(page) == [], kind
        follow(page, "Je vote")
        expect(page.get_by_role("heading", level=1)).to_have_text("Votre vote est dans l’urne")


def test_every_ballot_without_scripts(demonstration: dict[str, Site], open_page: Opener) -> None:
    site = demonstration["commune"]
    page = open_page(site.origin, viewport=PHONE, javascript=False)
    sign_up(page, site, "sans-script@exemple.fr")
    for kind, (part, _keyboard, fill, lines) in VOTES.items():
        open_ballot(page, site, part)
        assert not page.locator("[data-move]:visible, [data-step]:visible, .ballot-left:visible").count(), kind
        fill(page)
        page.get_by_role("button", name="Vérifier mon choix").click()
        assert set(read_back(page)) >= set(lines), kind
        page.get_by_role("button", name="Je vote").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Votre vote est dans l’urne")
