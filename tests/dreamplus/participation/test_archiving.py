"""Out of the lists of staff and back, with nothing lost and nothing changed for the public."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client

from dreamplus.core import clock
from dreamplus.core.models import AccessLog
from dreamplus.participation.errors import StillRunning
from dreamplus.participation.models import Activity
from dreamplus.participation.services import archive, bring_back, schedule
from dreamplus.participation.services.settling import settle_due
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
MakeActivity = Callable[..., Activity]
DAY = timedelta(days=1)
WHO = [(None, False), (Role.CITIZEN, False), (Role.OFFICIAL, False), (Role.AGENT, True), (Role.ADMINISTRATOR, True)]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> Iterator[None]:
    with clock.frozen(noon):
        yield


@pytest.fixture
def draft(make_activity: MakeActivity) -> Activity:
    return make_activity(scheduled=False)


@pytest.mark.parametrize(("role", "allowed"), WHO, ids=str)
def test_who_archives_and_who_brings_back(client: Client, draft: Activity, role: Role | None, allowed: bool) -> None:
    if role:
        sign_in(client, make_person(role))
    client.post(f"/gestion/activites/{draft.uuid}/archiver/")
    draft.refresh_from_db()
    assert (draft.archived_at is not None) is allowed
    archive(activity=draft, by=None, at=clock.now())
    client.post(f"/gestion/activites/{draft.uuid}/retour/")
    draft.refresh_from_db()
    assert (draft.archived_at is None) is allowed


def test_without_a_second_factor_nothing_is_archived(client: Client, draft: Activity) -> None:
    sign_in(client, make_person(Role.AGENT), second_factor=False)
    client.post(f"/gestion/activites/{draft.uuid}/archiver/")
    draft.refresh_from_db()
    assert draft.archived_at is None


def test_a_look_at_the_page_archives_nothing(client: Client, draft: Activity) -> None:
    sign_in(client, make_person(Role.AGENT))
    assert "Rien ne change pour le public" in client.get(f"/gestion/activites/{draft.uuid}/archiver/").text
    draft.refresh_from_db()
    assert draft.archived_at is None
    assert client.get(f"/gestion/activites/{draft.uuid}/retour/").status_code == 405


def test_it_leaves_one_list_for_the_other_and_comes_back(client: Client, draft: Activity) -> None:
    sign_in(client, make_person(Role.AGENT))
    lists = ("/gestion/activites/", "/gestion/activites/archives/")

    def shown() -> list[bool]:
        return [f"/gestion/activites/{draft.uuid}/" in client.get(address).text for address in lists]

    assert shown() == [True, False]
    client.post(f"/gestion/activites/{draft.uuid}/archiver/")
    assert shown() == [False, True]
    assert "Remettre dans la liste" in client.get(f"/gestion/activites/{draft.uuid}/").text
    client.post(f"/gestion/activites/{draft.uuid}/retour/")
    assert shown() == [True, False]


@pytest.mark.parametrize(
    ("days", "settled", "allowed"),
    [(-1, False, False), (1, False, False), (11, False, False), (11, True, True)],
    ids=["upcoming", "open", "being counted", "settled"],
)
def test_what_still_runs_is_not_archived(
    client: Client, make_activity: MakeActivity, noon: datetime, days: int, settled: bool, allowed: bool
) -> None:
    activity, at = make_activity(), noon + days * DAY
    if settled:
        settle_due(at)
    sign_in(client, make_person(Role.AGENT))
    with clock.frozen(at):
        offered = (
            f"/gestion/activites/{activity.uuid}/archiver/" in client.get(f"/gestion/activites/{activity.uuid}/").text
        )
        answer = client.post(f"/gestion/activites/{activity.uuid}/archiver/")
    activity.refresh_from_db()
    assert (offered, answer.status_code, activity.archived_at is not None) == (
        allowed,
        302 if allowed else 409,
        allowed,
    )
    if not allowed:
        assert "alert-error" in answer.text
        with pytest.raises(StillRunning):
            archive(activity=activity, by=None, at=at)


def test_what_opens_after_all_leaves_the_archives(draft: Activity, noon: datetime) -> None:
    archive(activity=draft, by=None, at=noon)
    schedule(activity=draft, at=noon)
    draft.refresh_from_db()
    assert draft.archived_at is None


def test_each_act_is_written_once_in_the_access_log(draft: Activity, noon: datetime) -> None:
    agent = make_person(Role.AGENT)
    for _again in range(2):
        archive(activity=draft, by=agent, at=noon)
    for _again in range(2):
        bring_back(activity=draft, by=agent, at=noon)
    lines = AccessLog.objects.filter(actor_id=str(agent.pk)).order_by("pk").values_list("purpose", "subject")
    subject = f"participation.Activity:{draft.pk}"
    assert list(lines) == [("participation.archive", subject), ("participation.bring_back", subject)]


def test_the_archives_cost_the_same_for_one_and_for_three(
    client: Client, make_activity: MakeActivity, noon: datetime, django_assert_num_queries: Callable[..., object]
) -> None:
    sign_in(client, make_person(Role.AGENT))
    archive(activity=make_activity(scheduled=False), by=None, at=noon)
    client.get("/gestion/activites/archives/")
    with django_assert_num_queries(ARCHIVES):  # type: ignore[attr-defined]  # a context manager
        client.get("/gestion/activites/archives/")
    for _more in range(2):
        archive(activity=make_activity(scheduled=False), by=None, at=noon)
    with django_assert_num_queries(ARCHIVES):  # type: ignore[attr-defined]
        client.get("/gestion/activites/archives/")


ARCHIVES = 5
