"""J5: paper from the boxes to the result. An elected official reads by keyboard on a phone, an agent without scripts;
they differ, put it right, and the agent ends the count."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dreamplus.cli.clone.sites import Site
from dreamplus.demonstration.content.staff import STAFF
from dreamplus.people.roles import Role
from tests.accessibility.test_pages import overflowing, violations
from tests.browser import PHONE, Opener
from tests.e2e.keyboard import follow, tab_to, write
from tests.e2e.people import sign_in_as_staff

pytestmark = pytest.mark.browser
OFFICE, BUTCHER = "Secrétariat de mairie", "Boucherie du bourg"
SETTLE = (
    "from dreamplus.core import clock; from dreamplus.participation.services import settle_due; settle_due(clock.now())"
)
"""What the worker does at each minute, now."""


def problems(page: Page) -> list[Any]:
    return violations(page) + overflowing(page)


def heap_by_keyboard(page: Page, down: int, number: int) -> None:
    """The first option, or one that stands `down` below it."""
    tab_to(page, "L’amicale des pompiers")
    page.keyboard.press("Space")
    for _ in range(down):
        page.keyboard.press("ArrowDown")
    tab_to(page, "Combien de bulletins")
    page.keyboard.press("Control+A")
    page.keyboard.type(str(number))
    follow(page, "Noter ce tas")


def end_by_keyboard(page: Page, number: int) -> None:
    write(page, "Bulletins dans l’urne", str(number))
    follow(page, "J’ai lu toute l’urne")


def heap_plainly(page: Page, option: str, number: int) -> None:
    page.get_by_text(option, exact=False).last.click()
    page.get_by_label("Combien de bulletins").fill(str(number))
    page.get_by_role("button", name="Noter ce tas").click()


def end_plainly(page: Page, number: int) -> None:
    page.get_by_label("Bulletins dans l’urne").fill(str(number))
    page.get_by_role("button", name="J’ai lu toute l’urne").click()


def test_two_people_read_the_boxes_and_the_result_holds_paper_and_screen(
    demonstration: dict[str, Site], open_page: Opener
) -> None:
    site = demonstration["village"]
    official = open_page(site.origin, viewport=PHONE)
    sign_in_as_staff(official, site, STAFF[Role.OFFICIAL][0])
    follow(official, "Qui portera le géant ?")
    boxes = official.url
    assert problems(official) == []
    follow(official, f"Lire cette urne : {OFFICE}")
    heap_by_keyboard(official, 0, 12)
    heap_by_keyboard(official, 3, 1)
    assert problems(official) == []
    end_by_keyboard(official, 14)
    expect(official.locator("main")).to_contain_text("Cela fait 13, et non 14")
    assert problems(official) == []
    tab_to(official, "Bulletins dans l’urne")
    official.keyboard.press("Enter")  # on the link of the error, to its field
    official.keyboard.press("Control+A")
    official.keyboard.type("13")
    follow(official, "J’ai lu toute l’urne")
    expect(official.locator("main")).to_contain_text("Votre lecture est gardée")

    agent = open_page(site.origin, viewport=PHONE, javascript=False)
    sign_in_as_staff(agent, site, STAFF[Role.AGENT][0])
    agent.goto(boxes)
    agent.get_by_role("link", name=f"Lire cette urne : {OFFICE}").click()
    heap_plainly(agent, "L’amicale des pompiers", 11)
    heap_plainly(agent, "Vote blanc", 1)
    end_plainly(agent, 12)
    official.reload()
    expect(official.get_by_role("alert")).to_contain_text("Les deux lectures diffèrent")
    assert problems(official) == []
    agent.get_by_role("button", name="Reprendre ma lecture").click()
    heap_plainly(agent, "L’amicale des pompiers", 1)
    end_plainly(agent, 13)
    expect(agent.locator("main")).to_contain_text("Les deux lectures concordent")

    for page in (agent, official):
        page.goto(boxes)
        page.get_by_role("link", name=f"Lire cette urne : {BUTCHER}").click()
        heap_plainly(page, "Six habitants tirés au sort", 15)
        end_plainly(page, 15)
    agent.goto(boxes)
    agent.get_by_role("button", name="Terminer le décompte").click()
    expect(agent.locator("main")).to_contain_text("Le décompte sur papier est terminé")
    uuid = re.findall(r"activites/([0-9a-f-]+)/", boxes)[0]
    site.manage("shell", "--verbosity=0", "-c", SETTLE)
    public = open_page(f"{site.origin}/vote/{uuid}/resultat/", viewport=PHONE)
    expect(public.locator(".vote-headline")).to_contain_text("46 voix")
    expect(public.locator("main")).to_contain_text("Urne par urne")
    assert problems(public) == []
