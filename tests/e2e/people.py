"""What visitors of the journeys do with a browser, named as they would name it."""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Page

from dreamplus.cli.clone.code import code_of
from dreamplus.cli.clone.sites import Site
from tests.browser import code_sent_to

SUBMIT = "main form button[type=submit]"


def sign_up(page: Page, site: Site, email: str) -> None:
    """From the page that asks for an address to an open session, by the code of the e-mail."""
    page.goto(urljoin(site.origin, "/compte/login/"))
    asked = time.time()
    page.get_by_label(re.compile("adresse", re.IGNORECASE)).first.fill(email)
    page.locator(SUBMIT).first.click()
    type_code(page, site, email, since=asked)


def type_code(page: Page, site: Site, email: str, *, since: float) -> None:
    page.get_by_label(re.compile("code", re.IGNORECASE)).first.fill(code_sent_to(site, email, since=since - 1))
    page.locator(SUBMIT).first.click()
    page.wait_for_load_state()


def sign_in_by_code(page: Page, site: Site, email: str) -> None:
    """On the sign-in page already: keeps the address it leads back to."""
    asked = time.time()
    page.get_by_label(re.compile("adresse", re.IGNORECASE)).first.fill(email)
    page.locator(SUBMIT).first.click()
    type_code(page, site, email, since=asked)


_cookies: dict[tuple[str, str], list[Any]] = {}


def sign_in_as_staff(page: Page, site: Site, email: str) -> None:
    """By the code of the e-mail, then by the second factor; ends on the board. Who signed in during an earlier test
    comes back with their session, as with a browser left open: a code of the app serves once, and the next one is up to
    thirty seconds away."""
    board = urljoin(site.origin, "/gestion/")
    if known := _cookies.get((site.origin, email)):
        page.context.add_cookies(known)
        page.goto(board)
        if page.url.startswith(board):
            return
    page.goto(urljoin(site.origin, "/compte/login/?next=/gestion/"))
    sign_in_by_code(page, site, email)
    for _ in range(2):
        page.get_by_label(re.compile("code", re.IGNORECASE)).first.fill(code_of(site, email))
        page.locator(SUBMIT).first.click()
        page.wait_for_load_state()
        if "/gestion/" in page.url:
            _cookies[site.origin, email] = page.context.cookies(site.origin)
            return
        page.wait_for_timeout((30 - time.time() % 30) * 1000 + 500)
    raise AssertionError(f"{email} could not sign in: {page.url}")
