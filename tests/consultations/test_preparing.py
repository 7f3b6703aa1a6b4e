"""An agent prepares a consultation in a few screens: nothing is public before it opens, and then all of it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultations.pages import ProcessIndexPage, ProcessPage
from consultations.proposals.models import Theme
from consultations.proposals.pages import ProposalsPage
from consultations.services.opening import open_process
from consultations.services.prepare import process_index
from dreamplus.cms.models import HomePage
from dreamplus.participation.errors import NotReady
from dreamplus.participation.models import Activity
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from polls.pages import PollPage
from polls.staff_forms import PollForm

from .conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]

WORDS = {
    "kind": "consultation",
    "title": "Le jardin de la gare",
    "summary": "Une friche revient à la commune.",
    "body": "La gare a fermé en 1996.\n\n<script>alert(1)</script>",
    "commitment": "Le conseil décide, en public.",
    "milestones": "17/12/2026 Conseil municipal : délibération le 17 décembre",
    "collect": "on",
    "closes_at": "2026-12-31T20:00",
    "themes": "Arbres\nJeux",
}
VOTE = {
    "title": "Quel projet ?",
    "question": "Lequel préférez-vous ?",
    "method": "single",
    "options": "Un verger\nUne aire de jeux",
    "closes_at": "2027-01-31T20:00",
    "results_visibility": "sealed",
    "majority": "relative",
}
CREATE = "consultations_staff:create"


def test_the_screen_of_a_vote_shows_every_field(client: Client, home: HomePage, agent: User, settings: Any) -> None:
    """Its template names them one by one; how secret it is, where the site has a box."""
    settings.DREAM_BOX, settings.DREAM_BOX_TOKEN, settings.DREAM_WITNESS = (
        "https://urne.example",
        "x",
        "https://r.example",
    )
    sign_in(client, agent)
    to_vote = client.post(reverse(CREATE), WORDS | {"vote": "1"})
    text = client.get(to_vote.url).text
    assert [name for name in PollForm.base_fields if f'name="{name}"' not in text] == []


def test_three_screens_lead_from_an_idea_to_an_open_consultation(client: Client, home: HomePage, agent: User) -> None:
    sign_in(client, agent)
    to_vote = client.post(reverse(CREATE), WORDS | {"vote": "1"})
    process = ProcessPage.objects.get()
    assert to_vote.url == reverse("consultations_staff:vote", args=[process.pk])
    to_prepare = client.post(to_vote.url, VOTE)
    assert to_prepare.url == reverse("consultations_staff:prepare", args=[process.pk])
    preview = client.get(to_prepare.url).content.decode()
    for words in ("Le jardin de la gare", "Conseil municipal", "Quel projet ?", "Le conseil décide, en public."):
        assert words in preview
    assert "<script>alert" not in preview
    assert client.get(process.url).status_code == 404
    opened = client.post(reverse("consultations_staff:open", args=[process.pk]))
    assert opened.url == to_prepare.url
    assert client.get(process.url).status_code == 200
    assert {activity.is_open(NOON) for activity in Activity.objects.all()} == {True}
    assert [theme.label for theme in Theme.objects.all()] == ["Arbres", "Jeux"]
    assert PollPage.objects.get().live


def test_the_first_consultation_makes_the_list_that_holds_it(home: HomePage) -> None:
    first = process_index()
    assert (first.live, first.get_parent().pk) == (True, home.pk)
    assert process_index() == first


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": ""}, "title"),
        ({"summary": "x" * 401}, "summary"),
        ({"commitment": ""}, "commitment"),
        ({"milestones": "31/02/2027 Conseil"}, "milestones"),
        ({"closes_at": ""}, "closes_at"),
        ({"closes_at": "demain"}, "closes_at"),
        ({"opens_at": "2026-12-31T21:00"}, "closes_at"),
        ({"opens_at": "2020-01-01T10:00"}, "opens_at"),
        ({"themes": "\n".join(f"Thème {n}" for n in range(30))}, "themes"),
        ({"themes": "x" * 81}, "themes"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_every_word_kept(
    client: Client, home: HomePage, agent: User, given: dict[str, str], field: str
) -> None:
    sign_in(client, agent)
    answer = client.post(reverse(CREATE), WORDS | given)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert WORDS["body"].split("\n")[0] in answer.content.decode()
    assert not ProcessPage.objects.exists()
    assert not Activity.objects.exists()


def test_opening_publishes_everything_or_nothing(make_process: Any, agent: User) -> None:
    process = make_process(opened=False)
    Activity.objects.update(opens_at=None, closes_at=None)
    with pytest.raises(NotReady) as caught:
        open_process(process=process, by=agent, at=NOON)
    assert len(caught.value.missing) == 1
    process.refresh_from_db()
    assert (process.live, ProposalsPage.objects.get().live) == (False, False)


@pytest.mark.parametrize("given", [{"commitment": ""}, {"summary": ""}, {"collection": None}])
def test_a_consultation_without_rules_words_or_step_does_not_open(
    make_process: Any, agent: User, given: dict[str, Any]
) -> None:
    process = make_process(opened=False, **given)
    with pytest.raises(NotReady):
        open_process(process=process, by=agent, at=NOON)


def test_opening_twice_is_once(process: ProcessPage, agent: User) -> None:
    before = Activity.objects.get().scheduled_at
    open_process(process=process, by=agent, at=NOON)
    assert Activity.objects.get().scheduled_at == before


WHO: dict[str, Any] = {
    "visitor": None,
    "citizen": (Role.CITIZEN, None),
    "official": (Role.OFFICIAL, True),
    "agent without second factor": (Role.AGENT, False),
    "agent": (Role.AGENT, True),
    "administrator": (Role.ADMINISTRATOR, True),
}
OPENS = {"agent", "administrator"}


@pytest.mark.parametrize("who", WHO)
def test_who_prepares_consultations(client: Client, make_process: Any, who: str) -> None:
    process = make_process(opened=False)
    if WHO[who]:
        role, strong = WHO[who]
        sign_in(client, make_person(role), second_factor=strong)
    pages = [reverse(CREATE), *(reverse(f"consultations_staff:{n}", args=[process.pk]) for n in ("prepare", "vote"))]
    assert {client.get(page).status_code == 200 for page in pages} == {who in OPENS}
    client.post(reverse("consultations_staff:open", args=[process.pk]))
    process.refresh_from_db()
    assert process.live == (who in OPENS)


@pytest.mark.parametrize(
    ("who", "panels"), [("visitor", None), ("citizen", None), ("official", 1), ("agent", 6), ("administrator", 6)]
)
def test_the_board_shows_each_role_its_own_work(
    client: Client, index: ProcessIndexPage, who: str, panels: int | None
) -> None:
    if WHO[who]:
        sign_in(client, make_person(WHO[who][0]), second_factor=WHO[who][1])
    answer = client.get(reverse("consultations_staff:board"))
    assert (len(answer.context["panels"]) if answer.status_code == 200 else None) == panels
