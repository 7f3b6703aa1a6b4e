"""An agent's day, by keyboard alone, in French. Five screens lead from the board to an open consultation, the board
included: board, words of the consultation, vote, everything read again, on line. Then the poster (two more: the vote's
own board, the poster), an answer to a proposal (one, from the board) and an early closing (two)."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from dreamplus.cli.clone.sites import Site
from dreamplus.demonstration.content.staff import STAFF
from dreamplus.people.roles import Role
from tests.accessibility.test_pages import overflowing, violations
from tests.browser import PHONE, WIDE, Opener
from tests.e2e.keyboard import follow, tab_to, twin_day, write, write_instant
from tests.e2e.people import sign_in_as_staff

pytestmark = pytest.mark.browser
AGENT = STAFF[Role.AGENT][0]
TITLE = "Le préau de l’école, pour qui le samedi ?"
VOTE = "Que faire du préau le samedi ?"
REASON = "La commission de sécurité ferme le préau lundi : le vote ne peut pas durer jusqu’au bout."
ANSWER = "Oui : les bancs avec dossier sont inscrits au budget du printemps, et posés avant l’été."
AT_REST = "() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)))"


class Screens:
    """Every screen an agent sees, inspected as it comes; pictures of them where the environment names a folder."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0
        self.problems: list[str] = []
        page.on("load", lambda _page: self._one_more())

    def _one_more(self) -> None:
        self.count += 1

    def inspect(self, name: str) -> None:
        """Axe with every rule on a wide screen; contrast and overflow on a phone in dark. Moves nothing."""
        found = [f"{name}, 1280 light: {one}" for one in violations(self.page)]
        self._picture(f"{name}-wide")
        self._render(PHONE, "dark")
        only = violations(self.page, only=["color-contrast", "target-size"]) + overflowing(self.page)
        self._picture(f"{name}-phone")
        self._render(WIDE, "light")
        self.problems += found + [f"{name}, 320 dark: {one}" for one in only]

    def _render(self, viewport: dict[str, int], scheme: str) -> None:
        self.page.set_viewport_size(viewport)  # type: ignore[arg-type] - playwright's own TypedDict
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] - light or dark
        self.page.evaluate(AT_REST)

    def _picture(self, name: str) -> None:
        if folder := os.environ.get("DREAM_PICTURES"):
            self.page.screenshot(path=Path(folder) / f"{self.count:02}-{name}.png", full_page=True)


def test_from_an_idea_to_an_early_closing(demonstration: dict[str, Site], open_page: Opener) -> None:
    site = demonstration["commune"]
    page = open_page(site.origin)
    sign_in_as_staff(page, site, AGENT)
    screens = Screens(page)
    page.goto(f"{site.origin}/gestion/")
    public, prepared = open_a_consultation(page, screens)
    assert screens.count <= 5, "the path from the board to an open consultation has grown"
    somebody_reads(open_page, public, "Je vote")
    print_the_poster(page, screens)
    page.goto(f"{site.origin}/gestion/")
    proposal = answer_a_proposal(page, screens)
    somebody_reads(open_page, proposal, ANSWER)
    page.goto(prepared)
    close_early(page, screens)
    somebody_reads(open_page, public, REASON)
    assert screens.problems == [], "\n".join(screens.problems)


def open_a_consultation(page: Page, screens: Screens) -> tuple[str, str]:
    """From the board; returns the address of the public page, and the one of its preparation."""
    closing = twin_day(datetime.now(tz=UTC).date())
    screens.inspect("board")
    follow(page, "Nouvelle consultation")
    screens.inspect("create")
    write(page, "Titre", TITLE)
    write(page, "En une ou deux phrases", "Le préau est vide le samedi. À qui peut-il servir ?")
    write(page, "Ce à quoi", "Le conseil municipal suit l’option arrivée en tête, ou dit pourquoi il ne la suit pas.")
    tab_to(page, "Recueillir des propositions")
    page.keyboard.press("Space")
    follow(page, "Ajouter d’abord un vote")
    screens.inspect("vote")
    write(page, "Titre", VOTE)
    write(page, "La question", "Choisissez ce que vous aimeriez y trouver.")
    write(page, "Options", "Un marché couvert | Six étals, le matin\nUne salle de jeux\nRien de plus")
    write_instant(page, "Clôture", closing)
    follow(page, "Continuer : relire")
    expect(page.get_by_text("Rien n’est encore public")).to_be_visible()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    screens.inspect("prepare")
    prepared = page.url
    ballot = page.get_by_role("link", name="Lire le bulletin").get_attribute("href") or ""
    assert "Une salle de jeux" in page.request.get(urljoin(page.url, ballot)).text()
    follow(page, "J’ouvre la consultation")
    screens.inspect("open")
    public = page.get_by_role("link", name="Voir la page").get_attribute("href") or ""
    return urljoin(prepared, public), prepared


def print_the_poster(page: Page, screens: Screens) -> None:
    follow(page, VOTE)
    screens.inspect("activity")
    follow(page, "Affiche avec QR code")
    screens.inspect("poster")
    code = page.get_by_role("img", name=re.compile("QR"))
    assert code.evaluate("image => image.complete && image.naturalWidth > 0")
    expect(page.get_by_role("heading", level=1)).to_have_text(VOTE)


def answer_a_proposal(page: Page, screens: Screens) -> str:
    """The one with the most supports; returns its public address."""
    follow(page, "Des bancs avec dossier")
    screens.inspect("answer")
    write(page, "Réponse", ANSWER)
    write(page, "Au nom de qui", "l’adjointe aux travaux")
    follow(page, "Je publie la réponse")
    expect(page.get_by_text(ANSWER)).to_be_visible()
    return page.url


def close_early(page: Page, screens: Screens) -> None:
    follow(page, VOTE)
    follow(page, "Clore plus tôt")
    screens.inspect("close")
    write(page, "Motif", REASON)
    follow(page, "Je change la clôture")
    expect(page.get_by_text(REASON)).to_be_visible()
    screens.inspect("closed")


def somebody_reads(open_page: Opener, address: str, words: str) -> None:
    """A visitor who is not signed in."""
    expect(open_page(address).locator("main")).to_contain_text(words)
