"""What somebody read in a box, taken from a spreadsheet: the whole file, or its faults line by line and nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dreamplus.core import clock
from dreamplus.participation.models import Activity
from dreamplus.participation.paper.models import Entry
from dreamplus.participation.paper.services import set_stations
from dreamplus.participation.services import settle_due
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from polls.rules import Method, Thresholds
from polls.services import add_question, open_poll
from tests.polls.conftest import GARDEN, HALL, NOON, SQUARE
from tests.polls.paper.conftest import COUNTING, DAY, MakeOnPaper, words

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
HEADER = "La halle ouverte;Le jardin de marché;La place à vivre;Nombre"


@pytest.fixture
def counting(client: Client) -> Callable[[Activity], Callable[[str], Any]]:
    """An agent before the box of the town hall, who sends a file."""

    def before(activity: Activity) -> Callable[[str], Any]:
        settle_due(COUNTING)
        sign_in(client, make_person(Role.AGENT))

        def send(text: str | bytes) -> Any:
            data = text if isinstance(text, bytes) else text.encode()
            file = SimpleUploadedFile("lecture.csv", data, content_type="text/csv")
            where = reverse("paper_staff:box", args=[activity.uuid, "mairie"])
            with clock.frozen(COUNTING):
                return client.post(where, {"act": "file", "file": file})

        return send

    return before


def test_a_whole_box_from_one_file(make_on_paper: MakeOnPaper, counting: Any, client: Client) -> None:
    activity = make_on_paper()
    send = counting(activity)
    with clock.frozen(COUNTING):
        model = client.get(reverse("paper_staff:model", args=[activity.uuid])).content.decode("utf-8-sig").strip()
    assert model == HEADER
    assert send(f"{model}\nx;;;12\n;1;;13\n;;;2\nX;;;1\n").status_code == 302
    assert Entry.objects.get().ballots == {HALL: 13, GARDEN: 13, "": 2}
    assert send(f"{model}\n;;oui;4\n").status_code == 302  # added to what is there
    assert Entry.objects.get().ballots == {HALL: 13, GARDEN: 13, "": 2, SQUARE: 4}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{HEADER}\nx;x;;1\n", "Ligne 2 : Choisissez une seule option"),
        (f"{HEADER}\nx;;;\n", "Ligne 2 : « » n’est pas un nombre de bulletins"),
        (f"{HEADER}\nx;;;000000001000\n", "« 000000001000 » n’est pas un nombre de bulletins"),
        (f"{HEADER}\nx;;;0\n", "« 0 » n’est pas un nombre de bulletins"),
        (f"{HEADER}\n;;;1\n;peut-être;;1\n", "Ligne 3 : « peut-être » sous « Le jardin de marché »"),
        ("La halle ouverte;Nombre\nx;1\n", "Il n’y a pas de colonne « Le jardin de marché »"),
        (f"{HEADER};Remarque\nx;;;1;rien\n", "La colonne « Remarque » n’est pas de ce bulletin"),
        ("La halle ouverte;Le jardin de marché;La place à vivre\nx;;\n", "Il n’y a pas de colonne « Nombre »"),
        (b"PK\x03\x04classeur", "enregistrez"),
        (b"", "Ce fichier est vide"),
    ],
)
def test_a_wrong_file_changes_nothing_and_says_where(
    make_on_paper: MakeOnPaper, counting: Any, text: str | bytes, told: str
) -> None:
    send = counting(make_on_paper())
    send(f"{HEADER}\nx;;;3\n")
    refused = send(text)
    assert refused.status_code == 422
    assert told in " ".join(words(refused).split())
    assert Entry.objects.get().ballots == {HALL: 3}


def test_ranks_are_numbers(make_on_paper: MakeOnPaper, counting: Any) -> None:
    send = counting(make_on_paper(method="condorcet", most=3))
    assert send(f"{HEADER}\n1;2;;5\n2;;1;1\n").status_code == 302
    assert Entry.objects.get().ballots == {f"{HALL}=1 {GARDEN}=2": 5, f"{HALL}=2 {SQUARE}=1": 1}
    assert "« 10001 » sous « La halle ouverte »" in words(send(f"{HEADER}\n10001;;;1\n"))  # and not rank 1000


def test_every_question_has_its_columns(make_page: Any, counting: Any, client: Client) -> None:
    activity = make_page().activity
    set_stations(activity=activity, names=["Mairie"], at=NOON - DAY)
    add_question(
        activity=activity,
        question="Quels arbres ?",
        options=[("Des tilleuls", ""), ("Des chênes", "")],
        method=Method.JUDGMENT,
        least=1,
        most=2,
        numbers={},
        thresholds=Thresholds(),
        at=NOON - DAY,
        by=None,
    )
    open_poll(activity=activity, by=None, at=NOON)
    send = counting(activity)
    header = "La halle ouverte;Le jardin de marché;La place à vivre;2. Des tilleuls;2. Des chênes;Nombre"
    assert send(f"{header}\nx;;;Excellent;1;6\n").status_code == 302
    assert Entry.objects.get().ballots == {f"{HALL} 2:des-tilleuls=5 2:des-chenes=1": 6}
    with clock.frozen(COUNTING):
        page = words(client.get(reverse("paper_staff:box", args=[activity.uuid, "mairie"])))
    assert "1. La halle ouverte · 2. Des tilleuls (Excellent), Des chênes (Passable)" in page
