"""What a survey gives to anybody: what was asked, counts, and nobody's answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultations.surveys.pages import SurveyPage
from consultations.surveys.publish import COLUMNS, result, rows
from dreamplus.core import clock
from dreamplus.participation.models import Activity
from dreamplus.participation.services import settle_due
from dreamplus.people.testing import make_person

from ..conftest import DAY, NOON
from .conftest import RIDES

pytestmark = pytest.mark.django_db
SECRET = "Canari des réponses libres"


@pytest.fixture
def settled(survey: Activity, answer: Any) -> Activity:
    for _number in range(6):
        answer(make_person(), RIDES)
    for _number in range(2):
        answer(make_person(), {"q1": "o1", "q4": SECRET})
    settle_due(NOON + 10 * DAY)
    survey.refresh_from_db()
    return survey


def test_the_table_has_a_line_for_each_count_and_none_for_what_is_hidden(settled: Activity) -> None:
    found = result(settled)
    assert found is not None
    table = [tuple(row) for row in rows(found, "fr")]
    assert all(len(row) == len(COLUMNS) for row in table)
    assert table[0] == ("", "", "", "", "", 8)
    assert ("", "", "channel", "web", "", 8) in table
    assert ("q1", "Comment venez-vous ?", "", "o1", "À pied", None) in table
    assert ("q3", "Qu’en pensez-vous ?", "r1", "o1", "Bien", 6) in table
    assert ("q4", "Un mot ?", "", "", "", 2) in table
    assert found["questionnaire"]["screens"][0]["questions"][0]["label"] == {"fr": "Comment venez-vous ?"}


def test_it_is_downloaded_once_it_is_settled_and_holds_nobodys_words(client: Client, settled: Activity) -> None:
    page = SurveyPage.objects.get(activity=settled)
    with clock.frozen(NOON + 10 * DAY):
        told = client.get(page.url).content.decode()
        for name in ("table", "document"):
            address = reverse(f"opendata:{name}", args=[settled.uuid])
            assert address in told
            answer = client.get(address)
            content = (answer.getvalue() if answer.streaming else answer.content).decode("utf-8-sig")
            assert (answer.status_code, SECRET in content, "À vélo" in content) == (200, False, True)
        assert json.loads(content)["result"]["type"] == "survey-result"
    assert SECRET not in told


@pytest.mark.parametrize("name", ["table", "document"])
def test_sealed_it_is_not_downloaded(client: Client, survey: Activity, answer: Any, name: str) -> None:
    answer(make_person(), RIDES)
    assert client.get(reverse(f"opendata:{name}", args=[survey.uuid])).status_code == 404
