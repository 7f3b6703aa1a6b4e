"""What a resident does with a secret vote in the browser: token, booth, ballot."""

from __future__ import annotations

import sqlite3
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from dreamplus.cli.clone.sites import Site, box_beside
from tests.e2e.people import sign_up


def last_word(site: Site, code: str) -> str:
    return site.manage("shell", "--verbosity=0", "-c", code).splitlines()[-1]


def in_the_box(commune: Site, statement: str) -> list[Any]:
    box = box_beside(commune)
    with sqlite3.connect(box.folder / "dream.sqlite3", timeout=20) as held:
        return held.execute(statement).fetchall()


def at_the_vote(context: BrowserContext, commune: Site, vote: str, email: str) -> Page:
    page = context.new_page()
    sign_up(page, commune, email)
    return come_back(page, commune, vote)


def come_back(page: Page, commune: Site, vote: str) -> Page:
    page.goto(commune.origin + vote)
    page.locator("[data-secret-token][data-ready]").wait_for()
    return page


def draw(page: Page) -> None:
    page.get_by_role("button", name="Tirer mon jeton").click()
    expect(page.get_by_role("button", name="Aller à l’isoloir")).to_be_visible(timeout=20_000)


def to_the_booth(page: Page) -> Page:
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Aller à l’isoloir").click()
    booth = opened.value
    booth.get_by_role("button", name="Vérifier mon choix").wait_for(timeout=20_000)
    return booth


def choose(booth: Page, option: str) -> None:
    booth.get_by_text(option).click()
    booth.get_by_role("button", name="Vérifier mon choix").click()
    expect(booth.locator(".single-chosen")).to_have_text(option)


def cast(booth: Page) -> None:
    booth.get_by_role("button", name="Je vote").click()
    expect(booth.get_by_text("Votre bulletin est dans l’urne")).to_be_visible(timeout=20_000)
