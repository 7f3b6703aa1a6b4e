"""B9: sixty names kept exactly or refused clearly; thirty things that French readers type, all found."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from consultations.proposals.models import Proposal
from consultations.proposals.pages import ProposalsPage
from consultations.proposals.services.publish import publish_proposal
from dreamplus.cms.pages import HomePage, InformationPage
from dreamplus.cms.testing import publish
from dreamplus.participation.models import Activity
from dreamplus.people.names import NameRefused, clean_name
from dreamplus.people.testing import make_person, sign_in
from tests.consultations.conftest import activity, agent, home, index, make_process, marie, noon, page, process, town
from tests.doors.conftest import NOON
from tests.names import NAMES

__all__ = ["activity", "agent", "home", "index", "make_process", "marie", "noon", "page", "process", "town"]
pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]

PAGES = {
    "Le marché couvert": "Cœur de ville rénové : une halle d’été, des étals le samedi, des bœufs gras à Noël.",
    "Conseil municipal du 12 décembre": "Compte-rendu, délibérations et travaux votés pour l’école Zulma-Carpentier.",
    "Budget participatif": "150 000 € pour vos idées : bancs, vélos, jeux d’enfants, arbres fruitiers.",
    "Gymnase Pierre-de-Coubertin": "Où s’inscrire, les horaires d’ouverture, l’accès aux personnes handicapées.",
    "Déchets et encombrants": "La déchèterie reprend le verre ; les ordures ménagères sont levées le mardi.",
}
TYPED = [
    ("marche couvert", "Le marché couvert"),
    ("MARCHÉ", "Le marché couvert"),
    ("le marché", "Le marché couvert"),
    ("les marchés", "Le marché couvert"),
    ("coeur de ville", "Le marché couvert"),
    ("bœuf", "Le marché couvert"),
    ("boeufs gras", "Le marché couvert"),
    ("halle d'été", "Le marché couvert"),
    ("« halle »", "Le marché couvert"),
    ("noel", "Le marché couvert"),
    ("conseils municipaux", "Conseil municipal du 12 décembre"),
    ("conseil municipal 12 decembre", "Conseil municipal du 12 décembre"),
    ("compte rendu", "Conseil municipal du 12 décembre"),
    ("compte-rendu", "Conseil municipal du 12 décembre"),
    ("délibération", "Conseil municipal du 12 décembre"),
    ("travail école", "Conseil municipal du 12 décembre"),
    ("l’école", "Conseil municipal du 12 décembre"),
    ("zulma carpentier", "Conseil municipal du 12 décembre"),
    ("budgets participatifs", "Budget participatif"),
    ("150 000", "Budget participatif"),
    ("jeux d'enfant", "Budget participatif"),
    ("vélo ?", "Budget participatif"),
    ("arbre fruitier", "Budget participatif"),
    ("pierre de coubertin", "Gymnase Pierre-de-Coubertin"),
    ("où s'inscrire", "Gymnase Pierre-de-Coubertin"),
    ("horaire d'ouverture", "Gymnase Pierre-de-Coubertin"),
    ("handicapé", "Gymnase Pierre-de-Coubertin"),
    ("déchèteries", "Déchets et encombrants"),
    ("dechets, encombrant", "Déchets et encombrants"),
    ("ordures menageres", "Déchets et encombrants"),
]


@pytest.fixture
def planted(home: HomePage) -> None:
    for title, summary in PAGES.items():
        publish(home, InformationPage(title=title, summary=summary))


@pytest.mark.usefixtures("planted")
def test_thirty_things_that_people_type_find_their_page_first(client: Client) -> None:
    assert len(TYPED) == 30
    found = {}
    for typed, _page in TYPED:
        hits = client.get("/recherche/", {"q": typed}).context.get("hits") or [None]
        found[typed] = getattr(hits[0], "title", None)
    assert found == dict(TYPED)


def test_they_find_proposals_too(client: Client, activity: Activity, page: ProposalsPage) -> None:
    for title, body in PAGES.items():
        publish_proposal(
            activity=activity, author=make_person(), title=title, body=body, theme=None, key=uuid4(), at=NOON
        )
    found = {}
    for typed, _title in TYPED:
        found[typed] = [one.title for one in client.get(page.url, {"q": typed}).context["proposals"]]
    assert found == {typed: [title] for typed, title in TYPED}


def test_sixty_names_of_accounts_are_kept_exactly_or_refused_clearly(client: Client) -> None:
    person = make_person()
    sign_in(client, person)
    refused = []
    for name in NAMES:
        answer = client.post(reverse("people:profile"), {"display_name": name, "language": "fr"})
        person.refresh_from_db()
        if answer.status_code == 302:
            assert person.display_name == name
        else:
            refused.append(name)
            assert "caractères invisibles" in answer.text
            assert person.display_name != name
    assert refused == [name for name in NAMES if not _stands(name)]
    assert len(refused) == 8


def _stands(name: str) -> bool:
    try:
        return clean_name(name) == name
    except NameRefused:
        return False


def test_titles_of_proposals_keep_every_script(activity: Activity, publish_as: Callable[[str], Proposal]) -> None:
    kept = [name for name in NAMES if _stands(name)]
    titles = [f"Une rue pour {name}" for name in kept]
    assert [Proposal.objects.get(pk=publish_as(title).pk).title for title in titles] == titles


@pytest.fixture
def publish_as(activity: Activity) -> Callable[[str], Proposal]:
    def make(title: str) -> Proposal:
        body = "Parce que cela compte pour les gens du quartier, et depuis longtemps."
        return publish_proposal(
            activity=activity, author=make_person(), title=title, body=body, theme=None, key=uuid4(), at=NOON
        ).proposal

    return make
