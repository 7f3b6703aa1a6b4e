"""A secret vote in the browser: scrutineers, residents who draw a token and go to the booth, tabs that are killed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from dreamplus.cli.clone.sites import Site, box_beside
from polls.secret.rules.log import read_promise
from polls.secret.rules.publication import Publication
from polls.secret.rules.verifying import verify
from tests.accessibility.test_pages import overflowing, violations
from tests.browser import PHONE, Opener
from tests.e2e.booth import at_the_vote, cast, choose, come_back, draw, in_the_box, to_the_booth
from tests.e2e.people import sign_up

pytestmark = pytest.mark.browser


def test_a_resident_draws_a_token_and_votes_in_the_booth(
    commune: Site, vote: str, new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    context = new_context(viewport=PHONE)
    page = at_the_vote(context, commune, vote, "habitante@demo.exemple")
    assert violations(page) == []
    assert not overflowing(page)
    draw(page)
    assert violations(page) == []
    booth = to_the_booth(page)
    sent: list[Any] = []
    booth.on("request", lambda request: sent.append(request))
    assert violations(booth) == []
    assert not overflowing(booth)
    choose(booth, "Garder les grands axes")
    assert violations(booth) == []
    cast(booth)
    assert violations(booth) == []
    posted = [request for request in sent if request.method == "POST"]
    assert [request.url.rpartition("/")[2] for request in posted] == ["bulletins"]
    assert "cookie" not in posted[0].all_headers()
    assert "referer" not in posted[0].all_headers()
    assert "grands-axes" not in (posted[0].post_data or "")
    booth.get_by_text("Garder la promesse de l’urne").click()
    with booth.expect_download() as kept:
        booth.get_by_role("button", name="Télécharger le reçu").click()
    kept.value.save_as(tmp_path / "receipt.json")
    box = box_beside(commune)
    log = booth.request.get(f"{box.origin}/votes/{vote.split('/')[2]}/vote.json").body()
    publication = Publication.read(log, None)
    assert verify(publication).ok
    assert read_promise(json.loads((tmp_path / "receipt.json").read_text()), publication.terms)
    booth.get_by_role("button", name="Changer mon vote").click()
    choose(booth, "Ne rien changer")
    cast(booth)
    numbers = in_the_box(commune, "SELECT key, number FROM box_ballot")
    assert sorted(number for _key, number in numbers)[-1] == 2
    page.get_by_role("link", name="Le niveau B-un, expliqué").click()
    assert violations(page) == []
    assert not overflowing(page)


def test_whoever_the_tab_leaves_votes_all_the_same(
    commune: Site, vote: str, new_context: Callable[..., BrowserContext]
) -> None:
    """Killed before the question arrives, before its answer comes, before the booth, and before the promise."""
    context = new_context()
    page = at_the_vote(context, commune, vote, "voisin-0001@demo.exemple")

    def kill(route: Route) -> None:
        route.abort()

    def kill_after(route: Route) -> None:
        route.fetch()  # it arrives, and its answer is lost
        route.abort()

    page.route("**/jeton/", kill)
    page.get_by_role("button", name="Tirer mon jeton").click()
    expect(page.locator("[data-error]")).to_be_visible(timeout=20_000)
    page.close()

    page = come_back(context.new_page(), commune, vote)
    expect(page.get_by_text("la réponse de la mairie manque")).to_be_visible()
    page.route("**/jeton/", kill_after)
    page.get_by_role("button", name="Tirer mon jeton").click()
    expect(page.locator("[data-error]")).to_be_visible(timeout=20_000)
    page.close()

    page = come_back(context.new_page(), commune, vote)
    draw(page)
    booth = to_the_booth(page)
    booth.close()
    page.close()

    page = come_back(context.new_page(), commune, vote)
    booth = to_the_booth(page)
    booth.route("**/bulletins", kill_after)
    choose(booth, "Éteindre partout")
    booth.get_by_role("button", name="Je vote").click()
    expect(booth.locator("[data-error]")).to_be_visible(timeout=20_000)
    booth.close()

    booth = to_the_booth(page)
    choose(booth, "Éteindre partout")
    cast(booth)
    expect(booth.locator("[data-error]")).to_be_hidden()


def test_a_ballot_sent_again_in_the_same_tab_is_the_same(
    commune: Site, vote: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = at_the_vote(new_context(), commune, vote, "voisin-0002@demo.exemple")
    draw(page)
    booth = to_the_booth(page)
    sent: list[bytes] = []

    def kill_after(route: Route) -> None:
        sent.append(route.request.post_data_buffer or b"")
        route.fetch()
        route.abort()

    booth.route("**/bulletins", kill_after, times=1)
    choose(booth, "Éteindre partout")
    booth.get_by_role("button", name="Je vote").click()
    expect(booth.locator("[data-error]")).to_be_visible(timeout=20_000)
    booth.on("request", lambda request: sent.append(request.post_data_buffer or b""))
    booth.get_by_role("button", name="Envoyer à nouveau").click()
    expect(booth.get_by_text("Votre bulletin est dans l’urne")).to_be_visible(timeout=20_000)
    assert sent[0] == sent[-1] != b""


def test_a_browser_that_keeps_nothing_gives_the_file_first(
    commune: Site, vote: str, new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    """The file alone is enough: in another browser, and in the booth by hand."""
    context = new_context()
    context.add_init_script("IDBFactory.prototype.open = () => { throw new Error('refused'); }")
    page = at_the_vote(context, commune, vote, "voisin-0003@demo.exemple")
    with page.expect_download() as kept:
        page.get_by_role("button", name="Tirer mon jeton").click()
    kept.value.save_as(tmp_path / "before.json")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    expect(page.locator("[data-error]")).to_contain_text("gardez le fichier")
    assert not [url for url in asked if "jeton" in url], "nothing is asked before the file is there"
    with page.expect_download() as kept:
        draw(page)
    kept.value.save_as(tmp_path / "after.json")

    other = at_the_vote(new_context(), commune, vote, "voisin-0003@demo.exemple")
    other.locator("#kept").set_input_files(tmp_path / "before.json")
    draw(other)

    booth = new_context(viewport=PHONE).new_page()
    booth.goto(f"{box_beside(commune).origin}/votes/{vote.split('/')[2]}/")
    booth.locator("#key").set_input_files(tmp_path / "after.json")
    choose(booth, "Des détecteurs de présence")
    cast(booth)


def test_another_browser_without_the_key_is_told_why(
    commune: Site, vote: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = at_the_vote(new_context(), commune, vote, "voisin-0004@demo.exemple")
    draw(page)
    other = at_the_vote(new_context(), commune, vote, "voisin-0004@demo.exemple")
    expect(other.get_by_text("Votre ligne a tiré son jeton le")).to_be_visible()
    other.get_by_role("button", name="Tirer mon jeton").click()
    expect(other.locator("[data-error]")).to_contain_text("avec une autre clé", timeout=20_000)


def test_a_key_is_forgotten_on_a_device_that_serves_others(
    commune: Site, vote: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = at_the_vote(new_context(), commune, vote, "voisin-0008@demo.exemple")
    draw(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="L’oublier sur cet appareil").click()
    expect(page.get_by_text("ce navigateur ne l’a pas")).to_be_visible(timeout=20_000)


def test_a_box_that_shows_other_rules_gets_no_vote(
    commune: Site, vote: str, new_context: Callable[..., BrowserContext]
) -> None:
    """The browser compares what the box says with what the region has signed."""
    page = at_the_vote(new_context(), commune, vote, "voisin-0005@demo.exemple")

    def alter(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("Ne rien changer", "Tout changer"))

    page.route("**/vote.json", alter)
    page.get_by_role("button", name="Tirer mon jeton").click()
    expect(page.locator("[data-error]")).to_contain_text("Ne votez pas", timeout=20_000)


def test_the_booth_by_keyboard_alone(commune: Site, vote: str, new_context: Callable[..., BrowserContext]) -> None:
    page = at_the_vote(new_context(viewport=PHONE), commune, vote, "voisin-0006@demo.exemple")
    draw(page)
    booth = to_the_booth(page)
    for _press in range(12):
        booth.keyboard.press("Tab")
        if booth.evaluate("document.activeElement.type") == "radio":
            break
    booth.keyboard.press("Space")
    booth.keyboard.press("Tab")
    booth.keyboard.press("Enter")
    expect(booth.locator(".single-chosen")).to_be_visible()
    for _press in range(8):
        booth.keyboard.press("Tab")
        if booth.evaluate("document.activeElement.textContent") == "Je vote":
            break
    booth.keyboard.press("Enter")
    expect(booth.get_by_text("Votre bulletin est dans l’urne")).to_be_visible(timeout=20_000)


def test_without_scripts_the_page_says_where_to_vote(commune: Site, vote: str, open_page: Opener) -> None:
    page = open_page(commune.origin, javascript=False)
    sign_up(page, commune, "voisin-0007@demo.exemple")
    page.goto(commune.origin + vote)
    expect(page.get_by_text("JavaScript est nécessaire")).to_be_visible()
    booth = open_page(f"{box_beside(commune).origin}{vote.replace('/vote/', '/votes/')}", javascript=False)
    expect(booth.get_by_text("Sans lui, votez à la mairie")).to_be_visible()
