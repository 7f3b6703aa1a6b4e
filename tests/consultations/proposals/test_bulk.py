"""Many answers at once, from a spreadsheet: all or nothing, with errors by line. And who prepares them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from consultations.proposals.models import Proposal
from consultations.proposals.queries import Filters, listing
from consultations.proposals.rules.statuses import Status
from consultations.proposals.services import bulk
from consultations.proposals.services.answer import answer_proposal
from consultations.proposals.services.assign import assign_proposal
from dreamplus.core import clock
from dreamplus.core.models import AccessLog
from dreamplus.core.sheets import SheetError
from dreamplus.core.tasks.testing import run_all
from dreamplus.participation.models import Activity
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in

from ..conftest import NOON

pytestmark = pytest.mark.django_db
YES = ("Retenue", "Oui : en février.", "L’adjointe aux travaux")
STATUS, ANSWER, ROLE, SEEN = 4, 5, 6, 7


@pytest.fixture
def three(publish: Callable[..., Proposal], marie: User, karim: User) -> list[Proposal]:
    return [publish(marie, "Un banc"), publish(karim, "=Deux bancs"), publish(marie, "Trois bancs")]


@pytest.fixture
def staff(client: Client, agent: User) -> Client:
    return sign_in(client, agent, second_factor=True)


def rows(activity: Activity) -> list[list[str]]:
    return list(csv.reader(io.StringIO(bulk.table(activity).decode("utf-8-sig")), delimiter=";"))


def written(lines: list[list[str]]) -> bytes:
    held = io.StringIO()
    csv.writer(held, delimiter=";", lineterminator="\r\n").writerows(lines)
    return held.getvalue().encode("utf-8-sig")


def filled(activity: Activity, answers: dict[int, tuple[str, str, str]]) -> bytes:
    """The table of this activity with those lines answered; 1 is the first proposal."""
    lines = rows(activity)
    for number, said in answers.items():
        lines[number][STATUS : ROLE + 1] = said
    return written(lines)


def sent(staff: Client, activity: Activity, data: bytes) -> Any:
    file = SimpleUploadedFile("reponses.csv", data, content_type="text/csv")
    return staff.post(reverse("proposals:bulk", args=[activity.uuid]), {"file": file})


@pytest.mark.database_promise
def test_answers_are_read_again_then_published_together(
    staff: Client, activity: Activity, three: list[Proposal], marie: User, karim: User
) -> None:
    page = sent(staff, activity, filled(activity, {1: YES, 2: ("Non retenue", "Trop cher.", "Le maire")}))
    assert (page.status_code, len(page.context["changes"])) == (200, 2)
    assert not Proposal.objects.exclude(answer="").exists(), "nothing before it was read"
    done = staff.post(reverse("proposals:bulk", args=[activity.uuid]), {"list": page.context["sealed"]})
    assert done.status_code == 302
    told = {one.title: (one.status, one.answer, one.answer_role) for one in Proposal.objects.all()}
    assert told["Un banc"] == ("accepted", "Oui : en février.", "L’adjointe aux travaux")
    assert told["=Deux bancs"] == ("refused", "Trop cher.", "Le maire")
    assert told["Trois bancs"] == ("submitted", "", "")
    run_all()
    assert sorted(letter.to[0] for letter in mail.outbox if "Votre" not in letter.subject)[-2:] == sorted(
        [marie.email, karim.email]
    )


def test_the_table_goes_out_and_comes_back_without_changing_anything(
    staff: Client, activity: Activity, three: list[Proposal]
) -> None:
    assert bulk.read(bulk.table(activity), activity) == []
    page = sent(staff, activity, bulk.table(activity))
    assert "ne change rien" in page.content.decode()
    assert AccessLog.objects.filter(purpose="proposals.table").count() == 0
    assert staff.get(reverse("proposals:table", args=[activity.uuid])).content == bulk.table(activity)
    assert AccessLog.objects.filter(purpose="proposals.table").count() == 1
    assert rows(activity)[2][1] == "'=Deux bancs", "a formula is neutralised"


BAD: list[tuple[int, dict[int, str], str]] = [
    (1, {0: "pas-un-numero"}, "Aucune proposition affichée ici n’a le numéro « pas-un-numero »."),
    (1, {STATUS: "Peut-être"}, "« Peut-être » n’est pas un état."),
    (1, {ANSWER: ""}, "Écrivez la réponse"),
    (2, {ROLE: " "}, "Dites au nom de qui vous répondez"),
    (2, {ANSWER: "x" * 6_001}, "La réponse compte 1 caractères de trop."),
    (2, {STATUS: "Reçue"}, "Dites ce qu’elle devient"),
    (3, {SEEN: "2020-01-01T00:00:00+00:00"}, "Un collègue y a répondu"),
]


@pytest.mark.parametrize(("line", "cells", "told"), BAD)
def test_what_is_wrong_is_told_with_its_line_and_nothing_is_kept(
    staff: Client, activity: Activity, three: list[Proposal], line: int, cells: dict[int, str], told: str
) -> None:
    lines = rows(activity)
    lines[line][STATUS : ROLE + 1] = YES
    for column, value in cells.items():
        lines[line][column] = value
    with pytest.raises(SheetError) as refused:
        bulk.read(written(lines), activity)
    (error,) = refused.value.errors
    assert (error.line, error.message.replace("\xa0", " ").startswith(told)) == (line + 1, True), error.message
    answer = sent(staff, activity, written(lines))
    page = answer.content.decode().replace("\xa0", " ")
    assert (answer.status_code, f"Ligne {line + 1} : {told}" in page) == (422, True)
    assert not Proposal.objects.exclude(status="submitted").exists()


def test_other_files_are_refused_with_what_to_do(staff: Client, activity: Activity, three: list[Proposal]) -> None:
    for data, told in (
        (b"a;b\r\n1;2\r\n", "Partez du tableau de cette page"),
        (b"PK\x03\x04rest", "CSV"),
        (written([*rows(activity), rows(activity)[1]]), "deux fois"),
    ):
        answer = sent(staff, activity, data)
        assert (answer.status_code, told in answer.content.decode()) == (422, True)


@pytest.mark.database_promise
def test_a_colleague_who_answered_meanwhile_stops_the_whole_list(
    activity: Activity, three: list[Proposal], agent: User
) -> None:
    changes = bulk.read(filled(activity, {1: YES, 3: YES}), activity)
    answer_proposal(
        proposal=three[2], status=Status.REFUSED, answer="Non.", role="Le maire", by=agent, at=NOON, seen=None
    )
    with pytest.raises(Exception, match="Trois bancs"):
        bulk.publish(changes=changes, activity=activity, by=agent, at=NOON)
    assert Proposal.objects.get(pk=three[0].pk).status == "submitted"


def test_a_list_is_good_for_one_person_one_activity_and_one_hour(
    activity: Activity, three: list[Proposal], agent: User, marie: User
) -> None:
    changes = bulk.read(filled(activity, {1: YES}), activity)
    sealed = bulk.sealed(changes, activity, agent)
    assert bulk.opened(sealed, activity, agent) == changes
    for spoiled, who in ((sealed[:-2] + "xx", agent), (sealed, marie)):
        with pytest.raises(Exception, match="trop ancienne"):
            bulk.opened(spoiled, activity, who)


def test_too_many_at_once_are_refused(
    activity: Activity, three: list[Proposal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST_CHANGES", 1)
    with pytest.raises(SheetError, match="1 au plus"):
        bulk.read(filled(activity, {1: YES, 2: YES}), activity)


WHO: dict[str, tuple[Role, bool | None] | None] = {
    "visitor": None,
    "citizen": (Role.CITIZEN, None),
    "moderator": (Role.MODERATOR, True),
    "agent without second factor": (Role.AGENT, False),
    "agent": (Role.AGENT, True),
    "official": (Role.OFFICIAL, True),
}


@pytest.mark.parametrize("who", WHO)
def test_who_answers_in_bulk_and_assigns(client: Client, activity: Activity, three: list[Proposal], who: str) -> None:
    if given := WHO[who]:
        sign_in(client, make_person(given[0]), second_factor=given[1])
    allowed = who in {"agent", "official"}
    for name in ("bulk", "table"):
        assert (client.get(reverse(f"proposals:{name}", args=[activity.uuid])).status_code == 200) == allowed
    client.post(reverse("proposals:assign", args=[three[0].contribution.uuid]), {"service": "Voirie"})
    assert (Proposal.objects.get(pk=three[0].pk).service == "Voirie") == allowed


# Who prepares the answer ----------------------------------------------------------------------------------------------
@pytest.mark.database_promise
def test_service_day_and_cost_are_noted_and_only_the_cost_is_shown(
    staff: Client, activity: Activity, three: list[Proposal]
) -> None:
    address = reverse("proposals:assign", args=[three[0].contribution.uuid])
    said = {"service": "Espaces verts", "due_on": "2026-12-01", "cost": "12500,50"}
    assert staff.post(address, said).status_code == 302
    one = Proposal.objects.get(pk=three[0].pk)
    assert (one.service, one.due_on, one.cost) == ("Espaces verts", date(2026, 12, 1), Decimal("12500.50"))
    assert not mail.outbox
    with clock.frozen(NOON + timedelta(days=9)):
        board = staff.get(reverse("proposals:waiting")).content.decode()
    assert all(words in board for words in ("Espaces verts", "en retard"))
    page = Client().get(one.get_absolute_url()).content.decode()
    assert "Espaces verts" not in page
    bad = staff.post(address, {"service": "Voirie", "cost": "-1"})
    assert (bad.status_code, "n’est pas négatif" in bad.content.decode()) == (422, True)
    assert Proposal.objects.get(pk=three[0].pk).service == "Espaces verts"


def test_a_cost_is_never_negative_whoever_writes_it(agent: User, three: list[Proposal]) -> None:
    with pytest.raises(ValidationError):
        assign_proposal(proposal=three[0], service="", due_on=None, cost=Decimal(-1), by=agent, at=NOON)
    with pytest.raises(PermissionError):
        assign_proposal(proposal=three[0], service="", due_on=None, cost=None, by=make_person(Role.MODERATOR), at=NOON)


# The order of the day -------------------------------------------------------------------------------------------------
def test_the_order_by_lot_is_another_each_day_and_the_same_all_day(
    activity: Activity, publish: Callable[..., Proposal]
) -> None:
    for number in range(12):
        publish(make_person(), f"Idée {number}")
    reader: Any = make_person()

    def order(days: int) -> list[int]:
        found = listing(activity, Filters.read({"tri": "hasard"}), reader, at=NOON + timedelta(days=days))
        return list(found.values_list("pk", flat=True))

    assert order(0) == order(0)
    assert len({order(days)[0] for days in range(40)}) > 6, "many have been the first"
    assert {frozenset(order(days)) for days in range(3)} == {frozenset(order(0))}
