"""Journeys in a real browser, on the very demonstration that `./dream up` serves, in a folder of its own."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from dreamplus.cli.clone.foundation import begin_secret_vote, found_all, pair
from dreamplus.cli.clone.serving import serving
from dreamplus.cli.clone.sites import Site, houses_beside, three_sites
from dreamplus.cli.translations import compile_all
from dreamplus.demonstration.mailbox import letters

CHROMIUM = "/usr/bin/chromium"
SWITCHES = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CODE = re.compile(r"^\s*(\d{4}[ -]?\d{4})\s*$", re.MULTILINE)
PHONE, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """Hub, commune and village, in every language, served until the last journey has ended.

    Two runs of the suite at once on one machine look for their ports at different places."""
    compile_all()
    sites = three_sites(tmp_path_factory.mktemp("demonstration"), first_port=18100 + 4 * (os.getpid() % 400))
    found_all(sites)
    with serving([*sites, *houses_beside(sites[1])]):
        pair(sites)
        begin_secret_vote(sites)
        yield {site.slug: site for site in sites}


@pytest.fixture(scope="session")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """One browser. It ends before the database of journeys that serve a site themselves: its loop runs in this thread,
    where Django would refuse to close anything."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


Opener = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Opener]:
    """Opens a page in a browser of its own: `open_page(url, viewport=…, javascript=…, dark=…)`."""
    contexts: list[BrowserContext] = []

    def opened(url: str, *, viewport: dict[str, int] = WIDE, javascript: bool = True, dark: bool = False) -> Page:
        context = chromium.new_context(
            viewport=viewport,  # type: ignore[arg-type]  # playwright's own TypedDict
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            locale="fr-FR",
            reduced_motion="reduce",  # a colour in passing is no colour to judge
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()


def code_sent_to(site: Site, email: str, *, since: float, seconds: float = 20) -> str:
    """The sign-in code of the newest e-mail to that address written after `since` (seconds since the epoch)."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for letter in letters(Path(site.folder / "mail")):
            if email in letter.to and letter.at.timestamp() >= since:
                found = CODE.search(letter.text)
                if found:
                    return found[1].strip()
        time.sleep(0.2)
    raise AssertionError(f"no code was sent to {email}")
