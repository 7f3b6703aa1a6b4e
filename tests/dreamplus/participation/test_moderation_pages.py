"""Anyone reports; staff hide with a reason. Who may do what, as a table."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dreamplus.core import clock
from dreamplus.participation.models import Contribution, Report
from dreamplus.participation.services import create_contribution, report_contribution
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
HIDE = {"act": "hide", "reason": "Insulte envers un voisin"}


@pytest.mark.parametrize(
    ("role", "allowed"),
    [(None, False), (Role.CITIZEN, False), (Role.OFFICIAL, False), (Role.AGENT, True), (Role.ADMINISTRATOR, True)],
    ids=str,
)
def test_who_hides(client: Client, contribution: Contribution, role: Role | None, allowed: bool) -> None:
    if role:
        sign_in(client, make_person(role))
    client.post(f"/gestion/contributions/{contribution.uuid}/", HIDE)
    contribution.refresh_from_db()
    assert (contribution.status == "hidden") is allowed


@pytest.mark.parametrize("signed", [False, True], ids=["without an account", "with one"])
def test_anyone_reports(client: Client, contribution: Contribution, noon: datetime, signed: bool) -> None:
    if signed:
        client.force_login(make_person())
    path = f"/signaler/{contribution.uuid}/"
    assert client.get(path).status_code == 200
    with clock.frozen(noon):
        client.post(path, {"reason": "hurtful", "words": "Il insulte ma voisine", "email": ""})
    report = Report.objects.get()
    assert (report.reason, report.words, report.reporter is not None) == ("hurtful", "Il insulte ma voisine", signed)


def test_a_report_without_a_reason_comes_back_with_its_words(client: Client, contribution: Contribution) -> None:
    answer = client.post(f"/signaler/{contribution.uuid}/", {"words": "Il insulte ma voisine"})
    assert "field-errors" in answer.content.decode()
    assert "Il insulte ma voisine" in answer.content.decode()
    assert not Report.objects.exists()


def test_the_sixth_report_in_an_hour_from_one_place_waits(
    client: Client, contribution: Contribution, noon: datetime
) -> None:
    with clock.frozen(noon):
        for _ in range(7):
            last = client.post(f"/signaler/{contribution.uuid}/", {"reason": "other", "words": "Mes mots"})
    assert Report.objects.count() == 5
    assert "Mes mots" in last.content.decode()


def test_staff_keep_or_show_again(client: Client, contribution: Contribution, noon: datetime) -> None:
    report_contribution(contribution=contribution, reason="other", at=noon)
    sign_in(client, make_person(Role.AGENT))
    path = f"/gestion/contributions/{contribution.uuid}/"
    client.post(path, {"act": "keep"})
    assert Report.objects.get().kept is True
    assert "field-errors" in client.post(path, {"act": "hide", "reason": ""}).content.decode()
    client.post(path, HIDE)
    assert "Insulte envers un voisin" in client.get(path).content.decode()
    client.post(path, {"act": "show"})
    contribution.refresh_from_db()
    assert contribution.is_visible


def test_the_list_of_reports_costs_the_same_for_one_and_for_three(
    client: Client, contribution: Contribution, marie: User, noon: datetime
) -> None:
    sign_in(client, make_person(Role.AGENT))
    report_contribution(contribution=contribution, reason="other", at=noon)
    client.get("/gestion/signalements/")
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/gestion/signalements/").status_code == 200
        costs.append(len(queries))
        for _more in range(2):
            other = create_contribution(activity=contribution.activity, author=marie, at=noon)
            report_contribution(contribution=other, reason="other", at=noon)
    assert costs[0] == costs[1]
    assert costs[0] <= 15
