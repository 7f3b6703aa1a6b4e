"""The list of quarters."""

import pytest
from django.test import Client
from django.urls import reverse

from dreamplus.people.roles import HUB_ONLY, Role
from dreamplus.people.testing import make_person, sign_in
from dreamplus.territory.models import Quarter
from dreamplus.territory.quarters import QuarterRefused, add_quarter, rename_quarter
from dreamplus.territory.queries import quarter_names, quarters

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]


def test_a_code_is_made_once_and_stays() -> None:
    quarter = add_quarter(name="  L’Épée   d’Or ")
    assert (quarter.name, quarter.code) == ("L’Épée d’Or", "lepee-dor")
    rename_quarter(quarter=quarter, name="Le Faubourg")
    assert Quarter.objects.get().code == "lepee-dor"
    assert quarter_names(["lepee-dor", "inconnu"]) == ["Le Faubourg", "inconnu"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "Cen\u202etre"])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(QuarterRefused):
        add_quarter(name=name)


def test_the_same_name_is_refused_whatever_its_accents() -> None:
    add_quarter(name="La Gare")
    other = add_quarter(name="Le Port")
    with pytest.raises(QuarterRefused):
        add_quarter(name="la gâre")
    with pytest.raises(QuarterRefused):
        rename_quarter(quarter=other, name="LA GARE")
    assert [quarter.name for quarter in quarters()] == ["La Gare", "Le Port"]


def test_two_names_with_one_spelling_get_two_codes() -> None:
    codes = [add_quarter(name=name).code for name in ("Saint-Jean", "Saint Jean", "日本", "中国")]
    assert len(set(codes)) == 4


@pytest.mark.parametrize("role", [role for role in Role if role not in HUB_ONLY])
def test_who_keeps_the_list(client: Client, role: Role) -> None:
    allowed = role in (Role.AGENT, Role.ADMINISTRATOR)
    quarter = add_quarter(name="Centre")
    sign_in(client, make_person(role))
    answers = [
        client.get(reverse("people:quarters")),
        client.post(reverse("people:quarters"), {"name": "La Gare"}),
        client.post(reverse("people:quarter", args=[quarter.code]), {"name": "Le Bourg"}),
        client.post(reverse("people:quarter_retire", args=[quarter.code])),
    ]
    assert {answer.status_code == 403 for answer in answers} == {not allowed}
    expected = [("Le Bourg", True), ("La Gare", False)] if allowed else [("Centre", False)]
    assert list(Quarter.objects.values_list("name", "retired")) == expected


def test_a_double_is_told_and_the_name_stays_in_the_form(client: Client) -> None:
    add_quarter(name="Centre")
    sign_in(client, make_person(Role.AGENT))
    answer = client.post(reverse("people:quarters"), {"name": "centre"})
    assert answer.status_code == 422
    assert "« centre » est déjà dans la liste" in answer.content.decode().replace("\xa0", " ")
    assert 'value="centre"' in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_at_any_length(client: Client, number: int, django_assert_num_queries: object) -> None:
    for index in range(number):
        add_quarter(name=f"Quartier {index}")
    sign_in(client, make_person(Role.AGENT))
    client.get(reverse("people:quarters"))
    with django_assert_num_queries(4):  # type: ignore[operator]
        client.get(reverse("people:quarters"))
