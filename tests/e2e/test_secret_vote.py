"""A secret vote in the browser: scrutineers, residents who draw a token and go to the booth, tabs that are killed."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from dreamplus.cli.clone.sites import Site, box_beside
from dreamplus.demonstration.mailbox import letters
from polls.secret.rules.log import read_promise
from polls.secret.rules.publication import Publication
from polls.secret.rules.verifying import verify
from tests.accessibility.test_pages import overflowing, violations
from tests.browser import PHONE, WIDE, Opener
from tests.e2e.people import sign_in_as_staff, sign_up

pytestmark = pytest.mark.browser
FIND = "from polls.secret.models import SecretVote; print(SecretVote.objects.order_by('pk').first().activity.uuid)"


@pytest.fixture(scope="session")
def commune(demonstration: dict[str, Site]) -> Site:
    return demonstration["commune"]


@pytest.fixture(scope="session")
def vote(commune: Site) -> str:
    """The address of the secret vote of the demonstration, without its origin."""
    return f"/vote/{last_word(commune, FIND)}/"


def last_word(site: Site, code: str) -> str:
    return site.manage("shell", "--verbosity=0", "-c", code).splitlines()[-1]


def in_the_box(commune: Site, statement: str) -> list[Any]:
    box = box_beside(commune)
    with sqlite3.connect(box.folder / "dream.sqlite3", timeout=20) as held:
        return held.execute(statement).fetchall()


@pytest.fixture
def new_context(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        told = {"locale": "fr-FR", "viewport": WIDE, "accept_downloads": True, "reduced_motion": "reduce", **options}
        made.append(chromium.new_context(**told))
        return made[-1]

    yield make
    for context in made:
        context.close()


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


AUDIENCE = """
from polls.secret.models import SecretVote
from dreamplus.participation.models import Activity
Activity.objects.filter(title={title!r}).update(audience=SecretVote.objects.first().activity.audience)
print(Activity.objects.get(title={title!r}).uuid)
"""
PAST = """
from datetime import timedelta
from django.utils import timezone
from dreamplus.participation.models import Activity
Activity.objects.filter(title={title!r}).update(closes_at=timezone.now() - timedelta(seconds=1))
print("past")
"""
LATER = """
from django.utils import timezone
from dreamplus.participation.services import settle_due
from polls.secret import services
from polls.secret.models import SecretVote
services.look_after(timezone.now()); settle_due(timezone.now())
vote = SecretVote.objects.get(activity__title={title!r})
print("counted" if vote.activity.settled_at else "sealed" if vote.sealed else "waiting")
"""


def letter_to(site: Site, email: str) -> str:
    """The link in the newest letter to that address."""
    found = [letter for letter in letters(Path(site.folder / "mail")) if email in letter.to]
    return re.search(r"http://\S+/scrutateur/\S+", max(found, key=lambda letter: letter.at).text)[0]


def until(commune: Site, title: str, state: str) -> None:
    end = time.monotonic() + 60
    while last_word(commune, LATER.format(title=title)) != state:
        assert time.monotonic() < end
        time.sleep(0.5)


def test_an_agent_and_three_scrutineers_from_the_form_to_the_result(
    commune: Site, vote: str, new_context: Callable[..., BrowserContext], open_page: Opener, tmp_path: Path
) -> None:
    title = "Le nom de la salle des fêtes"
    agent = new_context().new_page()
    sign_in_as_staff(agent, commune, "agent@demo.exemple")
    agent.goto(f"{commune.origin}/gestion/activites/votes/nouveau/")
    agent.locator("[name=title]").fill(title)
    agent.locator("[name=question]").fill("Quel nom pour la salle ?")
    agent.locator("[name=options]").fill("Salle Rosa-Bonheur\nSalle du Canal")
    closes = datetime.now(UTC) + timedelta(days=3)
    agent.locator("[name=closes_at]").fill(closes.strftime("%Y-%m-%dT%H:%M"))
    agent.get_by_text("Vote secret", exact=True).click()
    agent.get_by_role("button", name="Je garde ce brouillon").click()
    uuid = last_word(commune, AUDIENCE.format(title=title))
    agent.goto(f"{commune.origin}/gestion/activites/{uuid}/vote/secret/")
    assert violations(agent) == []
    persons = {n: f"scrutatrice-{n}@exemple.fr" for n in (1, 2, 3)}
    for number, email in persons.items():
        agent.locator(f"[name=name_{number}]").fill(f"Scrutatrice {number}")
        agent.locator(f"[name=email_{number}]").fill(email)
    agent.get_by_role("button", name="Envoyer à chacun son lien").click()
    expect(agent.get_by_text("Chacun des trois a reçu son lien")).to_be_visible()

    pages = {n: new_context(viewport=PHONE).new_page() for n in persons}
    for number, page in pages.items():
        page.goto(letter_to(commune, persons[number]))
        page.locator("[data-secret-scrutineer][data-ready]").wait_for()
        assert violations(page) == []
        assert not overflowing(page)
        with page.expect_download() as kept:
            page.get_by_role("button", name="Faire ma clé").click()
        kept.value.save_as(tmp_path / f"{number}.json")
        if number == 2:  # somebody else's file is not theirs
            page.locator("#try").set_input_files(tmp_path / "1.json")
            expect(page.locator("[data-error]")).to_contain_text("n’est pas une clé de scrutateur")
        page.locator("#try").set_input_files(tmp_path / f"{number}.json")
        expect(page.get_by_text("Votre clé est prête, et elle fonctionne")).to_be_visible(timeout=20_000)

    agent.reload()
    assert violations(agent) == []
    agent.set_viewport_size(PHONE)
    assert not overflowing(agent)
    agent.set_viewport_size(WIDE)
    agent.get_by_role("button", name="Je scelle les règles").click()
    expect(agent.get_by_text("Les règles sont scellées", exact=True)).to_be_visible(timeout=40_000)
    assert violations(agent) == []
    agent.get_by_role("link", name="Ouvrir le vote").click()
    agent.get_by_role("button", name="J’ouvre le vote").click()

    resident = at_the_vote(new_context(), commune, f"/vote/{uuid}/", "voisin-0010@demo.exemple")
    draw(resident)
    booth = to_the_booth(resident)
    choose(booth, "Salle Rosa-Bonheur")
    cast(booth)

    last_word(commune, PAST.format(title=title))
    with sqlite3.connect(box_beside(commune).folder / "dream.sqlite3", timeout=20) as held:
        held.execute(
            "UPDATE box_vote SET closes_at = strftime('%Y-%m-%d %H:%M:%f', 'now', '-1 second') WHERE poll = ?",
            [uuid.replace("-", "")],
        )
    until(commune, title, "sealed")
    for number in (3, 1):
        page = pages[number]
        page.reload()
        page.locator("[data-secret-scrutineer][data-ready]").wait_for()
        assert violations(page) == []
        page.on("dialog", lambda dialog: dialog.accept())
        page.locator("#give").set_input_files(tmp_path / f"{number}.json")
        expect(page.get_by_text("Votre clé est donnée")).to_be_visible(timeout=20_000)
    until(commune, title, "counted")

    for viewport in (PHONE, WIDE):
        result = open_page(f"{commune.origin}/vote/{uuid}/resultat/", viewport=viewport)
        expect(result.get_by_text("Vérifiez vous-même")).to_be_visible()
        assert violations(result) == []
        assert not overflowing(result)
        expect(result.get_by_text("moins de trente")).to_be_visible()
