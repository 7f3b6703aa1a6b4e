"""Declared by a person, recognised by the town hall, spoken for by several; each promise kept by the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from dreamplus.core.models import AccessLog
from dreamplus.core.tasks.testing import run_all
from dreamplus.people.organisations import queries, services
from dreamplus.people.organisations.enums import State
from dreamplus.people.organisations.models import Delegate, Invitation, Organisation
from dreamplus.people.organisations.tasks import due, purge
from dreamplus.people.roles import HUB_ONLY, Role
from dreamplus.people.services import create_confirmed_user, delete_account
from dreamplus.people.testing import make_person
from tests.dreamplus.people.organisations.conftest import AT, LATER

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]


def delegate(cast: SimpleNamespace, who: str = "first") -> Delegate:
    return Delegate.objects.get(organisation=cast.organisation, user=getattr(cast, who))


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"number": "W591234567"}, "number", "inviter"),
        ({"number": "w 591 234 567"}, "number", "inviter"),
        ({"number": "552100555"}, "number", "chiffre"),
        ({"number": "12"}, "number", "W591234567"),
        ({"name": "Les\u202e Amis"}, "name", "invisibles"),
        ({"name": "  "}, "name", "nom"),
    ],
)
def test_what_cannot_be_declared_is_said_beside_its_field(
    cast: SimpleNamespace, changed: dict[str, str], field: str, words: str
) -> None:
    given = {"name": "Autre", "kind": "association", "number": "W591234568"} | changed
    with pytest.raises(ValidationError) as refused:
        services.declare_organisation(user=cast.other, at=AT, **given)
    assert words in " ".join(refused.value.message_dict[field])
    assert Organisation.objects.count() == 2


def test_five_wait_at_most_for_one_person(db: None) -> None:
    person = make_person()
    for number in range(5):
        services.declare_organisation(user=person, name="A", kind="association", number=f"W59123450{number}", at=AT)
    with pytest.raises(ValidationError, match="Cinq"):
        services.declare_organisation(user=person, name="A", kind="association", number="W591234509", at=AT)


def test_a_number_is_free_again_once_it_was_turned_down(cast: SimpleNamespace) -> None:
    services.decide_organisation(
        organisation=cast.waiting, recognised=False, reason="Numéro d’une autre.", by=cast.agent, at=AT
    )
    again = services.declare_organisation(user=cast.other, name="Le vrai", kind="company", number="552100554", at=AT)
    assert again.state == State.DECLARED


@pytest.mark.parametrize("role", [role for role in Role if role not in HUB_ONLY])
def test_who_recognises(cast: SimpleNamespace, role: Role) -> None:
    person, allowed = make_person(role), role in (Role.AGENT, Role.ADMINISTRATOR)
    try:
        services.decide_organisation(organisation=cast.waiting, recognised=True, by=person, at=AT)
    except PermissionDenied:
        assert not allowed
    cast.waiting.refresh_from_db()
    assert (cast.waiting.state == State.RECOGNISED) is allowed


def test_a_decision_is_taken_once_with_a_reason_told_and_written_down(cast: SimpleNamespace) -> None:
    decide: Callable[..., Any] = services.decide_organisation
    with pytest.raises(ValidationError, match="motif"):
        decide(organisation=cast.organisation, recognised=False, by=cast.agent, at=LATER)
    with pytest.raises(ValidationError, match="entre-temps"):
        decide(organisation=cast.organisation, recognised=True, by=cast.agent, at=LATER)
    run_all()
    mail.outbox.clear()
    decide(organisation=cast.organisation, recognised=False, reason="Dissoute.", by=cast.agent, at=LATER)
    run_all()
    assert sorted(one.to[0] for one in mail.outbox) == ["awa@exemple.fr", "paul@exemple.fr"]
    assert all("Dissoute." in one.body for one in mail.outbox)
    assert AccessLog.objects.filter(purpose="organisations.ended", actor_id=cast.agent.pk).count() == 1
    assert queries.speaks_for(cast.first) == []


def test_constraints_hold_without_the_services(cast: SimpleNamespace) -> None:
    for change in (
        lambda: Organisation.objects.filter(pk=cast.waiting.pk).update(number="W591234567"),
        lambda: Organisation.objects.filter(pk=cast.organisation.pk).update(state="ended"),
        lambda: Organisation.objects.filter(pk=cast.waiting.pk).update(state="recognised"),
        lambda: Delegate.objects.create(organisation=cast.organisation, user=cast.first, since=AT),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_an_invitation_is_for_one_address_once_and_for_fourteen_days(cast: SimpleNamespace) -> None:
    marc = create_confirmed_user(email="marc@exemple.fr")
    secret = services.invite(organisation=cast.organisation, by=cast.first, email="marc@exemple.fr", at=AT)
    newer = services.invite(organisation=cast.organisation, by=cast.first, email="MARC@exemple.fr", at=AT)
    assert Invitation.objects.count() == 1
    assert secret not in str(Invitation.objects.values().get())
    for who, tried, at, words in (
        (marc, secret, AT, "terminée"),
        (cast.other, newer, AT, "autre adresse"),
        (marc, newer, AT + services.INVITATION_VALID, "terminée"),
    ):
        with pytest.raises(ValidationError, match=words):
            services.accept(secret=tried, user=who, at=at)
    services.accept(secret=newer, user=marc, at=AT)
    assert [one.name for one in queries.speaks_for(marc)] == ["Les Amis du canal"]
    with pytest.raises(ValidationError):
        services.accept(secret=newer, user=marc, at=AT)
    assert not Invitation.objects.exists()


def test_the_letter_is_the_same_whether_or_not_the_address_has_an_account(cast: SimpleNamespace) -> None:
    run_all()
    mail.outbox.clear()
    for email in (cast.other.email, "personne@exemple.fr"):
        services.invite(organisation=cast.organisation, by=cast.first, email=email, at=AT)
    run_all()
    first, second = (one.body.split("http")[0] for one in mail.outbox)
    assert first == second


@pytest.mark.parametrize("who", ["second", "other", "agent"])
def test_only_who_leads_names_and_removes(cast: SimpleNamespace, who: str) -> None:
    by = getattr(cast, who)
    for act in (
        lambda: services.invite(organisation=cast.organisation, by=by, email="x@exemple.fr", at=AT),
        lambda: services.withdraw_invitation(organisation=cast.organisation, by=by, email="x@exemple.fr"),
        lambda: services.set_leading(delegate=delegate(cast, "second"), by=by, leads=True),
        lambda: services.leave(delegate=delegate(cast), by=by),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Delegate.objects.filter(organisation=cast.organisation).count() == 2


def test_somebody_always_leads_those_who_stay(cast: SimpleNamespace) -> None:
    for act in (
        lambda: services.leave(delegate=delegate(cast), by=cast.first),
        lambda: services.set_leading(delegate=delegate(cast), by=cast.first, leads=False),
    ):
        with pytest.raises(ValidationError, match="d’abord"):
            act()
    services.set_leading(delegate=delegate(cast, "second"), by=cast.first, leads=True)
    services.leave(delegate=delegate(cast), by=cast.first)
    services.leave(delegate=delegate(cast, "second"), by=cast.second)  # the last one may go
    assert Organisation.objects.get(pk=cast.organisation.pk).state == State.RECOGNISED


def test_an_account_that_is_erased_hands_its_lead_over(cast: SimpleNamespace) -> None:
    delete_account(user=cast.first, at=LATER)
    assert delegate(cast, "second").leads
    assert Organisation.objects.filter(pk=cast.organisation.pk).exists()


def test_invitations_that_are_over_go_at_night(cast: SimpleNamespace) -> None:
    services.invite(organisation=cast.organisation, by=cast.first, email="x@exemple.fr", at=AT)
    end = AT + services.INVITATION_VALID
    assert (due(end - timedelta(seconds=1)), due(end), purge(end), due(end)) == (0, 1, 1, 0)
