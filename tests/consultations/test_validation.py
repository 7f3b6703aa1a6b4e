"""A second person reads a consultation before it opens, where somebody asks for it or where the list says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from consultations.pages import ProcessIndexPage, ProcessPage
from consultations.proposals.pages import ProposalsPage
from consultations.services.opening import open_process
from consultations.services.validation import ask, decide, fingerprint, last, readers, take_back, unmet
from consultations.validations import Validation
from dreamplus.core.models import AccessLog
from dreamplus.core.tasks.testing import run_all
from dreamplus.participation.errors import NotReady, ParticipationError
from dreamplus.participation.services import schedule, set_dates
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in

from .conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
DAY = timedelta(days=1)


@pytest.fixture
def draft(make_process: Callable[..., ProcessPage]) -> ProcessPage:
    return make_process(opened=False)


@pytest.fixture
def mayor() -> User:
    return make_person(Role.OFFICIAL, display_name="Claire Vandamme")


@pytest.fixture
def strict(index: ProcessIndexPage) -> None:
    ProcessIndexPage.objects.filter(pk=index.pk).update(needs_validation=True)


def agree(process: ProcessPage, by: User, **values: Any) -> Validation:
    given: dict[str, Any] = {"agreed": True, "remark": "", "seen": fingerprint(process), "at": NOON} | values
    return decide(process=process, by=by, **given)


def test_without_the_rule_nobody_has_to_be_asked(draft: ProcessPage, agent: User) -> None:
    assert unmet(draft) == []
    open_process(process=draft, by=agent, at=NOON)


@pytest.mark.usefixtures("strict")
def test_where_the_list_says_so_it_opens_once_another_person_agreed(
    draft: ProcessPage, agent: User, mayor: User
) -> None:
    with pytest.raises(NotReady) as refused:
        open_process(process=draft, by=agent, at=NOON)
    assert refused.value.missing == unmet(draft)
    ask(process=draft, of=mayor, by=agent, at=NOON)
    run_all()
    assert [letter.to for letter in mail.outbox] == [[mayor.email]]
    with pytest.raises(NotReady, match="relit"):
        open_process(process=draft, by=agent, at=NOON)
    agree(draft, mayor)
    run_all()
    assert [letter.to for letter in mail.outbox][1:] == [[agent.email]]
    open_process(process=draft, by=agent, at=NOON)
    draft.refresh_from_db()
    assert draft.live


@pytest.mark.usefixtures("strict")
def test_no_other_door_opens_a_step_before(draft: ProcessPage, agent: User, mayor: User) -> None:
    step = ProposalsPage.objects.child_of(draft).get()
    with pytest.raises(NotReady, match="valider"):
        schedule(activity=step.activity, at=NOON)
    ask(process=draft, of=mayor, by=agent, at=NOON)
    agree(draft, mayor)
    schedule(activity=step.activity, at=NOON)


@pytest.mark.parametrize("change", ["words", "dates"])
def test_what_changes_after_it_was_read_is_read_again(
    draft: ProcessPage, agent: User, mayor: User, index: ProcessIndexPage, change: str
) -> None:
    index.needs_validation = True
    index.save()
    ask(process=draft, of=mayor, by=agent, at=NOON)
    agree(draft, mayor)
    if change == "words":
        draft.summary = "Autre chose."
        draft.save_revision(user=agent)
    else:
        activity = ProposalsPage.objects.child_of(draft).get().activity
        set_dates(activity=activity, opens_at=NOON, closes_at=NOON + 3 * DAY, at=NOON)
    assert [sentence[:18] for sentence in unmet(draft)] == ["Elle a changé depu"]
    ask(process=draft, of=mayor, by=agent, at=NOON)
    agree(draft, mayor)
    assert unmet(draft) == []


def test_sent_back_it_says_why_and_does_not_open_as_it_is(draft: ProcessPage, agent: User, mayor: User) -> None:
    ask(process=draft, of=mayor, by=agent, at=NOON)
    with pytest.raises(ParticipationError):
        agree(draft, mayor, agreed=False, remark="  ")
    agree(draft, mayor, agreed=False, remark="La date du conseil est fausse.")
    with pytest.raises(NotReady, match="La date du conseil est fausse"):
        open_process(process=draft, by=agent, at=NOON)
    run_all()
    assert "La date du conseil est fausse." in mail.outbox[-1].body


def test_changed_while_it_was_read_it_is_read_again(draft: ProcessPage, agent: User, mayor: User) -> None:
    seen = fingerprint(draft)
    ask(process=draft, of=mayor, by=agent, at=NOON)
    draft.summary = "Autre chose."
    draft.save_revision(user=agent)
    with pytest.raises(ParticipationError, match="pendant votre lecture"):
        agree(draft, mayor, seen=seen)
    assert last(draft).decided_at is None  # type: ignore[union-attr]  # it was asked for
    agree(draft, mayor)


def test_one_waits_at_a_time_and_nobody_agrees_with_themselves(draft: ProcessPage, agent: User, mayor: User) -> None:
    with pytest.raises(ParticipationError):
        ask(process=draft, of=agent, by=agent, at=NOON)
    with pytest.raises(ParticipationError):
        ask(process=draft, of=make_person(), by=agent, at=NOON)
    ask(process=draft, of=mayor, by=agent, at=NOON)
    with pytest.raises(ParticipationError):
        ask(process=draft, of=mayor, by=agent, at=NOON)
    for who in (agent, make_person(Role.MODERATOR)):
        with pytest.raises(PermissionError):
            agree(draft, who)
    told = {"process": draft, "fingerprint": "0" * 64, "asked_at": NOON, "asked_by": agent}
    for wrong in ({"asked_of": mayor}, {"asked_of": agent, "decided_at": NOON, "agreed": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Validation.objects.create(**told, **wrong)
    take_back(process=draft)
    with pytest.raises(ParticipationError):
        agree(draft, mayor)


def test_who_may_be_asked(agent: User, mayor: User) -> None:
    colleague = make_person(Role.AGENT)
    make_person(Role.MODERATOR)
    make_person()
    assert set(readers(agent)) == {mayor, colleague}


def test_from_the_screen_of_the_agent_to_that_of_the_mayor(draft: ProcessPage, agent: User, mayor: User) -> None:
    at = {name: reverse(f"consultations_staff:{name}", args=[draft.pk]) for name in ("prepare", "ask", "validate")}
    hers = sign_in(Client(), agent, second_factor=True)
    his = sign_in(Client(), mayor, second_factor=True)
    assert "Claire Vandamme" in hers.get(at["prepare"]).content.decode()
    hers.post(at["ask"], {"of": mayor.pk})
    assert "Claire Vandamme est en train" in hers.get(at["prepare"]).content.decode()
    board = his.get(reverse("consultations_staff:board")).content.decode()
    assert at["validate"] in board
    page = his.get(at["validate"])
    assert "Depuis 1974" in page.content.decode()
    refused = his.post(at["validate"], {"back": "1", "remark": "", "seen": page.context["seen"]})
    assert (refused.status_code, "Écrivez ce qu’il faut changer" in refused.content.decode()) == (422, True)
    assert his.post(at["validate"], {"agree": "1", "seen": page.context["seen"]}).status_code == 302
    assert last(draft).agreed  # type: ignore[union-attr]  # it was asked for
    assert AccessLog.objects.filter(purpose="consultations.validate", actor_id=mayor.pk).count() == 1
    assert hers.post(at["ask"], {"of": agent.pk}, follow=True).status_code == 200
    assert Validation.objects.count() == 1
