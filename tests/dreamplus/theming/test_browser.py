"""The elements in a real browser: readable by everyone, in both palettes, at both widths, by keyboard."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, sync_playwright

pytestmark = pytest.mark.browser

PAGES = ["", "accueil/", "vote/", "resultat/", "formulaire/", "erreur-500/", "erreur-503/"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs a loop of its own in this thread
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield chromium
        chromium.close()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(settings: LazySettings) -> Iterator[str]:
    """The address of the showcase, served without a database: a query would be an error."""
    settings.DREAM_DEMONSTRATION = True
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.DEBUG = True
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={}, port=0)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    yield f"http://127.0.0.1:{thread.port}/elements/"
    thread.terminate()


def opened(browser: Browser, address: str, *, width: int = 1280, palette: str = "light", scripts: bool = True) -> Page:
    # axe is injected, which the policy of the page rightly refuses: it is bypassed for axe alone.
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=palette,  # type: ignore[arg-type]  # light or dark
        java_script_enabled=scripts,
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    return page


@pytest.mark.parametrize("palette", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_no_accessibility_rule_is_broken(browser: Browser, site: str, name: str, width: int, palette: str) -> None:
    page = opened(browser, site + name, width=width, palette=palette)

    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "something overflows the page"


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_of_the_page_has_nothing_to_refuse(browser: Browser, site: str, name: str) -> None:
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.goto(site + name, wait_until="networkidle")

    assert refused == []


def test_whatever_has_the_focus_shows_it(browser: Browser, site: str) -> None:
    page = opened(browser, site + "vote/")
    seen = []
    for _step in range(14):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => {
                    const ring = (e) => e && parseFloat(getComputedStyle(e).outlineWidth) >= 2
                        && getComputedStyle(e).outlineStyle !== "none";
                    const focused = document.activeElement;
                    return ring(focused) || ring(focused.closest("label"));
                }"""
            )
        )

    assert seen == [True] * 14


def test_the_menu_of_a_phone_opens_without_a_script(browser: Browser, site: str) -> None:
    page = opened(browser, site + "accueil/", width=320, scripts=False)
    link = page.get_by_role("link", name="Décisions et suites")

    assert not link.is_visible()
    page.locator("summary").click()
    assert link.is_visible()


def test_the_menu_of_a_wide_screen_is_open(browser: Browser, site: str) -> None:
    page = opened(browser, site + "accueil/")

    assert page.get_by_role("link", name="Décisions et suites").is_visible()
    assert not page.locator("summary").is_visible()


def test_a_form_that_comes_back_gives_the_focus_to_its_errors_and_keeps_what_was_typed(
    browser: Browser, site: str
) -> None:
    page = opened(browser, site + "formulaire/", width=320)
    page.get_by_label("Votre proposition", exact=True).fill("Des arbres !")
    page.get_by_role("button", name="Publier").click()
    page.wait_for_load_state("networkidle")

    assert "form-errors" in page.evaluate("document.activeElement.className")
    assert page.get_by_label("Votre proposition", exact=True).input_value() == "Des arbres !"
    page.get_by_role("link", name="Thème").click()
    assert page.evaluate("document.activeElement.id") == "id_theme"


def test_a_printed_page_keeps_the_plaque_and_drops_the_menu(browser: Browser, site: str) -> None:
    page = opened(browser, site + "resultat/", palette="dark")
    page.emulate_media(media="print")

    assert page.locator(".plaque").is_visible()
    assert not page.locator(".menu").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
