"""A stranger verifies a secret vote from a disk: no server, no network; on a phone, by keyboard, in both palettes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from polls.secret.single import VERIFICATION
from tests.accessibility.test_pages import overflowing, violations
from tests.browser import PHONE, WIDE
from tests.e2e.keyboard import tab_to
from tests.polls.secret.test_command import lay
from tests.polls.secret.village import Village, voted

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def village() -> Village:
    return voted()


@pytest.fixture
def page(chromium: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """The page as a file, without any network; the parameter says in which window and palette."""
    viewport, dark = getattr(request, "param", (PHONE, False))
    context = chromium.new_context(
        viewport=viewport,
        color_scheme="dark" if dark else "light",
        locale="fr-FR",
        reduced_motion="reduce",
        offline=True,
    )
    page = context.new_page()
    page.said = []  # type: ignore[attr-defined]  # what its console tells
    page.on("console", lambda told: page.said.append(told.text))  # type: ignore[attr-defined]  # as above
    page.on("pageerror", lambda error: page.said.append(str(error)))  # type: ignore[attr-defined]  # as above
    file = tmp_path / "verification.html"
    file.write_bytes(VERIFICATION.bytes)
    page.goto(file.as_uri())
    yield page
    context.close()


def choose(page: Page, folder: Path, *names: str) -> None:
    page.set_input_files("#files", [folder / name for name in names])


@pytest.mark.parametrize("page", [(PHONE, False), (WIDE, False), (PHONE, True)], indirect=True, ids=str)
def test_a_vote_is_verified_from_a_disk(page: Page, village: Village, tmp_path: Path) -> None:
    choose(page, lay(tmp_path, village.publication()), "vote.json", "ballots.jsonl")
    tab_to(page, "Je vérifie")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Rien n’est faux dans ce vote.")).to_be_visible()
    expect(page.get_by_role("row", name="Samedi 23")).to_be_visible()
    assert page.locator(".checks .badge-good").count() == 9
    assert page.evaluate("document.activeElement.matches('[data-report]')")
    assert violations(page) + overflowing(page) == []
    assert page.said == []  # type: ignore[attr-defined]  # as above


def test_a_fault_is_told_in_words(page: Page, village: Village, tmp_path: Path) -> None:
    told = village.publication()
    lay(tmp_path, replace(told, ballots=told.ballots[1:]))
    choose(page, tmp_path, "vote.json", "ballots.jsonl")
    page.get_by_role("button", name="Je vérifie").click()
    expect(page.get_by_role("heading", name="Quelque chose est faux dans ces fichiers.")).to_be_visible()
    wrong = page.locator(".checks li", has_text="Faux")
    assert [text.split("\n")[1] for text in wrong.all_inner_texts()] == [
        "Chaque bulletin est au registre, avec son jeton et la signature de qui l’a déposé.",
        "Ouverts à nouveau, les bulletins disent ce que dit le résultat.",
    ]
    expect(page.get_by_role("table")).to_have_count(0)
    assert violations(page) + overflowing(page) == []


def test_what_is_missing_or_no_vote_says_what_to_do(page: Page, tmp_path: Path) -> None:
    """And the files that were chosen stay chosen."""
    verify = page.get_by_role("button", name="Je vérifie")
    verify.click()
    expect(page.get_by_role("alert")).to_have_text("Choisissez d’abord le fichier vote.json.")
    (tmp_path / "vote.json").write_text('{"type": "a shopping list"}')
    choose(page, tmp_path, "vote.json")
    verify.click()
    expect(page.get_by_role("alert")).to_contain_text("ou il est abîmé. Téléchargez-le à nouveau")
    assert page.evaluate("document.querySelector('#files').files.length") == 1
    assert violations(page) == []


def test_it_speaks_three_languages(page: Page, village: Village, tmp_path: Path) -> None:
    choose(page, lay(tmp_path, voted(12).publication()), "vote.json")
    page.get_by_role("button", name="Je vérifie").click()
    expect(page.get_by_text("Le compte : les bulletins ne sont pas publiés")).to_be_visible()
    page.get_by_role("button", name="Nederlands").click()
    expect(page.get_by_role("heading", name="Er is niets mis met deze stemming.")).to_be_visible()
    assert page.evaluate("[document.documentElement.lang, document.activeElement.textContent]") == ["nl", "Nederlands"]
