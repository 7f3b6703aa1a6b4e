"""Taking a shared result back: who may, what the page says, and that nothing brings it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from wagtail.models import Site

from dreamplus.core.models import AccessLog
from dreamplus.core.tasks import testing
from dreamplus.federation import publishing
from dreamplus.federation.models import Entry
from dreamplus.participation.models import Activity
from dreamplus.participation.services.settling import settle_due
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from polls.services import create_poll, open_poll
from tests.dreamplus.federation.honest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise, pytest.mark.usefixtures("own_keys", "frozen")]
OPENS, CLOSES = AT - timedelta(days=10), AT - timedelta(hours=1)
TICKED = {"understood": "on"}
WHO = [(None, 302), (Role.CITIZEN, 403), (Role.OFFICIAL, 403), (Role.AGENT, 403), (Role.ADMINISTRATOR, 200)]


@pytest.fixture
def make_shared() -> Callable[[], Activity]:
    """A vote that is closed, counted, and on the list the region reads."""

    def make() -> Activity:
        page = create_poll(
            parent=Site.objects.get(is_default_site=True).root_page,
            title="Quel projet ?",
            question="Lequel ?",
            options=[("Un toit", ""), ("Un jardin", "")],
            opens_at=OPENS,
            closes_at=CLOSES,
            at=OPENS - timedelta(days=1),
        )
        open_poll(activity=page.activity, by=None, at=OPENS)
        settle_due(AT)
        testing.run_all(AT)
        activity: Activity = page.activity
        activity.refresh_from_db()
        return activity

    return make


@pytest.fixture
def shared(make_shared: Callable[[], Activity]) -> Activity:
    return make_shared()


def address(activity: Activity) -> str:
    return f"/gestion/activites/{activity.uuid}/region/"


def operations() -> list[str]:
    return list(Entry.objects.filter(type="result").values_list("op", flat=True))


@pytest.mark.parametrize(("role", "status"), WHO, ids=str)
def test_who_takes_back(client: Client, shared: Activity, role: Role | None, status: int) -> None:
    if role:
        sign_in(client, make_person(role))
    assert client.get(address(shared)).status_code == status
    client.post(address(shared), TICKED)
    assert operations() == (["upsert", "withdraw"] if status == 200 else ["upsert"])


def test_without_a_second_factor_nothing_is_taken_back(client: Client, shared: Activity) -> None:
    sign_in(client, make_person(Role.ADMINISTRATOR), second_factor=False)
    client.post(address(shared), TICKED)
    assert operations() == ["upsert"]


@pytest.mark.parametrize(("role", "offered"), [(Role.AGENT, False), (Role.ADMINISTRATOR, True)], ids=str)
def test_the_board_offers_it_to_who_may(client: Client, shared: Activity, role: Role, offered: bool) -> None:
    sign_in(client, make_person(role))
    board = f"/gestion/activites/{shared.uuid}/"
    assert (address(shared) in client.get(board).text) is offered
    publishing.withdraw_result(shared, by=None, at=AT)
    assert address(shared) not in client.get(board).text


def test_it_asks_twice(client: Client, shared: Activity) -> None:
    sign_in(client, make_person(Role.ADMINISTRATOR))
    assert "ne sera plus jamais partagé" in client.get(address(shared)).text
    answer = client.post(address(shared), {})
    assert "Cochez la case" in answer.text
    assert operations() == ["upsert"]


def test_it_is_for_ever_and_written_once_in_the_access_log(client: Client, shared: Activity) -> None:
    person = make_person(Role.ADMINISTRATOR)
    sign_in(client, person)
    for _again in range(2):
        answer = client.post(address(shared), TICKED, follow=True)
        assert "Ce résultat n’est plus partagé" in answer.text
    assert operations() == ["upsert", "withdraw"]
    assert not Entry.objects.filter(body__isnull=False, type="result").exists()
    assert publishing.publish_due(at=AT) == 0
    logged = AccessLog.objects.filter(actor_id=str(person.pk), purpose="federation.withdraw_result")
    assert [line.subject for line in logged] == [f"participation.Activity:{shared.pk}"]
    assert client.get(f"/vote/{shared.uuid}/resultat/").status_code == 200


def test_what_was_never_shared_has_no_such_page(client: Client, shared: Activity) -> None:
    Entry.objects.all().delete()
    sign_in(client, make_person(Role.ADMINISTRATOR))
    assert client.get(address(shared)).status_code == 404
