"""An assistant acts in the name of an elected official who let them, as long as they do, and under that name alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from consultations.proposals.models import Proposal
from consultations.proposals.rules.statuses import Status
from consultations.proposals.services.answer import answer_proposal
from dreamplus.core.models import AccessLog
from dreamplus.people import assistants
from dreamplus.people.models import AssistantMandate, RoleGrant, User
from dreamplus.people.permissions import may, roles_of
from dreamplus.people.roles import HUB_ONLY, Permission, Role
from dreamplus.people.services import delete_account, grant_role, revoke_role
from dreamplus.people.testing import make_person, sign_in
from tests.consultations.conftest import (
    activity,
    agent,
    home,
    index,
    make_process,
    marie,
    noon,
    page,
    process,
    proposal,
    publish,
    town,
)
from tests.doors.conftest import NOON

__all__ = ["activity", "agent", "home", "index", "make_process", "marie", "noon", "page", "process", "town"]
__all__ += ["proposal", "publish"]
pytestmark = [pytest.mark.django_db, pytest.mark.database_promise, pytest.mark.usefixtures("noon")]
TODAY = date(2026, 11, 23)
Answer = Callable[..., Proposal]


@pytest.fixture
def official(db: None) -> User:
    return make_person(Role.OFFICIAL, display_name="Hélène Marquette, adjointe")


@pytest.fixture
def person(db: None) -> User:
    return make_person(email="lea@exemple.fr")


def again(user: User) -> User:
    """As the next request loads them."""
    return User.objects.get(pk=user.pk)


def name(official: User, person: User, until: date | None = None) -> AssistantMandate:
    return assistants.name_assistant(official=official, email=person.email.upper(), until=until, at=NOON)


def test_naming_gives_the_role_and_taking_back_takes_it(official: User, person: User) -> None:
    mandate = name(official, person)
    assert may(again(person), Permission.ANSWER_PROPOSALS)
    assert again(person).is_staff
    assert assistants.officials_of(person) == [official]
    assistants.end_mandate(mandate=mandate, by=official, at=NOON)
    assert not again(person).is_staff
    assert not RoleGrant.objects.filter(user=person).exists()
    assert list(AccessLog.objects.filter(actor_id=str(official.pk)).values_list("purpose", "subject")) == [
        ("people.assistant.named", f"people.User:{person.uuid}"),
        ("people.assistant.ended", f"people.User:{person.uuid}"),
    ]


def test_the_role_without_a_mandate_opens_nothing(person: User) -> None:
    grant_role(user=person, role=Role.ASSISTANT, by=None, at=NOON)
    assert roles_of(again(person)) == {Role.CITIZEN}
    assert not may(again(person), Permission.ANSWER_PROPOSALS)


@pytest.mark.parametrize(
    ("until", "stands"), [(None, True), (TODAY, True), (TODAY + timedelta(days=1), True), (TODAY - timedelta(1), False)]
)
def test_a_mandate_holds_until_the_end_of_its_last_day(
    official: User, person: User, until: date | None, stands: bool
) -> None:
    name(official, person)
    AssistantMandate.objects.update(until=until)
    assert may(again(person), Permission.ANSWER_PROPOSALS) is stands


def test_it_sleeps_while_the_official_is_none(official: User, person: User) -> None:
    name(official, person)
    revoke_role(user=official, role=Role.OFFICIAL, by=None, at=NOON)
    assert not may(again(person), Permission.ANSWER_PROPOSALS)
    grant_role(user=official, role=Role.OFFICIAL, by=None, at=NOON)
    assert may(again(person), Permission.ANSWER_PROPOSALS)
    User.objects.filter(pk=official.pk).update(is_active=False)
    assert not may(again(person), Permission.ANSWER_PROPOSALS)


def test_it_ends_with_either_account_and_with_the_role(official: User, person: User) -> None:
    name(official, person)
    revoke_role(user=person, role=Role.ASSISTANT, by=None, at=NOON)
    assert not AssistantMandate.objects.exists()
    name(official, person)
    delete_account(user=official, at=NOON)
    assert not AssistantMandate.objects.exists()
    assert roles_of(again(person)) == {Role.CITIZEN}


@pytest.mark.parametrize("role", [role for role in Role if role not in HUB_ONLY])
def test_only_an_elected_official_names(person: User, role: Role) -> None:
    by = make_person(role)
    before = AssistantMandate.objects.count()
    if role == Role.OFFICIAL:
        name(by, person)
    else:
        with pytest.raises(PermissionDenied):
            name(by, person)
    assert AssistantMandate.objects.count() - before == (role == Role.OFFICIAL)


@pytest.mark.parametrize("role", [role for role in Role if role not in HUB_ONLY])
def test_who_ends_it(official: User, person: User, role: Role) -> None:
    mandate, by = name(official, person), make_person(role)
    if role == Role.ADMINISTRATOR:
        assistants.end_mandate(mandate=mandate, by=by, at=NOON)
    else:
        with pytest.raises(PermissionDenied):
            assistants.end_mandate(mandate=mandate, by=by, at=NOON)


def test_what_is_refused_is_said_beside_its_field(official: User, person: User) -> None:
    for given, field in (
        ({"email": "personne@exemple.fr", "until": None}, "email"),
        ({"email": official.email, "until": None}, "email"),
        ({"email": person.email, "until": TODAY - timedelta(days=1)}, "until"),
    ):
        with pytest.raises(ValidationError) as refused:
            assistants.name_assistant(official=official, at=NOON, **given)  # type: ignore[arg-type]
        assert list(refused.value.message_dict) == [field]
    with pytest.raises(IntegrityError), transaction.atomic():
        AssistantMandate.objects.create(official=official, assistant=official, since=NOON)


def answer(proposal: Proposal, by: User, **given: Any) -> Proposal:
    words = {"status": Status.ACCEPTED, "answer": "Oui.", "role": "Le maire", "at": NOON, "seen": None}
    return answer_proposal(proposal=proposal, by=by, **(words | given))


def test_the_answer_bears_the_name_of_the_official_whatever_is_typed(
    client: Client, proposal: Proposal, official: User, person: User
) -> None:
    name(official, person)
    answered = answer(proposal, again(person), on_behalf_of=official)
    assert answered.answer_role == "Hélène Marquette, adjointe"
    shown = client.get(proposal.get_absolute_url()).text
    assert "Hélène Marquette, adjointe" in shown
    assert person.email not in shown
    (deed,) = assistants.answered_for(official)
    assert (deed.title, deed.href, deed.at) == (proposal.title, proposal.get_absolute_url(), NOON)


def test_nobody_answers_for_who_did_not_let_them(proposal: Proposal, official: User, person: User) -> None:
    name(official, person)
    for on_behalf_of in (None, make_person(Role.OFFICIAL)):
        with pytest.raises(PermissionError):
            answer(proposal, again(person), on_behalf_of=on_behalf_of)
    proposal.refresh_from_db()
    assert proposal.answered_at is None


def test_an_agent_answers_as_before(proposal: Proposal, agent: User) -> None:
    assert answer(proposal, agent).answer_role == "Le maire"
    assert not AccessLog.objects.filter(purpose="proposals.answer.for").exists()


def test_the_form_of_an_assistant_offers_those_names_alone(client: Client, proposal: Proposal, official: User) -> None:
    helper = make_person(Role.ASSISTANT)
    name(official, helper)
    sign_in(client, helper)
    address = reverse("proposals:answer", args=[proposal.contribution.uuid])
    assert "Hélène Marquette, adjointe" in client.get(address).text
    posted = {"status": "accepted", "answer": "Oui, au printemps.", "seen": ""}
    assert client.post(address, posted | {"role": "Le maire"}).status_code == 422
    assert client.post(address, posted | {"role": str(make_person(Role.OFFICIAL).uuid)}).status_code == 422
    assert client.post(address, posted | {"role": str(official.uuid)}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.answer_role == "Hélène Marquette, adjointe"


def test_the_page_of_the_official(client: Client, proposal: Proposal, official: User, person: User) -> None:
    sign_in(client, official)
    page = reverse("people:assistants")
    assert "Personne." in client.get(page).text
    wrong = client.post(page, {"email": "personne@exemple.fr", "until": ""})
    assert wrong.status_code == 422
    assert "personne@exemple.fr" in wrong.text
    client.post(page, {"email": "lea@exemple.fr", "until": "2026-12-31"})
    answer(proposal, again(person), on_behalf_of=official)
    shown = client.get(page).text
    assert "lea@exemple.fr" in shown
    assert "31 décembre 2026" in shown
    assert proposal.title in shown
    mandate = AssistantMandate.objects.get()
    other = sign_in(Client(), make_person(Role.OFFICIAL))
    assert other.post(reverse("people:assistant_end", args=[mandate.pk])).status_code == 404
    assert client.post(reverse("people:assistant_end", args=[mandate.pk])).status_code == 302
    assert not AssistantMandate.objects.exists()
