"""An agent says on one screen who may take part; a citizen outside learns why in one sentence, before writing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from dreamplus.cli.clone.sites import Site
from dreamplus.demonstration.content.staff import STAFF
from dreamplus.people.roles import Role
from tests.browser import PHONE, Opener
from tests.e2e.keyboard import follow, tab_to, write
from tests.e2e.people import sign_in_as_staff, sign_up
from tests.e2e.test_agent import Screens

pytestmark = pytest.mark.browser
OUTSIDER, INSIDER = "jean.du.hameau@exemple.fr", "lucie.du.bourg@exemple.fr"

PREPARE = """
from datetime import timedelta
from consultations.pages import ProcessIndexPage
from consultations.services.prepare import Collection, create_process
from dreamplus.core import clock
from dreamplus.participation.models import Activity
from dreamplus.people.models import User
from dreamplus.people.rolls.models import Roll, RollLine
at, agent = clock.now(), User.objects.get(email="agent@demo.exemple")
dates = {"created_at": at, "imported_at": at, "erase_on": (at + timedelta(days=90)).date()}
roll = Roll.objects.create(
    name="Registre des habitants", purpose="Donner son avis.", created_by_role="agent", size=1, lines_hash="0" * 64,
    **dates,
)
RollLine.objects.create(roll=roll, number=1, name="Ligne une", folded="ligne une")
words = {"title": "Le square du Bourg", "summary": "Refaire le square.", "body": "Il date de 1980."}
collection = Collection(at, at + timedelta(days=20), [])
index = ProcessIndexPage.objects.get(locale__language_code="fr")
create_process(
    **words, commitment="Le conseil décide en mars.", milestones=[], collection=collection, by=agent, at=at, index=index
)
print(Activity.objects.filter(kind="proposals").latest("pk").uuid)
"""

OPEN = """
from consultations.pages import ProcessPage
from consultations.services.opening import open_process
from dreamplus.core import clock
from dreamplus.people.models import User
at, agent = clock.now(), User.objects.get(email="agent@demo.exemple")
open_process(process=ProcessPage.objects.get(title="Le square du Bourg"), by=agent, at=at)
print("open")
"""

VOUCH = """
from dreamplus.core import clock
from dreamplus.people.models import User
from dreamplus.people.residences import vouch_residence
from dreamplus.territory.models import Quarter
agent, person = (User.objects.get(email=email) for email in ("agent@demo.exemple", {email!r}))
vouch_residence(user=person, area=Quarter.objects.get(name={quarter!r}).code, birth_year=1990, by=agent, at=clock.now())
print("seen")
"""


def told(site: Site, script: str) -> str:
    return site.manage("shell", "--verbosity=0", "-c", script).splitlines()[-1]


def test_two_quarters_sixteen_and_over_on_the_list_or_seen_at_the_counter(
    demonstration: dict[str, Site], open_page: Opener
) -> None:
    site = demonstration["commune"]
    uuid = told(site, PREPARE)
    screens = set_audience(open_page(site.origin), site, uuid)
    told(site, OPEN)
    address = f"{site.origin}/propositions/{uuid}/ecrire/"
    screens += outside(open_page(site.origin, viewport=PHONE), site, address)
    inside(open_page(site.origin, viewport=PHONE), site, address)
    assert screens == [], "\n".join(screens)


def set_audience(page: Page, site: Site, uuid: str) -> list[str]:
    """The agent, by keyboard: one screen, read before it is fixed. What axe found."""
    sign_in_as_staff(page, site, STAFF[Role.AGENT][0])
    screens = Screens(page)
    page.goto(f"{site.origin}/gestion/activites/{uuid}/public/")
    screens.inspect("audience")
    tab_to(page, "Toute personne qui confirme")
    page.keyboard.press("ArrowDown")
    for choice in ("Le Bourg", "Les Moulins"):
        tick(page, choice)
    write(page, "À partir de l’âge de", "16")
    for choice in ("le guichet a vu un document", "elles sont sur une liste", "Registre des habitants"):
        tick(page, choice)
    follow(page, "Voir la phrase")
    sentence = page.get_by_role("status")
    expect(sentence).to_contain_text("les quartiers Le Bourg et Les Moulins, de 16 ans et plus")
    expect(sentence).to_contain_text("Registre des habitants")
    screens.inspect("audience-said")
    follow(page, "Fixer ce public")
    expect(page.locator("main")).to_contain_text("de 16 ans et plus")
    return screens.problems


def tick(page: Page, choice: str) -> None:
    tab_to(page, choice)
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.checked")


def outside(page: Page, site: Site, address: str) -> list[str]:
    """Of another quarter: the reason and the way, above the first field."""
    sign_up(page, site, OUTSIDER)
    told(site, VOUCH.format(email=OUTSIDER, quarter="La Gare"))
    screens = Screens(page)
    page.goto(address)
    said = page.locator("main .alert").first
    expect(said).to_contain_text("Le Bourg et Les Moulins")
    assert above(said, page.locator("main input[name=title]"))
    screens.inspect("outside")
    return screens.problems


def above(one: Locator, other: Locator) -> bool:
    first, second = one.bounding_box(), other.bounding_box()
    assert first
    assert second
    return first["y"] + first["height"] <= second["y"]


def inside(page: Page, site: Site, address: str) -> None:
    """Before and after the counter."""
    sign_up(page, site, INSIDER)
    page.goto(address)
    expect(page.locator("main .alert").first).to_contain_text("guichet")
    told(site, VOUCH.format(email=INSIDER, quarter="Le Bourg"))
    page.reload()
    expect(page.locator("main .alert")).to_have_count(0)
    write(page, "Votre proposition en une phrase", "Un banc à l’ombre du tilleul")
    write(page, "Expliquez-la", "Pour attendre le car sans rester debout, avec un dossier et des accoudoirs.")
    follow(page, "Je relis")
    follow(page, "Je publie")
    expect(page.locator("main")).to_contain_text("numéro")
