"""Where a person lives: declared on their honour, or seen at the counter."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from dreamplus.core.models import AccessLog
from dreamplus.people import personal_data
from dreamplus.people.models import Residence, User
from dreamplus.people.residences import declare_residence, vouch_residence
from dreamplus.people.roles import HUB_ONLY, Role
from dreamplus.people.services import Refused
from dreamplus.people.testing import make_person, sign_in
from dreamplus.territory.quarters import add_quarter, retire_quarter

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def person() -> User:
    return make_person(Role.CITIZEN)


@pytest.fixture
def quarters() -> list[str]:
    return [add_quarter(name=name).code for name in ("Centre", "La Gare")]


def test_a_declaration_is_replaced_never_doubled(person: User, quarters: list[str]) -> None:
    declare_residence(user=person, area="centre", birth_year=1990, at=NOW)
    declare_residence(user=person, area="la-gare", birth_year=1990, at=NOW)
    assert [(one.area, one.proof) for one in Residence.objects.all()] == [("la-gare", "declared")]


@pytest.mark.parametrize(
    ("area", "birth_year", "field"),
    [("ailleurs", None, "area"), ("", None, "area"), ("centre", 1899, "birth_year"), ("centre", 2027, "birth_year")],
)
def test_what_cannot_be_is_refused(
    person: User, quarters: list[str], area: str, birth_year: int | None, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        declare_residence(user=person, area=area, birth_year=birth_year, at=NOW)
    assert list(refused.value.message_dict) == [field]
    assert not Residence.objects.exists()


def test_a_place_without_quarters_asks_for_none(person: User) -> None:
    assert declare_residence(user=person, area="", birth_year=None, at=NOW).area == ""


def test_a_quarter_no_longer_used_is_not_chosen_any_more(person: User, quarters: list[str]) -> None:
    from dreamplus.territory.models import Quarter

    retire_quarter(quarter=Quarter.objects.get(code="centre"))
    with pytest.raises(Refused):
        declare_residence(user=person, area="centre", birth_year=None, at=NOW)


def test_changing_what_the_counter_saw_makes_it_a_declaration_again(person: User, quarters: list[str]) -> None:
    agent = make_person(Role.AGENT)
    assert vouch_residence(user=person, area="centre", birth_year=1990, by=agent, at=NOW).proof == "counter"
    assert declare_residence(user=person, area="centre", birth_year=1990, at=NOW).proof == "counter"
    changed = declare_residence(user=person, area="la-gare", birth_year=1990, at=NOW)
    assert (changed.proof, changed.vouched_on) == ("declared", None)


@pytest.mark.parametrize("role", [role for role in Role if role not in HUB_ONLY])
def test_who_may_vouch(person: User, role: Role) -> None:
    by = make_person(role)
    if role in (Role.AGENT, Role.ANIMATOR, Role.ADMINISTRATOR):
        vouch_residence(user=person, area="", birth_year=None, by=by, at=NOW)
        line = AccessLog.objects.get(purpose="people.vouch.residence")
        assert line.actor_id == str(by.pk)
        assert person.email not in line.subject
    else:
        with pytest.raises(PermissionDenied):
            vouch_residence(user=person, area="", birth_year=None, by=by, at=NOW)
        assert not Residence.objects.exists()


def test_nobody_vouches_for_themselves(client: Client) -> None:
    agent = make_person(Role.AGENT)
    with pytest.raises(PermissionDenied):
        vouch_residence(user=agent, area="", birth_year=None, by=agent, at=NOW)
    sign_in(client, agent)
    answer = client.post(reverse("people:counter"), {"email": agent.email, "seen": "on"})
    assert answer.status_code == 422
    assert "Personne ne se porte garant de soi-même" in answer.content.decode()


def test_at_the_counter_an_agent_vouches_in_one_screen(client: Client, person: User, quarters: list[str]) -> None:
    sign_in(client, make_person(Role.ANIMATOR))
    told = {"email": person.email.upper(), "area": "centre", "birth_year": "1990"}
    answer = client.post(reverse("people:counter"), told)
    assert "On ne se porte garant que de ce qu’on a vu" in answer.content.decode()
    assert 'value="1990"' in answer.content.decode()
    client.post(reverse("people:counter"), told | {"seen": "on"})
    place = Residence.objects.get(user=person)
    assert (place.area, place.birth_year, place.proof) == ("centre", 1990, "counter")


def test_a_person_declares_and_comes_back_to_where_the_question_was_asked(
    client: Client, person: User, quarters: list[str]
) -> None:
    sign_in(client, person)
    here = reverse("people:residence")
    answer = client.post(here, {"area": "centre", "birth_year": "", "next": "/participer/"})
    assert (answer.status_code, answer.url) == (302, "/participer/")
    elsewhere = client.post(here, {"area": "centre", "birth_year": "", "next": "https://ailleurs.example/"})
    assert elsewhere.url == reverse("people:home")


def test_wrong_words_stay_in_the_form(client: Client, person: User, quarters: list[str]) -> None:
    sign_in(client, person)
    answer = client.post(reverse("people:residence"), {"area": "centre", "birth_year": "mille"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Écrivez les quatre chiffres" in page
    assert 'value="mille"' in page
    assert not Residence.objects.exists()


def test_it_is_forgotten_on_demand_and_with_the_account(client: Client, person: User) -> None:
    sign_in(client, person)
    declare_residence(user=person, area="", birth_year=1990, at=NOW)
    assert personal_data.export(person)["people.Residence"][0]["birth_year"] == 1990
    client.post(reverse("people:residence"), {"forget": "1"})
    assert personal_data.export(person)["people.Residence"] == []
    declare_residence(user=person, area="", birth_year=1990, at=NOW)
    personal_data.erase(user=person, at=NOW)
    assert not Residence.objects.exists()
