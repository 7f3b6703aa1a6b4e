"""A person's own pages and the boards about people, inspected like the public ones. One session each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from dreamplus.cli.clone.sites import Site
from dreamplus.demonstration.content.staff import STAFF
from dreamplus.people.roles import Role
from tests.accessibility.test_editor import inspect
from tests.e2e.people import sign_in_as_staff, sign_up

pytestmark = pytest.mark.browser

OWN = [
    "/compte/",
    "/compte/habitation/",
    "/compte/avis/",
    "/compte/notifications/",
    "/compte/code/",
    "/compte/mes-donnees/",
    "/moderation/mes-decisions/",
    "/compte/organisations/",
    "/compte/organisations/nouvelle/",
]
OF_THE_STAFF = [
    "/compte/quartiers/",
    "/compte/guichet/",
    "/compte/equipe/",
    "/gestion/moderation/",
    "/gestion/moderation/charte/",
    "/gestion/moderation/motifs/",
    "/gestion/listes/",
    "/gestion/listes/nouvelle/",
    "/gestion/listes/guichet/",
    "/gestion/donnees-personnelles/",
    "/gestion/lettres-revenues/",
    "/gestion/organisations/",
    "/gestion/accompagner/",
    "/gestion/accompagner/lieux/",
    "/gestion/accompagner/lieux/nouveau/",
    "/gestion/accompagner/ouvrir/",
    "/gestion/consultations/nouvelle/",
    "/gestion/consultations/reprendre/",
]
HELPED = [
    "/",
    "/participer/plan-velo/vos-trajets/",
    "/accompagne/terminer/",
    "/accompagne/tout-effacer/",
    "/accompagne/encore-la/",
    "/compte/habitation/",
]
READINGS = (
    "from dreamplus.cms.models import HomePage, PageVisits; from django.utils.timezone import localdate; "
    "[PageVisits.objects.get_or_create(key=page.translation_key, day=localdate(), defaults={'number': 12}) "
    "for page in HomePage.objects.all()]"
)
A_DRAFT = (
    "from consultations.pages import ProcessPage; from dreamplus.core import clock; "
    "from polls.services import create_poll; "
    "parent = ProcessPage.objects.get(slug='place-du-marche', locale__language_code='fr'); "
    "page = create_poll(parent=parent, title='Quel banc ?', question='Lequel ?', options=[('Bois', ''), ('Fer', '')], "
    "at=clock.now()); print(page.activity.uuid)"
)


@pytest.fixture(scope="module")
def citizen(demonstration: dict[str, Site], chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="fr-FR", reduced_motion="reduce")
    page = context.new_page()
    sign_up(page, demonstration["commune"], "lectrice@exemple.fr")
    yield page
    context.close()


@pytest.fixture(scope="module")
def administrator(demonstration: dict[str, Site], chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="fr-FR", reduced_motion="reduce")
    page = context.new_page()
    sign_in_as_staff(page, demonstration["commune"], STAFF[Role.ADMINISTRATOR][0])
    yield page
    context.close()


@pytest.fixture(scope="module")
def helped(demonstration: dict[str, Site], chromium: Browser) -> Iterator[Page]:
    """Somebody without an address, on the screen of who helps them."""
    context = chromium.new_context(locale="fr-FR", reduced_motion="reduce")
    page = context.new_page()
    commune = demonstration["commune"]
    sign_in_as_staff(page, commune, STAFF[Role.ANIMATOR][0])
    page.goto(f"{commune.origin}/gestion/accompagner/ouvrir/")
    page.get_by_label("Elle n’a pas d’adresse e-mail").check()
    page.get_by_label("Sur celui-ci").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Je participe avec de l’aide").check()
    page.get_by_role("button", name="Je commence").click()
    yield page
    context.close()


@pytest.mark.parametrize("path", OWN)
def test_a_page_of_ones_own(demonstration: dict[str, Site], citizen: Page, path: str) -> None:
    inspect(citizen, demonstration["commune"].origin + path)


@pytest.mark.parametrize("path", OF_THE_STAFF)
def test_a_board_about_people(demonstration: dict[str, Site], administrator: Page, path: str) -> None:
    inspect(administrator, demonstration["commune"].origin + path)


@pytest.mark.parametrize("path", HELPED)
def test_a_page_while_somebody_is_helped(demonstration: dict[str, Site], helped: Page, path: str) -> None:
    inspect(helped, demonstration["commune"].origin + path)


def test_what_is_read(demonstration: dict[str, Site], administrator: Page) -> None:
    commune = demonstration["commune"]
    commune.manage("shell", "--verbosity=0", "-c", READINGS)
    inspect(administrator, f"{commune.origin}/gestion/frequentation/")


def test_the_page_of_an_elected_official(demonstration: dict[str, Site], chromium: Browser) -> None:
    """Who answers in her name: somebody does, in the demonstration."""
    page = chromium.new_context(locale="fr-FR", reduced_motion="reduce").new_page()
    sign_in_as_staff(page, demonstration["commune"], STAFF[Role.OFFICIAL][0])
    inspect(page, f"{demonstration['commune'].origin}/compte/assistants/")
    page.context.close()


def test_the_screen_of_an_audience(demonstration: dict[str, Site], administrator: Page) -> None:
    commune = demonstration["commune"]
    activity = commune.manage("shell", "--verbosity=0", "-c", A_DRAFT).strip()
    inspect(administrator, f"{commune.origin}/gestion/activites/{activity}/public/")


@pytest.mark.parametrize(("vote", "page"), [("quelle-grand-rue", "bulletin"), ("quels-arbres", "depouillement")])
def test_what_is_printed_for_a_vote(demonstration: dict[str, Site], administrator: Page, vote: str, page: str) -> None:
    commune = demonstration["commune"]
    administrator.goto(f"{commune.origin}/participer/grand-rue/")
    address = administrator.locator(f"main a[href*='{vote}']").first.get_attribute("href") or ""
    administrator.goto(commune.origin + address)
    ballot = administrator.locator("main a[href*='/vote/']").first.get_attribute("href") or ""
    inspect(administrator, f"{commune.origin}/gestion/activites/{ballot.split('/')[2]}/vote/{page}/")


def test_the_form_of_a_vote(demonstration: dict[str, Site], administrator: Page) -> None:
    inspect(administrator, f"{demonstration['commune'].origin}/gestion/activites/votes/nouveau/")
