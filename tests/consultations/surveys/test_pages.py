"""Answering in the browser without scripts, screen after screen, and reading what was answered."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.surveys.models import Draft
from consultations.surveys.pages import SurveyPage
from consultations.surveys.rules.questionnaire import Mode
from dreamplus.core import clock
from dreamplus.participation.models import Activity, Receipt
from dreamplus.participation.services import settle_due
from dreamplus.people.models import User
from dreamplus.people.testing import make_person, sign_in

from ..conftest import DAY, NOON
from .conftest import RIDES, kept

pytestmark = pytest.mark.django_db
MakeSurvey = Callable[..., Activity]


def at(name: str, survey: Activity, *more: Any) -> str:
    return reverse(f"surveys:{name}", args=[survey.uuid, *more])


def text(answer: Any) -> str:
    words: str = answer.content.decode().replace("\xa0", " ")
    return words


def key_of(client: Client, survey: Activity) -> str:
    found = re.search(r'name="key" value="([^"]+)"', text(client.get(at("review", survey))))
    assert found
    return found[1]


SCREENS = [{"q1": "o2"}, {"q2": ["o1", "o3"]}, {"q3-r1": "o1", "q3-r2": "o2", "q4": ""}]


def walk(client: Client, survey: Activity, screens: list[dict[str, Any]] | None = None) -> None:
    """From the first screen to the review, as a browser without scripts does."""
    address = at("answer", survey)
    for said in screens or SCREENS:
        answer = client.post(address, said | {"action": "next"})
        assert answer.status_code == 302, text(answer)
        address = answer.url
    assert address == at("review", survey)


# Answering ------------------------------------------------------------------------------------------------------------
def test_from_the_page_to_the_receipt(client: Client, survey: Activity, survey_page: SurveyPage, marie: User) -> None:
    sign_in(client, marie)
    page = text(client.get(survey_page.url))
    assert at("answer", survey) in page
    assert "4 questions" in page
    first = text(client.get(at("answer", survey)))
    assert "Comment venez-vous ?" in first
    assert "Étape 1 sur 3" in first, "the screen of bikes is not on the path yet"
    walk(client, survey)
    review = text(client.get(at("review", survey)))
    assert all(words in review for words in ("À vélo", "Gare", "École", "Les arceaux : Mal", "sans réponse"))
    answer = client.post(at("send", survey), {"key": key_of(client, survey)}, follow=True)
    assert Receipt.objects.get().reference in text(answer)
    assert kept(survey) == [RIDES]
    assert not Draft.objects.exists()


def test_somebody_without_an_account_signs_in_at_the_end_and_their_answers_follow(
    client: Client, survey: Activity, marie: User
) -> None:
    walk(client, survey)
    review = text(client.get(at("review", survey)))
    assert "Recevoir un code et envoyer" in review
    assert 'name="key"' not in review
    sign_in(client, marie)
    client.post(at("send", survey), {"key": key_of(client, survey)})
    assert kept(survey) == [RIDES]


def test_signing_in_keeps_the_newest_answers(client: Client, survey: Activity, marie: User) -> None:
    Draft.objects.create(activity=survey, person=marie, answers={"q1": "o1", "q4": "Avant"}, saved_at=NOON)
    client.post(at("answer", survey), {"q1": "o2", "action": "next"})
    # The session of the visitor goes on: signing in through the pages keeps it.
    session = dict(client.session)
    sign_in(client, marie)
    current = client.session
    current["surveys.answers"] = session["surveys.answers"]
    current.save()
    client.get(at("review", survey))
    assert Draft.objects.get().answers == {"q1": "o2", "q4": "Avant"}


def test_each_screen_keeps_what_it_can_before_it_says_what_is_wrong(
    client: Client, survey: Activity, marie: User
) -> None:
    sign_in(client, marie)
    walk(client, survey)
    answer = client.post(at("screen", survey, 3), {"q3-r1": "zz", "q4": "Un mot", "action": "next"})
    assert (answer.status_code, "Choisissez parmi les réponses" in text(answer)) == (422, True)
    assert Draft.objects.get().answers["q4"] == "Un mot"
    assert client.post(at("answer", survey), {"action": "next"}).status_code == 422
    assert "Cette question attend une réponse" in text(client.post(at("answer", survey), {"action": "next"}))
    assert Draft.objects.get().answers["q1"] == "o2", "an answer that was good stays until another one is"


def test_back_and_later_keep_the_screen(client: Client, survey: Activity, marie: User) -> None:
    sign_in(client, marie)
    walk(client, survey)
    back = client.post(at("screen", survey, 3), {"q4": "À moitié écrit", "action": "back"})
    assert back.url == at("screen", survey, 2)
    client.post(at("screen", survey, 3), {"q4": "Écrit", "action": "save"})
    assert Draft.objects.get().answers["q4"] == "Écrit"


def test_a_link_leads_back_on_another_device(client: Client, survey: Activity) -> None:
    walk(client, survey)
    page = text(client.post(at("screen", survey, 3), {"q4": "Plus tard", "action": "link"}))
    link = re.search(r"http://[^<\s]+/reprendre/[^<\s]+", page)
    assert link
    address = link[0].removeprefix("http://testserver")
    assert Draft.objects.get().token not in address, "the table does not hold what the link says"
    client.post(at("screen", survey, 3), {"q4": "Plus tard", "action": "link"})
    assert Draft.objects.count() == 1, "one link for each browser"
    elsewhere = Client()
    assert elsewhere.get(address).status_code == 200
    assert elsewhere.session.get("surveys.answers") is None, "reading writes nothing"
    elsewhere.post(address)
    assert "Plus tard" in text(elsewhere.get(at("screen", survey, 3)))
    assert elsewhere.get(address[:-2] + "x/").status_code == 404


def test_sent_twice_is_once_with_and_without_an_account(client: Client, make_survey: MakeSurvey) -> None:
    survey = make_survey(anyone=True)
    walk(client, survey)
    key = key_of(client, survey)
    for _time in range(3):
        answer = client.post(at("send", survey), {"key": key})
        assert (answer.status_code, answer.url) == (302, at("sent", survey))
    assert len(kept(survey)) == len(Receipt.objects.all()) == 1
    walk(client, survey)
    client.post(at("send", survey), {"key": key_of(client, survey)})
    assert len(kept(survey)) == 2, "another person of the same household"


def test_an_anonymous_survey_is_answered_once(client: Client, make_survey: MakeSurvey, marie: User) -> None:
    survey = make_survey(mode=Mode.ANONYMOUS)
    sign_in(client, marie)
    walk(client, survey)
    client.post(at("send", survey), {"key": key_of(client, survey)})
    for name in ("answer", "review"):
        assert "Vous avez déjà répondu" in text(client.get(at(name, survey)))
    client.post(at("send", survey), {})
    assert len(kept(survey)) == 1


def test_a_sent_answer_is_corrected_and_withdrawn(client: Client, survey: Activity, marie: User) -> None:
    sign_in(client, marie)
    walk(client, survey)
    client.post(at("send", survey), {"key": key_of(client, survey)})
    assert "Vous corrigez" in text(client.get(at("answer", survey)))
    walk(client, survey, [{"q1": "o1"}, {"q4": "Finalement à pied"}])
    client.post(at("send", survey), {"key": key_of(client, survey)})
    assert kept(survey) == [{"q1": "o1", "q4": "Finalement à pied"}]
    assert client.get(at("withdraw", survey)).status_code == 200
    assert len(kept(survey)) == 1
    client.post(at("withdraw", survey))
    assert kept(survey) == []
    assert client.get(at("withdraw", survey)).status_code == 404


def test_closed_it_shows_what_was_begun(client: Client, survey: Activity, marie: User) -> None:
    sign_in(client, marie)
    walk(client, survey)
    with clock.frozen(NOON + 10 * DAY):
        for name in ("answer", "review"):
            answer = client.get(at(name, survey))
            assert (answer.status_code, "À vélo" in text(answer)) == (200, True)
        assert client.post(at("answer", survey), SCREENS[0] | {"action": "next"}).status_code == 409
        assert client.post(at("send", survey), {}).status_code == 409
    assert kept(survey) == []


def test_others_find_neither_the_draft_nor_the_receipt(
    client: Client, survey: Activity, marie: User, karim: User
) -> None:
    sign_in(client, marie)
    walk(client, survey)
    client.post(at("send", survey), {"key": key_of(client, survey)})
    reference = Receipt.objects.get().reference
    other = Client()
    sign_in(other, karim)
    assert other.get(at("sent", survey)).status_code == 404
    assert "À vélo" not in text(other.get(at("review", survey)))
    assert reference in text(client.get(at("sent", survey)))


@pytest.mark.parametrize("answers", [1, 3])
def test_queries_of_a_screen_and_of_the_page(
    client: Client, survey: Activity, survey_page: SurveyPage, answer: Any, answers: int
) -> None:
    for _number in range(answers):
        answer(make_person())
    addresses = {"page": survey_page.url, "screen": at("answer", survey)}
    assert {name: cost(client, url) for name, url in addresses.items()} == {"page": 9, "screen": 3}


def cost(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


# Results --------------------------------------------------------------------------------------------------------------
def test_results_are_told_at_the_closing_by_question(
    client: Client, survey: Activity, survey_page: SurveyPage, answer: Any
) -> None:
    for _number in range(6):
        answer(make_person(), RIDES)
    answer(make_person(), {"q1": "o1", "q4": "Secret de Marie"})
    sealed = text(client.get(survey_page.url))
    assert "7 personnes ont répondu" in sealed
    assert "Les arceaux" not in sealed
    with clock.frozen(NOON + 10 * DAY):
        settle_due(NOON + 10 * DAY)
        told = text(client.get(survey_page.url))
    assert "Les arceaux" in told
    assert "1 texte, lu par les agents" in told
    assert "Secret de Marie" not in told
    assert "Non affiché, pour ne pas reconnaître quelques personnes : À pied" in told
