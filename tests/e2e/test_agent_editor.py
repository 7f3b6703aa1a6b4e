"""The options of a vote, changed in the page editor by keyboard alone: one added, moved up, kept, seen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from dreamplus.cli.clone.sites import Site
from dreamplus.demonstration.content.staff import STAFF
from dreamplus.people.roles import Role
from tests.browser import Opener
from tests.e2e.keyboard import follow, write
from tests.e2e.people import sign_in_as_staff

pytestmark = pytest.mark.browser
NEW = "#inline_child_options-2"


def test_options_of_a_vote_in_the_page_editor(demonstration: dict[str, Site], open_page: Opener) -> None:
    site = demonstration["commune"]
    page = open_page(site.origin)
    sign_in_as_staff(page, site, STAFF[Role.AGENT][0])
    page.goto(f"{site.origin}/gestion/activites/votes/nouveau/")
    write(page, "Titre", "Quel nom pour la salle ?")
    write(page, "La question", "Choisissez un nom.")
    write(page, "Options", "Salle Devos\nSalle du Lin")
    page.locator("[name=closes_at]").fill("2040-12-12T20:00")
    follow(page, "Je garde ce brouillon")
    board = page.url
    follow(page, "Écrire la page")
    page.wait_for_load_state("networkidle")
    reach(page, "#id_options-ADD")
    page.keyboard.press("Enter")
    reach(page, f"{NEW} [name=options-2-label]")
    page.keyboard.type("Salle Zulma-Carpentier")
    reach(page, f"{NEW} [data-inline-panel-child-move-up]", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=options-2-ORDER]")).to_have_value("2")
    reach(page, "button[type=submit]:has-text('Enregistrer le brouillon')")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("a été mise à jour|enregistr", re.IGNORECASE)).first).to_be_visible()
    reach(page, "[data-side-panel-toggle=preview]")
    page.keyboard.press("Enter")
    preview = page.frame_locator("iframe[src*='preview'], iframe[title*='visualis' i], iframe[title*='aperçu' i]").first
    expect(preview.locator(".vote-option-label")).to_have_text(
        ["Salle Devos", "Salle Zulma-Carpentier", "Salle du Lin"]
    )
    page.goto(board)
    expect(page.get_by_role("heading", level=1)).to_have_text("Quel nom pour la salle ?")


def reach(page: Page, selector: str, *, key: str = "Tab", most: int = 150) -> None:
    """Moves the focus until it stands on what `selector` names: many buttons of the editor bear an icon alone."""
    target = page.locator(selector).first
    for _ in range(most):
        page.keyboard.press(key)
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"the keyboard never reaches {selector}")
