"""What agents write, print, enter, read and take away of a survey."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from consultations.pages import ProcessPage
from consultations.surveys.models import Response
from consultations.surveys.rules.questionnaire import Kind, Mode, Questionnaire
from consultations.surveys.services.building import questionnaire
from dreamplus.core.models import AccessLog
from dreamplus.participation.models import Activity
from dreamplus.participation.services import settle_due
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in

from ..conftest import NOON
from .conftest import RIDES, kept
from .test_answering import send
from .test_pages import at, text, walk

pytestmark = pytest.mark.django_db
MakeSurvey = Callable[..., Activity]


@pytest.fixture
def draft(make_survey: MakeSurvey) -> Activity:
    return make_survey(Questionnaire(), opened=False)


@pytest.fixture
def staff(client: Client, agent: User) -> Client:
    sign_in(client, agent, second_factor=True)
    return client


QUESTION = {
    "label": "Que manque-t-il ?",
    "help": "Une chose",
    "options": "Des bancs\nDe l’ombre | 2\n\nRien",
    "required": "on",
}


def test_an_agent_writes_moves_changes_and_removes_questions(staff: Client, draft: Activity) -> None:
    add = at("add", draft)
    assert "Un seul choix" in text(staff.get(add))
    staff.post(f"{add}?type=single", QUESTION)
    staff.post(f"{add}?type=long", {"label": "Un mot ?"})
    asked = questionnaire(Activity.objects.get(pk=draft.pk))
    single, word = list(asked)
    assert [(one.code, one.label["fr"], one.most) for one in single.options] == [
        ("o1", "Des bancs", None),
        ("o2", "De l’ombre", 2),
        ("o3", "Rien", None),
    ]
    staff.post(at("question", draft, single.code), QUESTION | {"options": "De l’ombre\nDes bancs verts\nDes jeux"})
    changed = questionnaire(Activity.objects.get(pk=draft.pk)).question(single.code)
    assert changed is not None
    assert next((one.code, one.label["fr"]) for one in changed.options) == ("o2", "De l’ombre"), "it keeps its code"
    staff.post(at("arrange", draft), {"act": "up", "code": word.code})
    staff.post(at("arrange", draft), {"act": "screen"})
    staff.post(f"{add}?type=number&ecran=", {"label": "Combien ?", "least": "0", "most": "9"})
    asked = questionnaire(Activity.objects.get(pk=draft.pk))
    assert [[one.kind for one in screen.questions] for screen in asked.screens] == [
        [Kind.LONG, Kind.SINGLE],
        [Kind.NUMBER],
    ]
    staff.post(at("arrange", draft), {"act": "remove", "code": word.code})
    page = text(staff.get(at("build", draft)))
    assert ("Un mot ?" in page, "Que manque-t-il ?" in page, "Combien ?" in page) == (True, True, True), (
        "told as removed"
    )
    assert "Un mot ?" not in text(staff.get(at("build", draft)))


def test_a_question_depends_on_an_earlier_one(staff: Client, draft: Activity) -> None:
    add = at("add", draft)
    staff.post(f"{add}?type=single", QUESTION)
    staff.post(f"{add}?type=short", {"label": "Quelle ombre ?", "only_if": [f"{first(draft)}:o2"]})
    assert "Seulement si vous avez répondu « De l’ombre » à la question 1." in text(staff.get(at("build", draft)))
    answer = staff.post(f"{add}?type=short", {"label": "Et ?", "only_if": [f"{first(draft)}:o9"]})
    assert answer.status_code == 422


def test_questions_are_written_in_a_second_language_under_the_same_codes(staff: Client, draft: Activity) -> None:
    Locale.objects.get_or_create(language_code="nl")
    staff.post(f"{at('add', draft)}?type=single", QUESTION)
    code = first(draft)
    dutch = {"label": "Wat ontbreekt er?", "options": "Banken\nSchaduw | 2\nNiets", "required": "on"}
    answer = staff.post(f"{at('question', draft, code)}?langue=nl", dutch)
    assert answer.url == at("build", draft) + "?langue=nl"
    asked = questionnaire(Activity.objects.get(pk=draft.pk)).question(code)
    assert asked is not None
    assert asked.label == {"fr": "Que manque-t-il ?", "nl": "Wat ontbreekt er?"}
    assert [(one.code, one.label["fr"], one.label["nl"]) for one in asked.options] == [
        ("o1", "Des bancs", "Banken"),
        ("o2", "De l’ombre", "Schaduw"),
        ("o3", "Rien", "Niets"),
    ]
    staff.post(f"{at('add', draft)}?type=long", {"label": "Un mot ?"})
    page = text(staff.get(f"{at('build', draft)}?langue=nl"))
    assert ("Wat ontbreekt er?" in page, "1 question n’est pas encore écrite" in page) == (True, True)


def first(survey: Activity) -> str:
    return next(iter(questionnaire(Activity.objects.get(pk=survey.pk)))).code


@pytest.mark.parametrize(
    ("kind", "said", "told"),
    [
        ("single", {"options": "Une seule"}, "demande au moins deux réponses"),
        ("single", {"options": "A\nA"}, "a deux fois la même réponse"),
        ("matrix", {"options": "A\nB", "rows": ""}, "Écrivez au moins une ligne."),
        ("several", {"options": "A\nB", "most": "3"}, "ses limites ne vont pas ensemble"),
        ("number", {"least": "9", "most": "1"}, "ses limites ne vont pas ensemble"),
        ("short", {"label": ""}, "Écrivez la question."),
        ("single", {"options": "A\n" + "x" * 201}, "La ligne 2 est trop longue"),
    ],
)
def test_a_question_that_cannot_be_asked_is_told_and_keeps_its_words(
    staff: Client, draft: Activity, kind: str, said: dict[str, str], told: str
) -> None:
    sent = {"label": "Que manque-t-il ?", "help": "Aide gardée"} | said
    answer = staff.post(f"{at('add', draft)}?type={kind}", sent)
    page = text(answer)
    assert (answer.status_code, told in page, "Aide gardée" in page) == (422, True, True)
    assert questionnaire(Activity.objects.get(pk=draft.pk)) == Questionnaire()


def test_without_a_question_it_does_not_open(staff: Client, draft: Activity) -> None:
    process = ProcessPage.objects.get()
    answer = staff.post(reverse("consultations_staff:open", args=[process.pk]))
    assert (answer.status_code, "Écrivez au moins une question." in text(answer)) == (409, True)


def test_once_open_nothing_is_changed(staff: Client, survey: Activity) -> None:
    before = questionnaire(survey)
    settle_due(NOON)
    staff.post(at("arrange", survey), {"act": "remove", "code": "q1"})
    staff.post(at("question", survey, "q4"), {"label": "Autre chose ?"})
    staff.post(at("build", survey), {"mode": "named"})
    assert questionnaire(Activity.objects.get(pk=survey.pk)) == before
    assert "les questions ne changent plus" in text(staff.get(at("build", survey)))


def test_an_agent_tries_it_before_it_opens_and_nobody_else_does(
    staff: Client, make_survey: MakeSurvey, marie: User
) -> None:
    survey = make_survey(opened=False)
    assert "Vous l’essayez avant l’ouverture" in text(staff.get(at("answer", survey)))
    walk(staff, survey)
    assert 'name="key"' not in text(staff.get(at("review", survey)))
    staff.post(at("send", survey), {})
    assert kept(survey) == []
    other = Client()
    sign_in(other, marie)
    assert other.get(at("answer", survey)).status_code == 404


def test_paper_has_the_same_questions_and_sheets_are_entered(staff: Client, survey: Activity) -> None:
    paper = text(staff.get(at("paper", survey)))
    assert all(words in paper for words in ("Comment venez-vous ?", "À vélo", "Les arceaux", "Feuille numéro"))
    assert "Seulement si vous avez répondu « À vélo » à la question 1." in paper
    sheet = {"sheet": "7", "channel": "meeting", "q1": "o3", "q3-r1": "o1"}
    assert staff.post(at("enter", survey), sheet).status_code == 302
    again = staff.post(at("enter", survey), sheet | {"q4": "Gardé"})
    assert (again.status_code, "a déjà été saisie" in text(again), "Gardé" in text(again)) == (422, True, True)
    response = Response.objects.get()
    assert (response.sheet, response.channel, response.answers) == ("7", "meeting", {"q1": "o3", "q3": {"r1": "o1"}})
    staff.post(at("take_back", survey), {"sheet": "7"})
    assert not Response.objects.exists()


def test_answers_are_read_and_taken_away_without_names(
    staff: Client, survey: Activity, answer: Any, marie: User
) -> None:
    answer(marie, RIDES)
    answer(make_person(), {"q1": "o1", "q4": "=1+1;«é»"})
    page = text(staff.get(at("responses", survey)))
    assert ("Les arceaux : Mal" in page, "Marie" in page) == (True, False)
    answered = staff.get(at("export", survey))
    lines = b"".join(answered.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].split(";")[3:5] == [
        "Comment venez-vous\u00a0?".replace("\u00a0", " "),
        "Où laissez-vous le vélo ? [Gare]",
    ]
    assert len(lines) == 3
    assert not any("Marie" in line or marie.email in line for line in lines)
    assert any("'=1+1" in line for line in lines), "a formula is neutralised"
    assert AccessLog.objects.filter(purpose="surveys.export").count() == 1


def test_names_are_taken_away_where_the_survey_said_so(staff: Client, make_survey: MakeSurvey, marie: User) -> None:
    survey = make_survey(mode=Mode.NAMED)
    send(survey, marie)
    lines = b"".join(staff.get(at("export", survey)).streaming_content).decode()
    assert marie.email in lines
    assert marie.email not in text(staff.get(at("responses", survey)))


WHO: dict[str, tuple[Role, bool | None] | None] = {
    "visitor": None,
    "citizen": (Role.CITIZEN, None),
    "official": (Role.OFFICIAL, True),
    "agent without second factor": (Role.AGENT, False),
    "agent": (Role.AGENT, True),
    "administrator": (Role.ADMINISTRATOR, True),
}


@pytest.mark.parametrize("who", WHO)
def test_who_reads_answers_and_writes_questions(client: Client, survey: Activity, answer: Any, who: str) -> None:
    answer(make_person())
    if given := WHO[who]:
        sign_in(client, make_person(given[0]), second_factor=given[1])
    allowed = who in {"agent", "administrator"}
    opened = {
        name: client.get(at(name, survey)).status_code == 200 for name in ("build", "responses", "export", "paper")
    }
    assert opened == dict.fromkeys(opened, allowed)
    assert (client.get(at("enter", survey)).status_code == 200) == (allowed or who == "official")
