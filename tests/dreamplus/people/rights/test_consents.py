"""Consents, declarations of age, and the notice that people read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from dreamplus.core import sheets
from dreamplus.people import personal_data, processings
from dreamplus.people.models import User
from dreamplus.people.rights import notice, words
from dreamplus.people.rights.forms import age_form
from dreamplus.people.rights.models import AgeDeclaration, Consent
from dreamplus.people.rights.services import consents
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
LATER = timedelta(hours=1)


@pytest.fixture
def letter(monkeypatch: pytest.MonkeyPatch) -> consents.Purpose:
    monkeypatch.setattr(consents, "_purposes", {})
    purpose = consents.Purpose("letter", "La lettre", "Je veux recevoir la lettre du mois.")
    consents.register(purpose)
    return purpose


def give(person: User, at: datetime) -> Consent:
    return consents.give_consent(person=person, purpose="letter", channel="web", at=at)


def test_agreeing_twice_to_the_same_words_is_one_consent(marie: User, noon: datetime, letter: object) -> None:
    assert give(marie, noon) == give(marie, noon + LATER)
    assert consents.has_consented(person=marie, purpose="letter")


def test_new_words_need_a_new_consent(marie: User, noon: datetime, letter: object) -> None:
    first = give(marie, noon)
    consents.register(consents.Purpose("letter", "La lettre", "Je veux la lettre et les alertes."))
    second = give(marie, noon + LATER)
    first.refresh_from_db()
    assert (first.withdrawn_at, second.withdrawn_at) == (noon + LATER, None)
    assert first.version != second.version


def test_withdrawing_keeps_both_dates(client: Client, marie: User, noon: datetime, letter: object) -> None:
    give(marie, noon)
    sign_in(client, marie).post(reverse("rights:withdraw", args=["letter"]))
    client.post(reverse("rights:withdraw", args=["letter"]))
    row = Consent.objects.get()
    assert (row.given_at, row.withdrawn_at) == (noon, noon)
    assert not consents.has_consented(person=marie, purpose="letter")


def test_nobody_withdraws_for_another(marie: User, noon: datetime, letter: object) -> None:
    give(marie, noon)
    sign_in(Client(), make_person()).post(reverse("rights:withdraw", args=["letter"]))
    assert consents.has_consented(person=marie, purpose="letter")


def test_a_purpose_nobody_declared_is_refused(marie: User, noon: datetime) -> None:
    with pytest.raises(LookupError, match="advertising"):
        consents.give_consent(person=marie, purpose="advertising", channel="web", at=noon)


def test_the_database_keeps_one_consent_in_force(marie: User, noon: datetime, letter: object) -> None:
    give(marie, noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(person=marie, purpose="letter", version="x", channel="web", given_at=noon)


def test_age_is_asked_once_and_only_where_the_instance_asks(marie: User, noon: datetime, settings: Any) -> None:
    assert age_form(marie) is None
    settings.DREAM_ASK_AGE = True
    form = age_form(marie, {})
    assert form is not None
    assert not form.is_valid()
    consents.declare_age(person=marie, at=noon)
    consents.declare_age(person=marie, at=noon + LATER)
    assert age_form(marie) is None
    assert AgeDeclaration.objects.get().at == noon


def test_every_class_of_data_has_its_sentence() -> None:
    assert all(words.kept(data.keep) for data in personal_data.registered())


def test_the_notice_names_the_controller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processings, "_controller", [lambda: processings.Controller("Ville", "dpd@exemple.fr")])
    told = notice.of("vote")
    assert told.controller.officer == "dpd@exemple.fr"
    assert [kept.what for kept in told.kept] == [
        ["Que vous avez pris part à un vote, jamais ce que vous avez choisi", "Qui vote pour qui par procuration"]
    ]


def test_the_register_is_a_file_of_the_same_lines(client: Client, noon: datetime) -> None:
    answer = sign_in(client, make_person(Role.ADMINISTRATOR)).get(reverse("rights_staff:register_csv"))
    sheet = sheets.read_csv(answer.content)
    assert len(sheet.rows) == len(notice.register()) > 10
    assert "registre-des-traitements.csv" in answer["Content-Disposition"]
    assert {len(row) for row in notice.register()} == {len(notice.header())}
