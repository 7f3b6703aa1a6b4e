"""What is typed wrong is answered in French, changes nothing, and is still in the page.

Tried elsewhere, not again here: the hub and an instance that does not answer (`dreamplus/federation/harvest/
test_pages.py`), proposals too long or too late (`consultations/proposals/test_writing.py`), comments
(`deliberation/comments/test_views.py`), the form of a vote (`polls/test_staff.py`), forged ballots
(`polls/test_journey.py`), references of receipts (`polls/test_settling.py`), names at sign-up and codes tried too often
(`dreamplus/people/test_signing_in.py`), each field of the contact form (`dreamplus/cms/test_contact.py`).
"""

from __future__ import annotations

import re
import time
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from dreamplus.cms.contact import ContactMessage
from dreamplus.cms.pages import ContactPage
from dreamplus.core import clock
from dreamplus.participation.services import settle_due
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from polls.models import Attendance, Ballot
from polls.services import create_poll
from tests.doors.conftest import CLOSING, NOON, RED, SealedVote

pytestmark = pytest.mark.django_db


def words(answer: Any) -> str:
    """The page as it is read: entities decoded, French spaces made plain."""
    return re.sub("[\u00a0\u202f]", " ", unescape(answer.content.decode()))


def ask_for_a_code(client: Client, email: str = "", next_: str = "") -> None:
    asked = {"login": email or make_person().email, "next": next_}
    client.post(reverse("account_login"), asked, follow=True)


def type_code(client: Client, code: str) -> Any:
    return client.post(reverse("account_confirm_login_code"), {"code": code}, follow=True)


def test_a_wrong_sign_in_code(client: Client) -> None:
    ask_for_a_code(client)
    answer = type_code(client, "0000-0000")
    assert "Ce n’est pas le code que nous avons envoyé. Regardez le dernier message reçu." in words(answer)
    assert "_auth_user_id" not in client.session


EXPIRED = "Votre code a expiré : il était valable un quart d’heure. Demandez-en un nouveau."
TRIED = "Votre code a été essayé trop de fois : il ne sert plus. Demandez-en un nouveau."


@pytest.fixture(params=["connue", "nouvelle"])
def address(request: pytest.FixtureRequest) -> str:
    """With and without an account: told alike."""
    return make_person(email="connue@exemple.fr").email if request.param == "connue" else "nouvelle@exemple.fr"


@pytest.mark.parametrize("minutes", [16, 40])  # the code's quarter of an hour, the half hour of a sign-in
@pytest.mark.parametrize("posted", [True, False])
def test_a_sign_in_code_that_has_expired(
    client: Client, address: str, posted: bool, minutes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_for_a_code(client, address, next_="/vote/1/")
    code, later = last_code(), time.time() + minutes * 60
    monkeypatch.setattr("time.time", lambda: later)
    page = reverse("account_confirm_login_code")
    answer = client.post(page, {"code": code, "next": "/vote/1/"}) if posted else client.get(f"{page}?next=/vote/1/")
    assert EXPIRED in words(answer)
    assert "_auth_user_id" not in client.session
    assert_one_button_sends_another(client, answer, address)


def test_a_sign_in_code_tried_too_often(client: Client, address: str) -> None:
    ask_for_a_code(client, address, next_="/vote/1/")
    for _try in range(3):
        answer = client.post(reverse("account_confirm_login_code"), {"code": "0000-0000", "next": "/vote/1/"})
    assert TRIED in words(answer)
    assert_one_button_sends_another(client, answer, address)


def test_a_sign_in_code_that_nobody_asked_for_in_this_browser(client: Client) -> None:
    answer = type_code(client, "1234-5678")
    assert "Il n’y a pas encore de code à saisir ici : donnez votre adresse pour en recevoir un." in words(answer)
    assert User.objects.count() == 0


def test_a_code_sent_again_is_valid_as_long_as_the_first(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ask_for_a_code(client)
    began = time.time()
    monkeypatch.setattr("time.time", lambda: began + 14 * 60)
    client.post(reverse("account_confirm_login_code"), {"action": "resend"})
    monkeypatch.setattr("time.time", lambda: began + 28 * 60)
    type_code(client, last_code())
    assert "_auth_user_id" in client.session


def last_code() -> str:
    found = re.search(r"\d{4}-\d{4}", str(mail.outbox[-1].body))
    assert found
    return found.group()


def assert_one_button_sends_another(client: Client, answer: Any, address: str) -> None:
    """The form of the page, sent as it is, brings a code that works and leads on to where one was going."""
    form = re.search(r'<form[^>]*action="/compte/login/".*?</form>', words(answer), re.S)
    assert form
    fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', form.group()))
    assert (fields["login"], fields["next"]) == (address, "/vote/1/")
    former = last_code()
    client.post("/compte/login/", fields)
    assert last_code() != former
    answer = client.post(reverse("account_confirm_login_code"), {"code": last_code(), "next": "/vote/1/"})
    assert answer["Location"] == "/vote/1/"
    assert "_auth_user_id" in client.session


def test_a_closing_before_the_opening(client: Client, sealed: SealedVote) -> None:
    page = create_poll(parent=sealed.process, title="Un autre vote", question="", options=[], at=NOON)
    before = (page.activity.opens_at, page.activity.closes_at)
    sign_in(client, make_person(Role.AGENT))
    typed = {"opens_at": "2026-12-10T20:00", "closes_at": "2026-12-01T18:30"}
    answer = client.post(reverse("participation_staff:dates", args=[page.activity.uuid]), typed)
    assert "La clôture doit venir après l’ouverture." in words(answer)
    assert all(value in words(answer) for value in typed.values())
    page.activity.refresh_from_db()
    assert (page.activity.opens_at, page.activity.closes_at) == before


def test_a_vote_that_comes_after_the_closing(client: Client, sealed: SealedVote) -> None:
    sign_in(client, make_person())
    client.post(reverse("polls:vote", args=[sealed.activity.uuid]), {"choices": RED})
    review = client.get(reverse("polls:review", args=[sealed.activity.uuid]))
    settle_due(CLOSING)
    with clock.frozen(CLOSING):
        cast = reverse("polls:cast", args=[sealed.activity.uuid])
        answer = client.post(cast, {"choices": RED, "key": review.context["key"]})
    assert answer.status_code == 409
    assert "Ce vote est clos : votre choix est arrivé trop tard et n’a pas été compté." in words(answer)
    assert "Canari rouge" in words(answer)
    assert not (Ballot.objects.exists())
    assert not (Attendance.objects.exists())


def test_a_choice_that_the_vote_does_not_offer(client: Client, sealed: SealedVote) -> None:
    sign_in(client, make_person())
    answer = client.post(reverse("polls:vote", args=[sealed.activity.uuid]), {"choices": "<b>vert</b>"})
    assert "Ce choix ne figure pas parmi les options du vote. Choisissez de nouveau" in words(answer)
    assert b"<b>vert" not in answer.content
    assert not (Ballot.objects.exists())
    assert not (client.cookies.get(f"dream_choice_{sealed.activity.uuid.hex[:12]}"))


def test_a_name_that_hides_something(client: Client) -> None:
    person = make_person(display_name="Maire")
    sign_in(client, person)
    answer = client.post(reverse("people:profile"), {"display_name": "eri\u202eaM", "language": "nl"})
    assert "Ce nom contient des caractères invisibles ou des signes qui ne peuvent pas être affichés." in words(answer)
    assert 'value="eri\u202eaM"' in words(answer)
    assert re.search(r'value="nl"[^>]*selected', words(answer))
    kept = User.objects.get(pk=person.pk)
    assert (kept.display_name, kept.language) == ("Maire", "fr")


def test_a_contact_address_that_is_not_one(client: Client, sealed: SealedVote) -> None:
    page = ContactPage.objects.live().first()
    assert page is not None
    page.recipient = "mairie@exemple.fr"
    page.save_revision().publish()
    typed = {
        "subject": "question",
        "message": "Quand rouvre la piscine ?",
        "name": "Zoé",
        "email": "zoe@",
        "website": "",
    }
    answer = client.post(page.url, typed)
    assert list(answer.context["form"].errors) == ["email"]
    assert "Une chose est à corriger" in words(answer)
    assert all(typed[name] in words(answer) for name in ("message", "name", "email"))
    assert not ContactMessage.objects.exists()
