"""The pages of those who read boxes, and what the public is told meanwhile."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dreamplus.core import clock
from dreamplus.participation.models import Activity
from dreamplus.participation.paper import queries
from dreamplus.participation.paper.models import Entry
from dreamplus.participation.services import settle_due
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from tests.polls.conftest import HALL, NOON
from tests.polls.paper.conftest import COUNTING, HOUR, MakeOnPaper, read, words

pytestmark = pytest.mark.database_promise


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def activity(self, make_on_paper: MakeOnPaper) -> Any:
        with clock.frozen(COUNTING):
            yield make_on_paper("Mairie")

    @pytest.fixture
    def anne(self) -> Client:
        return sign_in(Client(), make_person(Role.AGENT, display_name="Anne"))

    @pytest.fixture
    def bruno(self) -> Client:
        return sign_in(Client(), make_person(Role.OFFICIAL, display_name="Bruno"))

    def box(self, activity: Activity) -> str:
        return reverse("paper_staff:box", args=[activity.uuid, "mairie"])

    def heap(self, client: Client, activity: Activity, code: str, number: int) -> None:
        sent = {"act": "write", "choices": code, "number": number}
        assert client.post(self.box(activity), sent).status_code == 302

    def test_two_people_read_alone_then_see_what_differs_and_put_it_right(
        self, activity: Activity, anne: Client, bruno: Client
    ) -> None:
        where, ends = self.box(activity), reverse("paper_staff:end", args=[activity.uuid])
        self.heap(anne, activity, HALL, 12)
        self.heap(anne, activity, "~", 2)
        assert anne.post(where, {"act": "finish", "void": 0, "found": 14}).status_code == 302
        assert "Votre lecture est gardée" in words(anne.get(where))
        self.heap(bruno, activity, HALL, 11)
        shown = words(bruno.get(where)).partition("<main")[2].partition("</main")[0]
        assert re.findall(r"\b12\b", shown) == []  # not what she found; a token of a form may hold the digits
        self.heap(bruno, activity, "~", 2)
        assert bruno.post(where, {"act": "finish", "void": 0, "found": 13}).status_code == 302
        told = words(bruno.get(where))
        assert "Les deux lectures diffèrent" in told
        assert re.search(r"La halle ouverte</th>\s*<td[^>]*>12</td>\s*<td[^>]*>11</td>", told)
        assert "Pas encore lu deux fois à l’identique : Mairie." in words(anne.post(ends))
        bruno.post(where, {"act": "back"})
        self.heap(bruno, activity, HALL, 1)
        bruno.post(where, {"act": "finish", "void": 0, "found": 14})
        assert "Les deux lectures concordent" in words(bruno.get(where))
        assert bruno.post(ends).status_code == 403
        assert anne.post(ends).status_code == 302
        assert "Le décompte sur papier est terminé" in words(
            anne.get(reverse("paper_staff:boxes", args=[activity.uuid]))
        )

    def test_what_cannot_be_is_said_and_what_was_typed_stays(self, activity: Activity, anne: Client) -> None:
        where = self.box(activity)
        empty = anne.post(where, {"act": "write", "number": "7"})
        assert (empty.status_code, 'value="7"' in empty.text) == (422, True)
        assert "Choisissez une option" in words(empty)
        assert Entry.objects.count() == 0
        none = anne.post(where, {"act": "write", "choices": HALL, "number": "0"})
        assert "Écrivez 1 ou plus" in words(none)
        self.heap(anne, activity, HALL, 12)
        short = anne.post(where, {"act": "finish", "void": "1", "found": "15", "remarks": "Une urne fendue."})
        assert "Notés : 12. Nuls : 1. Cela fait 13, et non 15." in words(short)
        assert "Une urne fendue." in short.text
        assert Entry.objects.get().finished_at is None
        anne.post(where, {"act": "strike", "words": HALL})
        assert Entry.objects.get().ballots == {}

    def test_a_large_box_is_read_by_batches(self, activity: Activity, anne: Client, bruno: Client) -> None:
        where = self.box(activity)
        assert "Par paquets" not in words(anne.get(where)), "a box of which nothing is read yet asks for one heap"
        self.heap(anne, activity, HALL, 99)
        assert "Par paquets, pour une grande urne" in words(anne.get(where))
        wrong = anne.post(where, {"act": "batch", "batch-void": "1", "batch-found": "99"})
        assert (wrong.status_code, "Cela fait 100, et non 99" in words(wrong)) == (422, True)
        assert anne.post(where, {"act": "batch", "batch-void": "1", "batch-found": "100"}).status_code == 302
        told = words(anne.get(where))
        assert "Rien n’est encore noté dans le paquet 2." in told
        assert re.search(r"Paquet 1</th>\s*<td[^>]*>100</td>\s*<td[^>]*>1</td>", told)
        assert anne.post(where, {"act": "batch", "batch-void": "0", "batch-found": "0"}).status_code == 409
        self.heap(anne, activity, "~", 3)
        open_batch = anne.post(where, {"act": "finish", "found": "103"})
        assert (open_batch.status_code, "Terminez d’abord le paquet 2" in words(open_batch)) == (409, True)
        anne.post(where, {"act": "batch", "batch-void": "0", "batch-found": "3"})
        assert "Bulletins nuls" not in words(anne.get(where)).partition("L’urne est vide")[2], "they are known"
        assert anne.post(where, {"act": "finish", "found": "103"}).status_code == 302
        self.heap(bruno, activity, HALL, 98)
        bruno.post(where, {"act": "batch", "batch-void": "2", "batch-found": "100"})
        self.heap(bruno, activity, "~", 3)
        bruno.post(where, {"act": "batch", "batch-void": "0", "batch-found": "3"})
        bruno.post(where, {"act": "finish", "found": "103"})
        assert "Paquet 1 : La halle ouverte" in words(anne.get(where))
        bruno.post(where, {"act": "back"})
        bruno.post(where, {"act": "batch-back", "number": "1"})
        assert "Ce que j’ai lu dans le paquet 1" in words(bruno.get(where))
        self.heap(bruno, activity, HALL, 1)
        bruno.post(where, {"act": "batch", "batch-void": "1", "batch-found": "100"})
        bruno.post(where, {"act": "finish", "found": "103"})
        assert "Les deux lectures concordent" in words(bruno.get(where))

    def test_the_public_page_says_that_paper_is_being_counted(self, activity: Activity, client: Client) -> None:
        settle_due(COUNTING)
        page = words(client.get(reverse("polls:result", args=[activity.uuid])))
        assert "Les bulletins de papier sont en cours de dépouillement" in page
        with clock.frozen(NOON + HOUR):
            open_page = words(client.get(reverse("polls:vote", args=[activity.uuid])))
        assert "On vote aussi sur papier : Mairie." in open_page

    def test_a_live_result_says_that_paper_is_still_to_be_counted(
        self, make_on_paper: MakeOnPaper, make_voter: Callable[[str], User], vote: Any, client: Client
    ) -> None:
        activity = make_on_paper("Mairie", results_visibility="live")
        for number in range(6):
            vote(activity, make_voter(f"ecran{number}"), HALL)
        with clock.frozen(COUNTING):
            settle_due(COUNTING)
            for name in ("result", "embed"):
                page = words(client.get(reverse(f"polls:{name}", args=[activity.uuid])))
                assert "les bulletins de papier restent à dépouiller" in page
                assert "encore ouvert" not in page

    def test_the_minutes_say_what_both_found_and_who_they_are(
        self, activity: Activity, anne: Client, bruno: Client, tmp_path: Path
    ) -> None:
        where = reverse("paper_staff:minutes", args=[activity.uuid])
        assert "Le procès-verbal s’écrit quand" in words(anne.get(where))
        for client in (anne, bruno):
            self.heap(client, activity, HALL, 12)
            sent = {"act": "finish", "void": 1, "found": 13, "signed": 14, "remarks": "Une urne fendue."}
            client.post(self.box(activity), sent)
        answer = anne.get(where)
        assert answer["Content-Type"] == "application/pdf"
        (tmp_path / "pv.pdf").write_bytes(answer.content)
        told = subprocess.run(
            ["pdftotext", "-layout", tmp_path / "pv.pdf", "-"], capture_output=True, text=True, check=True
        ).stdout
        for sentence in ("Procès-verbal", "La halle ouverte", "12", "Anne et Bruno", "Une urne fendue.", "-1"):
            assert sentence in told

    def test_queries_do_not_grow_with_boxes(
        self, make_on_paper: MakeOnPaper, anne: Client, django_assert_num_queries: Any
    ) -> None:
        with clock.frozen(COUNTING):
            for names in (["Mairie"], ["Mairie", "Halle", "École"]):
                activity = make_on_paper(*names)
                for station in queries.stations(activity):
                    read(activity, station.code, make_person(Role.AGENT), {HALL: 2})
                anne.get(reverse("paper_staff:boxes", args=[activity.uuid]))
                with django_assert_num_queries(6):
                    anne.get(reverse("paper_staff:boxes", args=[activity.uuid]))
