"""The page editor as an agent meets it: the same inspection as readers' pages, and a console without a word.

What axe refuses in Wagtail's own markup stands in `LIBRARY`, by rule and place, with its reason: anything else fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from dreamplus.cli.clone.sites import Site
from dreamplus.demonstration.content.staff import STAFF
from dreamplus.people.roles import Role
from tests.accessibility.test_pages import overflowing, violations
from tests.browser import PHONE, WIDE
from tests.e2e.people import sign_in_as_staff

pytestmark = pytest.mark.browser
AT_REST = "() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)))"

LIBRARY: dict[tuple[str, str], str] = {}
"""(rule, selector) → why it is the library's and what it costs. Empty: what Wagtail forgets is mended in `cms`."""

EDITED = {
    "a consultation": "ProcessPage.objects.get(slug='place-du-marche', locale__language_code='fr')",
    "a collection of proposals": "ProposalsPage.objects.get(slug='vos-trajets')",
    "a vote": "PollPage.objects.filter(locale__language_code='fr', options__image__isnull=False).first()",
    "a piece of news": "NewsPage.objects.order_by('pk').first()",
    "an information page": "InformationPage.objects.first()",
    "the home page": "HomePage.objects.get(locale__language_code='fr')",
}
PLAIN = {
    "first screen": "/admin/",
    "list of pages": "/admin/pages/",
    "pictures": "/admin/images/",
    "a new picture": "/admin/images/add/",
    "documents": "/admin/documents/",
}


@pytest.fixture(scope="module")
def agent_page(demonstration: dict[str, Site], chromium: Browser) -> Iterator[Callable[[Role], Page]]:
    """A browser in which somebody of the staff is signed in, once for all these pages."""
    pages: dict[Role, Page] = {}

    def of(role: Role) -> Page:
        if role not in pages:
            context = chromium.new_context(locale="fr-FR", reduced_motion="reduce")
            pages[role] = context.new_page()
            sign_in_as_staff(pages[role], demonstration["commune"], STAFF[role][0])
        return pages[role]

    yield of
    for page in pages.values():
        page.context.close()


@pytest.fixture(scope="module")
def addresses(demonstration: dict[str, Site]) -> dict[str, str]:
    """Where each of the pages of `EDITED` is edited."""
    asked = "; ".join(f"print(({found}).pk)" for found in EDITED.values())
    imports = (
        "from consultations.pages import ProcessPage; from consultations.proposals.pages import ProposalsPage; "
        "from polls.pages import PollPage; from dreamplus.cms.pages import HomePage, InformationPage, NewsPage; "
    )
    answer = demonstration["commune"].manage("shell", "--verbosity=0", "-c", imports + asked)
    return {name: f"/admin/pages/{key}/edit/" for name, key in zip(EDITED, answer.split(), strict=True)}


@pytest.mark.parametrize("name", PLAIN)
def test_screen(demonstration: dict[str, Site], agent_page: Callable[[Role], Page], name: str) -> None:
    inspect(agent_page(Role.AGENT), demonstration["commune"].origin + PLAIN[name])


@pytest.mark.parametrize("name", EDITED)
def test_editor(
    demonstration: dict[str, Site], agent_page: Callable[[Role], Page], addresses: dict[str, str], name: str
) -> None:
    inspect(agent_page(Role.AGENT), demonstration["commune"].origin + addresses[name])


def test_brand(demonstration: dict[str, Site], agent_page: Callable[[Role], Page]) -> None:
    inspect(agent_page(Role.ADMINISTRATOR), demonstration["commune"].origin + "/admin/settings/cms/brand/")


def test_the_chooser_of_pictures_and_the_schedule(
    demonstration: dict[str, Site], agent_page: Callable[[Role], Page], addresses: dict[str, str]
) -> None:
    """What opens over the page, and dates in the browser's own fields, which need no script."""
    page = agent_page(Role.AGENT)
    said = listen(page)
    page.goto(demonstration["commune"].origin + addresses["a piece of news"], wait_until="networkidle")
    assert page.locator("[name=published_on]").get_attribute("type") == "date"
    page.get_by_role("button", name="Choisir une image").first.click()
    page.locator(".modal-body [data-chooser-modal-choice], .modal-body .image-choice").first.click()
    page.locator(".modal-body").wait_for(state="detached")
    assert page.locator(".chooser img").first.is_visible()
    page.get_by_role("button", name="État").or_(page.get_by_role("button", name="Statut")).first.click()
    page.get_by_role("button", name="Programmer").first.click()
    going_live = page.locator("[name=go_live_at]")
    assert going_live.get_attribute("type") == "datetime-local"
    going_live.fill("2030-12-06T20:00")
    assert going_live.input_value() == "2030-12-06T20:00"
    assert said == []


def inspect(page: Page, url: str) -> None:
    said = listen(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # playwright's own TypedDict
    page.emulate_media(color_scheme="light")
    page.goto(url, wait_until="networkidle")
    assert page.url.startswith(url), "led elsewhere"
    page.locator("main h1, main h2").first.wait_for()  # the settings are reached through a redirect
    page.evaluate(AT_REST)
    found = [f"320 light: {problem}" for problem in violations(page)]
    for name, viewport, dark in (("320 dark", PHONE, True), ("1280 light", WIDE, False), ("1280 dark", WIDE, True)):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]  # playwright's own TypedDict
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.evaluate(AT_REST)
        found += [f"{name}: {problem}" for problem in violations(page)]
        found += [f"{name}: {problem}" for problem in overflowing(page)]
    kept = [one for one in found if not any(rule in one and place in one for rule, place in LIBRARY)]
    assert kept == [], "\n".join(kept)
    assert said == [], "the browser refused something"


def listen(page: Page) -> list[str]:
    """What the console says from now on: refusals of the content policy and errors of scripts are among it."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said
