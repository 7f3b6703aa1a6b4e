"""Two questions crossed: what adds up is shown, small groups are not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultations.surveys.crossing import Line, choices, cross
from consultations.surveys.models import Response
from consultations.surveys.rules.questionnaire import Kind, Question, Questionnaire, Screen
from dreamplus.participation.models import Activity
from dreamplus.people.models import User
from dreamplus.people.testing import sign_in

from ..conftest import NOON
from .conftest import bike, options

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]

ASKED = Questionnaire(
    (
        Screen(
            "s1",
            questions=(
                Question("q1", Kind.SINGLE, {"fr": "Où habitez-vous ?"}, options=options("Bourg", "Gare", "Hameau")),
                Question("q2", Kind.SCALE, {"fr": "Content ?"}, steps=3),
                Question("q3", Kind.LONG, {"fr": "Un mot ?"}),
            ),
        ),
    ),
    last=4,
)


@pytest.fixture
def town_of_answers(make_survey: Callable[..., Activity]) -> Activity:
    survey = make_survey(ASKED)
    given = {("o1", 1): 20, ("o1", 3): 30, ("o2", 1): 15, ("o2", 3): 12, ("o3", 2): 4}
    Response.objects.bulk_create(
        Response(
            activity=survey,
            answers={"q1": place, "q2": step},
            language="fr",
            day=NOON.date(),
            channel="paper" if number < 12 else "web",
            sheet=f"{place}{step}{number}" if number < 12 else "",
        )
        for (place, step), many in given.items()
        for number in range(many)
    )
    Response.objects.create(activity=survey, answers={"q1": "o1"}, language="fr", day=NOON.date())
    return survey


def test_lines_and_columns_are_counted_and_small_groups_hidden(town_of_answers: Activity) -> None:
    table = cross(town_of_answers, ASKED, "q1", "q2", "fr")
    assert table.columns == ["1", "2", "3"]
    found = {line.label: (line.total, line.cells) for line in table.lines}
    assert found["Hameau"] == (4, None)
    # Another line is hidden with it: the hamlet alone would follow from the totals of the columns.
    assert [line.cells is None for line in table.lines].count(True) >= 2
    assert {label: total for label, (total, _cells) in found.items()} == {"Bourg": 50, "Gare": 27, "Hameau": 4}
    assert table.hides


def test_a_question_is_crossed_with_how_people_answered(town_of_answers: Activity) -> None:
    table = cross(town_of_answers, ASKED, "channel", "q2", "fr")
    assert {line.label: line.total for line in table.lines} == {"En ligne": 29, "Sur papier": 52}


def test_large_groups_are_shown_cell_by_cell(make_survey: Callable[..., Activity]) -> None:
    survey = make_survey(ASKED)
    given = {("o1", 1): 20, ("o1", 3): 30, ("o2", 1): 15, ("o2", 3): 12}
    Response.objects.bulk_create(
        Response(activity=survey, answers={"q1": place, "q2": step}, language="fr", day=NOON.date())
        for (place, step), many in given.items()
        for _number in range(many)
    )
    table = cross(survey, ASKED, "q1", "q2", "fr")
    assert table.lines == [Line("Bourg", 50, [20, 0, 30]), Line("Gare", 27, [15, 0, 12])]


def test_what_may_be_crossed() -> None:
    assert [code for code, _label in choices(ASKED, "fr")] == ["q1", "q2", "channel"]
    assert [code for code, _label in choices(bike(), "fr")] == ["q1", "channel"]
    assert choices(Questionnaire(), "fr") == []


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ({}, 200, "Croiser deux questions"),
        ({"lignes": "q1", "colonnes": "q2"}, 200, "non affiché"),
        ({"lignes": "q1", "colonnes": "q1"}, 422, "Choisissez autre chose"),
        ({"lignes": "q3", "colonnes": "q2"}, 422, "q3"),
        ({"lignes": "answers__q1", "colonnes": "uuid"}, 422, "uuid"),
    ],
)
def test_an_agent_crosses_on_a_page(
    client: Client, agent: User, town_of_answers: Activity, asked: dict[str, Any], status: int, told: str
) -> None:
    sign_in(client, agent, second_factor=True)
    answer = client.get(reverse("surveys:cross", args=[town_of_answers.uuid]), asked)
    assert (answer.status_code, told in answer.content.decode()) == (status, True)
