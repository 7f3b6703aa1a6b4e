"""The one screen on which an agent says who may take part."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from dreamplus.core import clock
from dreamplus.moderation.services import found_charter
from dreamplus.participation.audience import audience_of
from dreamplus.participation.models import Activity
from dreamplus.participation.rules.audience import CONFIRMED, NOBODY, Act, Requirement, Way
from dreamplus.people.roles import HUB_ONLY, Role
from dreamplus.people.rolls.models import Roll
from dreamplus.people.testing import make_person, sign_in
from dreamplus.territory.quarters import add_quarter

pytestmark = pytest.mark.django_db
POSTED = {
    "who": "belong",
    "areas": ["centre", "la-gare"],
    "least_age": "16",
    "proofs": ["counter", "resident"],
    "read": "anyone",
    "support": "confirmed",
    "comment": "nobody",
}


@pytest.fixture
def draft(make_activity: Callable[..., Activity]) -> Activity:
    for name in ("Centre", "La Gare", "Le Port"):
        add_quarter(name=name)
    return make_activity(kind="proposals", scheduled=False)


def address(activity: Activity) -> str:
    return reverse("participation_staff:audience", args=[activity.uuid])


@pytest.mark.parametrize(
    ("role", "allowed"),
    [(role, role in (Role.AGENT, Role.ADMINISTRATOR)) for role in Role if role not in HUB_ONLY],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_those_who_run_activities_set_it(
    client: Client, draft: Activity, role: Role, allowed: bool, method: str
) -> None:
    sign_in(client, make_person(role))
    answer = getattr(client, method)(address(draft), POSTED if method == "post" else None)
    draft.refresh_from_db()
    assert (answer.status_code == 403) is not allowed
    assert (audience_of(draft).who != CONFIRMED) is (allowed and method == "post")


def test_two_quarters_sixteen_and_over_seen_or_declared_on_one_screen(client: Client, draft: Activity) -> None:
    sign_in(client, make_person(Role.AGENT))
    answer = client.post(address(draft), POSTED, follow=True)
    assert "de 16 ans et plus" in answer.content.decode()
    draft.refresh_from_db()
    audience = audience_of(draft)
    assert audience.who == Requirement((Way.COUNTER, Way.RESIDENT), areas=("centre", "la-gare"), least_age=16)
    assert (audience.of(Act.COMMENT), audience.of(Act.SUPPORT), audience.is_public) == (NOBODY, CONFIRMED, True)
    shown = client.get(address(draft)).content.decode()
    assert shown.count("checked") == 2 + 2 + 4  # quarters, ways, and one choice in each of four lists


def test_the_sentence_is_shown_before_anything_is_set(client: Client, draft: Activity) -> None:
    sign_in(client, make_person(Role.AGENT))
    answer = client.post(address(draft), POSTED | {"try": "1"})
    assert "les quartiers Centre et La Gare, de 16 ans et plus" in answer.content.decode()
    draft.refresh_from_db()
    assert audience_of(draft).who == CONFIRMED


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"proofs": []}, "Choisissez au moins une façon"),
        ({"least_age": "seize"}, "Écrivez un âge en années"),
        ({"least_age": "30", "most_age": "20"}, "L’âge le plus bas vient en premier"),
        ({"least_age": "0"}, "L’âge le plus bas vient en premier"),
        ({"areas": ["ailleurs"]}, "ailleurs"),
        ({"who": "tous"}, "tous"),
        ({"who": ""}, "obligatoire"),
        ({"read": "nobody"}, "nobody"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_typed_is_lost(
    client: Client, draft: Activity, wrong: dict[str, object], words: str
) -> None:
    sign_in(client, make_person(Role.AGENT))
    answer = client.post(address(draft), POSTED | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="la-gare"' in page
    draft.refresh_from_db()
    assert audience_of(draft).who == CONFIRMED


def test_nothing_moves_after_the_opening(
    client: Client, make_activity: Callable[..., Activity], noon: datetime
) -> None:
    found_charter(at=noon)
    activity = make_activity(kind="proposals")
    assert activity.opens_at is not None
    with clock.frozen(activity.opens_at):
        sign_in(client, make_person(Role.AGENT))
        answer = client.post(address(activity), POSTED | {"areas": []})
    assert answer.status_code == 422
    assert "les règles ne peuvent plus changer" in answer.content.decode()
    activity.refresh_from_db()
    assert audience_of(activity).who == CONFIRMED


def test_a_vote_is_never_offered_to_people_without_an_account(
    client: Client, make_activity: Callable[..., Activity]
) -> None:
    sign_in(client, make_person(Role.AGENT))
    page = client.get(address(make_activity(kind="poll", scheduled=False))).content.decode()
    assert "même sans compte" not in page
    assert "Qui peut soutenir" not in page


def test_two_quarters_sixteen_and_over_on_the_roll_or_vouched_for_at_the_counter_on_one_screen(
    client: Client, draft: Activity
) -> None:
    """The line of the issue, word for word."""
    at = draft.created_at
    roll = Roll.objects.create(
        name="Liste électorale", purpose="Voter.", created_at=at, created_by_role="agent", erase_on=at, imported_at=at
    )
    sign_in(client, make_person(Role.AGENT))
    answer = client.post(
        address(draft), POSTED | {"proofs": ["counter", "list"], "lists": [str(roll.uuid)]}, follow=True
    )
    page = answer.content.decode().replace("\xa0", " ")
    assert (
        "Ouvert aux personnes qui habitent les quartiers Centre et La Gare, de 16 ans et plus en 2026, que le guichet "
        "de la mairie a reconnues ou inscrites sur la liste « Liste électorale »."
    ) in page
    draft.refresh_from_db()
    assert audience_of(draft).who == Requirement(
        (Way.COUNTER, Way.LIST), lists=(str(roll.uuid),), areas=("centre", "la-gare"), least_age=16
    )


def test_a_list_that_is_not_in_use_is_not_offered(client: Client, draft: Activity) -> None:
    sign_in(client, make_person(Role.AGENT))
    page = client.get(address(draft)).content.decode()
    assert "elles sont sur une liste" not in page
    answer = client.post(address(draft), POSTED | {"proofs": ["list"]})
    assert answer.status_code == 422
