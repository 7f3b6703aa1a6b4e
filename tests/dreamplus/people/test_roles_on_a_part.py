"""A role given for a part of the site: it holds there, below it and in its translations, and nowhere else."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page

from consultations.pages import ProcessPage
from consultations.proposals.errors import ProposalRefused
from consultations.proposals.models import Proposal
from consultations.proposals.pages import ProposalsPage
from consultations.proposals.rules.statuses import Status
from consultations.proposals.services.answer import answer_proposal
from consultations.proposals.services.publish import publish_proposal
from consultations.services.opening import open_process
from consultations.services.prepare import Collection, create_process
from dreamplus.cms.services import found_site
from dreamplus.moderation.services import found_charter
from dreamplus.participation.models import Activity
from dreamplus.participation.reach import may_on, may_on_page, within
from dreamplus.people.models import RoleGrant, User
from dreamplus.people.permissions import is_staff, may, may_somewhere, parts_of
from dreamplus.people.roles import OF_A_PART, ON_A_PART, STAFF, Permission, Role, allows
from dreamplus.people.services import Refused, grant_role, revoke_role
from dreamplus.people.testing import make_agent_of, make_person, sign_in
from tests.doors.conftest import CLOSING, NOON
from tests.doors.conftest import minute as minute  # a fixture
from tests.doors.conftest import noon as noon  # a fixture
from tests.once import once

pytestmark = pytest.mark.django_db


def consultation(title: str, agent: User) -> ProcessPage:
    words = {"title": title, "summary": "Ensemble.", "body": "Depuis 1974.", "commitment": "Le conseil décide."}
    process = create_process(**words, milestones=[], collection=Collection(NOON, CLOSING, []), by=agent, at=NOON)
    open_process(process=process, by=agent, at=NOON)
    return process


@pytest.fixture
def two(db: None, noon: datetime) -> tuple[ProcessPage, ProcessPage]:
    """The square and the canal: the agent of the tests has the first."""

    def make() -> tuple[ProcessPage, ProcessPage]:
        found_charter(at=NOON)
        found_site(name="Wattrelin")
        agent = make_person(Role.AGENT)
        return consultation("La place", agent), consultation("Le canal", agent)

    return once("two", make)


@pytest.fixture
def agent(two: tuple[ProcessPage, ProcessPage]) -> User:
    return make_agent_of(two[0])


def activity_of(process: ProcessPage) -> Activity:
    return ProposalsPage.objects.child_of(process).get().activity


def proposal_in(process: ProcessPage) -> Proposal:
    words = {"title": "Vingt tilleuls", "body": "Planter vingt tilleuls autour de la place.", "theme": None}
    done = publish_proposal(activity=activity_of(process), author=make_person(), key=uuid4(), at=NOON, **words)
    return done.proposal


def test_what_it_gives(agent: User, two: tuple[ProcessPage, ProcessPage]) -> None:
    square, canal = map(activity_of, two)
    for permission in Permission:
        given = permission in OF_A_PART and allows(Role.AGENT, permission)
        assert may(agent, permission) is (permission == Permission.PARTICIPATE), permission
        if permission != Permission.PARTICIPATE:
            assert may_somewhere(agent, permission) is given, permission
            assert may_on(agent, permission, square) is given, permission
            assert may_on(agent, permission, canal) is False, permission
            assert may_on_page(agent, permission, two[1]) is False, permission


def test_it_is_a_role_of_the_staff(agent: User) -> None:
    assert is_staff(agent)
    assert not is_staff(make_person())


def test_which_roles_may_be_given_so(two: tuple[ProcessPage, ProcessPage], settings: Any) -> None:
    settings.DREAM_ROLE = "hub"
    user, part = make_person(), two[0].translation_key
    for role in sorted(STAFF):
        if role in ON_A_PART:
            assert grant_role(user=user, role=role, by=None, at=NOON, part=part).part == part
            continue
        with pytest.raises(Refused):
            grant_role(user=user, role=role, by=None, at=NOON, part=part)
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleGrant.objects.create(user=user, role=role, part=part, granted_at=NOON)


def test_given_twice_it_is_one_and_each_part_is_taken_back_alone(two: tuple[ProcessPage, ProcessPage]) -> None:
    user, parts = make_person(), [page.translation_key for page in two]
    for part in (*parts, *parts, None):
        grant_role(user=user, role=Role.AGENT, by=None, at=NOON, part=part)
    assert RoleGrant.objects.filter(user=user).count() == 3
    assert parts_of(user, Permission.MANAGE_ACTIVITIES) is None, "everywhere is more than a part"
    revoke_role(user=user, role=Role.AGENT, by=None, at=NOON)
    assert parts_of(user, Permission.MANAGE_ACTIVITIES) == set(parts)
    revoke_role(user=user, role=Role.AGENT, by=None, at=NOON, part=parts[0])
    assert parts_of(user, Permission.MANAGE_ACTIVITIES) == {parts[1]}
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=user, role=Role.AGENT, part=parts[1], granted_at=NOON)


def test_pages_of_the_staff(agent: User, two: tuple[ProcessPage, ProcessPage], client: Client) -> None:
    """Each address about the square opens, the same about the canal does not."""
    sign_in(client, agent)
    for process, expected in zip(two, (200, 403), strict=True):
        activity, proposal = activity_of(process), proposal_in(process)
        for name in ("board", "dates", "close", "audience", "moderation", "archive"):
            where = reverse(f"participation_staff:{name}", args=[activity.uuid])
            assert client.get(where).status_code == expected, where
        for name in ("prepare", "vote"):
            where = reverse(f"consultations_staff:{name}", args=[process.pk])
            assert client.get(where).status_code == expected, where
        for where in (
            reverse("proposals:answer", args=[proposal.contribution.uuid]),
            reverse("proposals:themes", args=[activity.uuid]),
            reverse("wagtailadmin_pages:edit", args=[process.pk]),
        ):
            answer = client.get(where).status_code
            assert answer == expected or (expected == 403 and answer == 302), where  # the editor leads back home
    for name in ("consultations_staff:create", "people:team", "rolls_staff:rolls", "moderation_staff:queue"):
        assert client.get(reverse(name)).status_code == 403, name


def test_lists_hold_what_is_theirs(agent: User, two: tuple[ProcessPage, ProcessPage], client: Client) -> None:
    for process in two:
        Activity.objects.filter(pk=activity_of(process).pk).update(title=f"Recueil de {process.title}")
        Proposal.objects.filter(pk=proposal_in(process).pk).update(title=f"Un banc pour {process.title}")
    sign_in(client, agent)
    activities = client.get(reverse("participation_staff:activities")).text
    assert "Recueil de La place" in activities
    assert "Recueil de Le canal" not in activities
    waiting = client.get(reverse("proposals:waiting")).text
    assert "Un banc pour La place" in waiting
    assert "Un banc pour Le canal" not in waiting
    board = client.get(reverse("consultations_staff:board")).text
    assert reverse("participation_staff:activities") in board


def test_services_ask_it_again(agent: User, two: tuple[ProcessPage, ProcessPage]) -> None:
    told = {"status": Status.UNDER_REVIEW, "answer": "", "role": "", "by": agent, "at": NOON, "seen": None}
    assert answer_proposal(proposal=proposal_in(two[0]), **told)
    with pytest.raises((PermissionError, ProposalRefused)):
        answer_proposal(proposal=proposal_in(two[1]), **told)


def test_what_wagtail_lets_them_do(agent: User, two: tuple[ProcessPage, ProcessPage]) -> None:
    square, canal = (Page.objects.get(pk=page.pk) for page in two)
    assert square.permissions_for_user(agent).can_publish()
    assert ProposalsPage.objects.child_of(two[0]).get().permissions_for_user(agent).can_edit()
    assert not canal.permissions_for_user(agent).can_edit()
    assert not square.get_parent().permissions_for_user(agent).can_add_subpage()


def test_translations_belong_to_the_part(agent: User, two: tuple[ProcessPage, ProcessPage]) -> None:
    dutch, _new = Locale.objects.get_or_create(language_code="nl")
    translated = two[0].copy_for_translation(dutch, copy_parents=True)
    assert may_on_page(agent, Permission.MANAGE_ACTIVITIES, translated)
    agent = User.objects.get(pk=agent.pk)
    assert Page.objects.get(pk=translated.pk).permissions_for_user(agent).can_edit()


def test_the_group_of_a_part_goes_with_its_last_person(agent: User, two: tuple[ProcessPage, ProcessPage]) -> None:
    name = f"dreamplus: pages, {two[0].translation_key}"
    assert list(agent.groups.values_list("name", flat=True)) == [name]
    revoke_role(user=agent, role=Role.AGENT, by=None, at=NOON, part=two[0].translation_key)
    assert not Group.objects.filter(name=name).exists()
    assert not User.objects.get(pk=agent.pk).is_staff


def test_who_may_everywhere_costs_no_query(
    two: tuple[ProcessPage, ProcessPage], django_assert_num_queries: Any
) -> None:
    person, citizen, activity = make_person(Role.AGENT), make_person(), activity_of(two[0])
    assert may(person, Permission.MANAGE_ACTIVITIES)
    with django_assert_num_queries(0):
        assert may_on(person, Permission.MANAGE_ACTIVITIES, activity)
        assert not may_on(citizen, Permission.MANAGE_ACTIVITIES, activity)
        within(Activity.objects.all(), person, Permission.MANAGE_ACTIVITIES)


def test_it_is_given_on_the_page_of_the_team(two: tuple[ProcessPage, ProcessPage], client: Client) -> None:
    sign_in(client, make_person(Role.ADMINISTRATOR))
    person, where = make_person(), reverse("people:team")
    part = str(two[0].translation_key)
    assert f'value="{part}"' in client.get(where).text
    answer = client.post(where, {"email": person.email, "role": "moderator", "part": part})
    assert "partout" in answer.text
    assert not RoleGrant.objects.filter(user=person).exists()
    client.post(where, {"email": person.email, "role": "agent", "part": part})
    assert str(RoleGrant.objects.get(user=person).part) == part
    assert client.get(where).text.count("La place") == 3  # to choose, beside the person, in the name of the button
