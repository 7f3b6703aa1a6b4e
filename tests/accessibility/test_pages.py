"""Every kind of page the product shows, in the states its visitors meet: axe with every rule once, on a phone in light;
then contrast, size of targets and overflow in the three other renderings of the same page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from dreamplus.cli.clone.sites import Site
from tests.browser import PHONE, WIDE, Opener

pytestmark = pytest.mark.browser

PUBLIC = {
    "commune": [
        "/",
        "/participer/",
        "/participer/place-du-marche/",
        "/participer/place-du-marche/propositions/",
        "/participer/plan-velo/vos-trajets/",
        "/participer/cantine/",
        "/participer/cantine/votre-avis/",
        "/actualites/",
        "/le-carnet/",
        "/voter-sans-ordinateur/",
        "/contact/",
        "/accessibilite/",
        "/mentions-legales/",
        "/donnees-personnelles/",
        "/plan-du-site/",
        "/recherche/?q=place",
        "/recherche/?q=zzzz",
        "/suivi/",
        "/donnees/",
        "/moderation/",
        "/moderation/charte/",
        "/moderation/bilan/",
        "/compte/login/",
        "/compte/signup/passkey/",
        "/elements/",
        "/nl/",
        "/demonstration/courrier/",
        "/cette-page-n-existe-pas/",
    ],
    "village": [
        "/",
        "/moderation/",
        "/participer/nom-de-lecole/",
        "/participer/nom-de-lecole/ce-quil-en-est-sorti/",
        "/participer/chemin-du-moulin/",
    ],
    "hub": ["/", "/resultats/", "/communes/", "/territoire/", "/comment-ca-marche/", "/temoin/"],
}
LINKED = {
    "the vote": ("/participer/place-du-marche/", "/vote/"),
    "a proposal": ("/participer/plan-velo/vos-trajets/", "/propositions/"),
    "the result": ("/participer/cantine/", "par-quel-chantier"),
    "a result of colours": ("/participer/grand-rue/", "la-grand-rue-vue"),
    "an article with comments": ("/actualites/", "/actualites/les-esquisses"),
    "a post": ("/le-carnet/", "/le-carnet/pourquoi"),
}
CASES = [(site, path) for site, paths in PUBLIC.items() for path in paths]


@pytest.mark.parametrize(("slug", "path"), CASES, ids=[f"{site}{path}" for site, path in CASES])
def test_public_page(demonstration: dict[str, Site], open_page: Opener, slug: str, path: str) -> None:
    inspect(open_page, demonstration[slug].origin + path)


@pytest.mark.parametrize("name", LINKED)
def test_page_behind_a_link(demonstration: dict[str, Site], open_page: Opener, name: str) -> None:
    start, part = LINKED[name]
    site = demonstration["commune"]
    page = open_page(site.origin + start, viewport=PHONE)
    link = page.locator(f"main a[href*='{part}']").first.get_attribute("href")
    assert link, f"{start} leads to no {name}"
    inspect(open_page, link if link.startswith("http") else site.origin + link)


def inspect(open_page: Opener, url: str) -> None:
    """Fails with what axe found, rendering by rendering, and with what sticks out of a phone's screen."""
    page = open_page(url, viewport=PHONE)
    found = [f"320 light: {problem}" for problem in violations(page)]
    for name, viewport, dark in (("320 dark", PHONE, True), ("1280 light", WIDE, False), ("1280 dark", WIDE, True)):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]  # playwright's own TypedDict
        page.emulate_media(color_scheme="dark" if dark else "light")
        found += [f"{name}: {problem}" for problem in violations(page, only=["color-contrast", "target-size"])]
        found += [f"{name}: {problem}" for problem in overflowing(page)]
    assert found == [], "\n".join(found)


def violations(page: Page, *, only: list[str] | None = None) -> list[str]:
    """What axe refuses, a line for each node."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    options |= {"runOnly": {"type": "rule", "values": only}} if only else {"rules": {"target-size": {"enabled": True}}}
    answer = Axe().run(page, options=options).response
    return [
        f"{rule['id']}: {node['target']} {node['html'][:120]}"
        for rule in answer["violations"]
        for node in rule["nodes"]
    ]


def overflowing(page: Page) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{width} px stick out on the right"] if width > 0 else []


def test_every_page_weighs_less_than_its_budget(demonstration: dict[str, Site], open_page: Opener) -> None:
    """150 kB with fonts, styles and scripts, cache empty; at most 25 requests; nothing from elsewhere."""
    heavy = {}
    for path in ("/", "/participer/place-du-marche/", "/participer/place-du-marche/propositions/", "/actualites/"):
        page = open_page("about:blank")
        sizes: list[int] = []
        hosts: set[str] = set()
        page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))  # noqa: B023
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]))  # noqa: B023 - read before the next
        page.goto(demonstration["commune"].origin + path, wait_until="networkidle")
        assert hosts == {demonstration["commune"].origin.removeprefix("http://")}
        if sum(sizes) > 150_000 or len(sizes) > 25:
            heavy[path] = (sum(sizes), len(sizes))
    assert heavy == {}


def test_the_suite_knows_its_browser() -> None:
    assert Path("/usr/bin/chromium").exists(), "apt-get install chromium"
