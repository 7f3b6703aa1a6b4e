"""The pages of consultations: what they say, and that three rows cost what one costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from consultations.pages import ProcessIndexPage
from consultations.proposals.models import Proposal
from consultations.proposals.pages import ProposalsPage
from consultations.rules.line import Milestone
from dreamplus.cms.models import HomePage
from dreamplus.core import clock
from dreamplus.people.testing import make_person

from .conftest import DAY, NOON

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def cost(client: Client, address: str) -> int:
    """Queries of the page for a visitor, once what a process remembers for all its requests is known."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        text(client, address)
    return len(captured)


def test_a_process_tells_its_state_its_action_and_its_line(client: Client, make_process: Callable[..., Any]) -> None:
    page = make_process(milestones=[Milestone("Conseil municipal", "délibération le 17 décembre")])
    shown = text(client, page.url)
    activity = ProposalsPage.objects.child_of(page).get().activity
    for words in ("La place du marché", "Conseil municipal", "délibération le 17 décembre", "Le conseil décide"):
        assert words in shown
    assert f"/propositions/{activity.uuid}/ecrire/" in shown


def test_the_list_keeps_one_state(client: Client, index: ProcessIndexPage, make_process: Callable[..., Any]) -> None:
    make_process("Ouverte")
    make_process("Terminée", at=NOON - 30 * DAY, days=5)
    with clock.frozen(NOON - DAY):
        make_process("À venir", at=NOON + 3 * DAY)
    titles = {state: [line.title for line in lines(client, index, state)] for state in ("", *STATES)}
    assert titles == {
        "": ["Ouverte", "À venir", "Terminée"],
        "ouvertes": ["Ouverte"],
        "a-venir": ["À venir"],
        "terminees": ["Terminée"],
        "n'importe quoi": ["Ouverte", "À venir", "Terminée"],
    }


STATES = ("ouvertes", "a-venir", "terminees", "n'importe quoi")


def lines(client: Client, index: ProcessIndexPage, state: str) -> list[Any]:
    return client.get(index.url, {"etat": state}).context["index"].lines


def test_the_home_page_leads_with_what_closes_first(
    client: Client, home: HomePage, make_process: Callable[..., Any]
) -> None:
    make_process("Le plan vélo", days=30)
    near = make_process("La place", days=2)
    activity = ProposalsPage.objects.child_of(near).get().activity
    assert set(re.findall(r"/propositions/([^/]+)/ecrire/", text(client, home.url))) == {str(activity.uuid)}


def test_the_home_page_tells_what_followed(client: Client, home: HomePage, make_process: Callable[..., Any]) -> None:
    make_process("La place", at=NOON - 30 * DAY, days=5, milestones=[Milestone("Travaux", "à partir de mars")])
    shown = text(client, home.url)
    assert "à partir de mars" in shown


def test_a_draft_is_shown_nowhere(client: Client, home: HomePage, index: ProcessIndexPage, make_process: Any) -> None:
    page = make_process("Consultation secrète", opened=False)
    for address in (home.url, index.url):
        assert "secrète" not in text(client, address)
    assert client.get(page.url).status_code == 404


@pytest.mark.parametrize("over", [False, True])
def test_a_restricted_consultation_is_in_no_list(
    client: Client, home: HomePage, index: ProcessIndexPage, make_process: Callable[..., Any], over: bool
) -> None:
    make_process("La place")
    reserved = make_process("Canari réservé", at=NOON - (30 if over else 0) * DAY, days=5)
    shown = [text(client, address) for address in (home.url, index.url)]
    assert all("Canari réservé" in page or reserved.url in page for page in shown)
    PageViewRestriction.objects.create(page=reserved, restriction_type=PageViewRestriction.LOGIN)
    activity = ProposalsPage.objects.child_of(reserved).get().activity
    for address in (home.url, index.url):
        page = text(client, address)
        assert not [secret for secret in ("Canari réservé", reserved.url, str(activity.uuid)) if secret in page]


QUERIES = {"home": 12, "index": 12, "process": 11, "proposals": 11, "detail": 5}
A_SECOND_LANGUAGE = {"home": 1, "index": 1, "process": 1, "proposals": 1, "detail": 0}


@pytest.mark.parametrize("languages", [1, 2])
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_public_pages(
    client: Client, home: HomePage, index: ProcessIndexPage, make_process: Any, publish: Any, rows: int, languages: int
) -> None:
    if languages == 2:
        dutch, _new = Locale.objects.get_or_create(language_code="nl")
        home.copy_for_translation(dutch).save_revision().publish()
    for number in range(rows):
        process = make_process(f"Consultation {number}")
        make_process(f"Terminée {number}", at=NOON - 30 * DAY, days=5)
    page = ProposalsPage.objects.child_of(process).get()
    for number in range(rows):
        publish(make_person(), f"Idée {number}", activity=page.activity)
    proposal = Proposal.objects.latest("pk")
    addresses = {
        "home": home.url,
        "index": index.url,
        "process": process.url,
        "proposals": page.url,
        "detail": proposal.get_absolute_url(),
    }
    expected = {name: cost + (languages - 1) * A_SECOND_LANGUAGE[name] for name, cost in QUERIES.items()}
    assert {name: cost(client, address) for name, address in addresses.items()} == expected
