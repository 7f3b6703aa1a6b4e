"""A secret vote in the browser from the agent’s form and three scrutineers’ keys to its result: two questions, a place
of paper, a closing that is moved."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dreamplus.cli.clone.sites import Site, box_beside
from dreamplus.demonstration.content.staff import STAFF
from dreamplus.demonstration.mailbox import letters
from dreamplus.people.roles import Role
from tests.accessibility.test_pages import overflowing, violations
from tests.browser import PHONE, WIDE, Opener
from tests.e2e.booth import at_the_vote, cast, draw, last_word, to_the_booth
from tests.e2e.keyboard import follow, write
from tests.e2e.people import sign_in_as_staff

pytestmark = pytest.mark.browser
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
SECOND = "Faut-il la prêter aux fêtes privées ?"
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


def move_closing(agent: Page, commune: Site, uuid: str, closes: datetime) -> None:
    """By keyboard, from the board: the region agrees, the log keeps it."""
    agent.goto(f"{commune.origin}/gestion/activites/{uuid}/")
    follow(agent, "Reporter la clôture")
    expect(agent.get_by_text("jamais clos plus tôt")).to_be_visible()
    assert violations(agent) == []
    agent.get_by_label("Nouvelle clôture").fill((closes - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    write(agent, "Motif, qui sera publié", "La salle était fermée samedi.")
    follow(agent, "Je change la clôture")
    expect(agent.locator("main")).to_contain_text("elle ne peut être que reportée")
    assert violations(agent) == []
    agent.get_by_label("Nouvelle clôture").fill((closes + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    follow(agent, "Je change la clôture")
    expect(agent.get_by_text("La salle était fermée samedi.")).to_be_visible(timeout=20_000)


def read_box(page: Page, commune: Site, uuid: str) -> None:
    """One ballot for the second name and a “no”, one blank: what one reader finds, without scripts or with."""
    page.goto(f"{commune.origin}/gestion/activites/{uuid}/papier/")
    page.get_by_role("link", name="Lire cette urne").click()
    page.get_by_text("Salle du Canal").last.click()
    page.get_by_text("Non", exact=True).last.click()
    page.get_by_role("button", name="Noter ce tas").click()
    assert violations(page) == []
    page.get_by_label("Bulletins dans l’urne").fill("1")
    page.get_by_role("button", name="J’ai lu toute l’urne").click()


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
    agent.goto(f"{commune.origin}/gestion/activites/{uuid}/vote/questions/")
    agent.locator("[name=question]").fill(SECOND)
    agent.get_by_text("Oui, non ou abstention", exact=True).click()
    agent.get_by_role("button", name="Ajouter cette question").click()
    expect(agent.get_by_role("heading", name=SECOND)).to_be_visible()
    assert violations(agent) == []
    agent.goto(f"{commune.origin}/gestion/activites/{uuid}/papier/lieux/")
    agent.locator("[name=stations]").fill("Mairie")
    agent.locator("main form button[type=submit]").click()
    agent.goto(f"{commune.origin}/gestion/activites/{uuid}/vote/secret/")
    expect(agent.get_by_text("moins de trente bulletins papier")).to_be_visible()
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
    booth.get_by_text("Salle Rosa-Bonheur").click()
    booth.get_by_role("button", name="Vérifier mon choix").click()
    expect(booth.locator("[data-error]")).to_be_visible()  # the second question waits for its answer
    booth.get_by_text("Non", exact=True).click()
    assert violations(booth) == []
    booth.get_by_role("button", name="Vérifier mon choix").click()
    expect(booth.locator(".single-chosen")).to_have_text(["Salle Rosa-Bonheur", "Non"])
    assert violations(booth) == []
    cast(booth)
    move_closing(agent, commune, uuid, closes)
    agent.goto(f"{commune.origin}/gestion/activites/{uuid}/vote/pointage/")
    agent.locator("[name=q]").fill("Habitante 41")
    agent.get_by_role("button", name="Chercher ce nom").click()
    agent.get_by_role("button", name=re.compile("Vote sur papier")).first.click()
    expect(agent.get_by_text("C’est pointé")).to_be_visible()
    assert violations(agent) == []

    last_word(commune, PAST.format(title=title))
    with sqlite3.connect(box_beside(commune).folder / "dream.sqlite3", timeout=20) as held:
        held.execute(
            "UPDATE box_vote SET closes_at = strftime('%Y-%m-%d %H:%M:%f', 'now', '-1 second') WHERE poll = ?",
            [uuid.replace("-", "")],
        )
    pages[1].reload()
    expect(pages[1].get_by_text("bulletins papier sont en cours de lecture")).to_be_visible()
    assert violations(pages[1]) == []
    official = new_context(viewport=PHONE, java_script_enabled=True).new_page()
    sign_in_as_staff(official, commune, STAFF[Role.OFFICIAL][0])
    for reader in (official, agent):
        read_box(reader, commune, uuid)
    agent.goto(f"{commune.origin}/gestion/activites/{uuid}/vote/secret/")
    assert violations(agent) == []
    agent.get_by_role("link", name="Dépouiller les bulletins de papier").click()
    agent.get_by_role("button", name="Terminer le décompte").click()
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
        expect(result.get_by_text("ceux des écrans ou ceux du papier sont moins de trente")).to_be_visible()
        expect(result.get_by_text("a rejoint le registre avant")).to_be_visible()
        expect(result.locator(".vote-headline").nth(1)).to_contain_text("2")  # a “no” on a screen, one on paper
