"""A site with a list of consultations; the clock stands at noon."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from wagtail.models import Locale, Page, Site

from consultations.pages import ProcessIndexPage, ProcessPage
from consultations.proposals.models import Proposal, Support, Theme
from consultations.proposals.pages import ProposalsPage
from consultations.proposals.services.publish import publish_proposal
from consultations.proposals.services.support import support_proposal
from consultations.services.opening import open_process
from consultations.services.prepare import Collection, create_process
from dreamplus.cms.models import HomePage
from dreamplus.core import clock
from dreamplus.moderation.services import found_charter
from dreamplus.participation.models import Activity
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person
from tests.once import once

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
DAY = timedelta(days=1)
BODY = "Planter quarante tilleuls autour de la place.\n\nUn banc sous chacun d’eux."


@pytest.fixture(autouse=True)
def noon() -> Iterator[datetime]:
    with clock.frozen(NOON):
        yield NOON


@dataclass(frozen=True)
class Town:
    """A French site answering the test client, with its charter of moderation, a list of consultations and an agent."""

    home: HomePage
    index: ProcessIndexPage
    agent: User


@pytest.fixture
def town() -> Town:
    return once("consultations", _town)


def _town() -> Town:
    found_charter(at=NOON)
    locale, _new = Locale.objects.get_or_create(language_code="fr")
    root = Page.get_first_root_node()
    home = HomePage(title="Saint-Aubin", slug="saint-aubin", sentence="La place, ensemble.", locale=locale)
    root.add_child(instance=home)
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True, site_name="Saint-Aubin")
    index = ProcessIndexPage(title="Participer", slug="participer", locale=locale, show_in_menus=True)
    home.add_child(instance=index)
    return Town(home, index, make_person(Role.AGENT))


@pytest.fixture
def home(town: Town) -> HomePage:
    return town.home


@pytest.fixture
def index(town: Town) -> ProcessIndexPage:
    return town.index


@pytest.fixture
def agent(town: Town) -> User:
    return town.agent


@pytest.fixture
def marie() -> User:
    return make_person(display_name="Marie")


@pytest.fixture
def karim() -> User:
    return make_person(display_name="Karim")


@pytest.fixture
def make_process(index: ProcessIndexPage, agent: User) -> Callable[..., ProcessPage]:
    """An open consultation that collects proposals from noon for ten days; `opened=False` leaves it in draft."""

    def make(title: str = "La place du marché", *, opened: bool = True, days: int = 10, **values: Any) -> ProcessPage:
        at = values.pop("at", NOON)
        words: dict[str, Any] = {
            "title": title,
            "summary": "Refaire la place, ensemble.",
            "body": "Depuis 1974, la place est un parking.",
            "commitment": "Le conseil décide le 17 décembre.",
            "milestones": [],
            "collection": Collection(at, at + days * DAY, ["Arbres", "Commerce"]),
        }
        page = create_process(**words | values, by=agent, at=at, index=index)
        return open_process(process=page, by=agent, at=at) if opened else page

    return make


@pytest.fixture
def process(make_process: Callable[..., ProcessPage], index: ProcessIndexPage) -> ProcessPage:
    process = once("process", make_process)
    index.refresh_from_db()  # one page more stands below it
    return process


@pytest.fixture
def page(process: ProcessPage) -> ProposalsPage:
    return ProposalsPage.objects.child_of(process).get()


@pytest.fixture
def activity(page: ProposalsPage) -> Activity:
    return page.activity


@pytest.fixture
def theme(activity: Activity) -> Theme:
    return Theme.objects.get(activity=activity, label="Arbres")


@pytest.fixture
def publish(activity: Activity) -> Callable[..., Proposal]:
    from uuid import uuid4

    def make(author: User, title: str = "Quarante tilleuls", body: str = BODY, **values: Any) -> Proposal:
        given: dict[str, Any] = {"activity": activity, "key": uuid4(), "theme": None, "at": NOON} | values
        return publish_proposal(author=author, title=title, body=body, **given).proposal

    return make


@pytest.fixture
def proposal(publish: Callable[..., Proposal], marie: User) -> Proposal:
    return publish(marie)


@pytest.fixture
def supported(proposal: Proposal, karim: User) -> Support:
    support_proposal(proposal=proposal, person=karim, at=NOON)
    return Support.objects.get(proposal=proposal)
