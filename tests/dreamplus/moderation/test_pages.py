"""Who may do what, what is shown to whom, what lists cost."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dreamplus.core import clock
from dreamplus.core.models import AccessLog
from dreamplus.moderation.enums import CaseState, Measure
from dreamplus.moderation.models import Appeal, Case, Charter, Decision, Ground, NoticeReceived
from dreamplus.moderation.services import appeal, claim, decide
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from tests.dreamplus.moderation.conftest import NOON, Notes

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
Report = Callable[..., NoticeReceived]
FACTS = "Vous écrivez « voleur » d’une personne nommée."
ROLES: list[tuple[Role | None, bool]] = [
    (None, False),
    (Role.CITIZEN, False),
    (Role.OFFICIAL, False),
    (Role.EVALUATOR, False),
    (Role.MODERATOR, True),
    (Role.AGENT, True),
    (Role.ADMINISTRATOR, True),
]


def typed(ground: Ground, **values: Any) -> dict[str, Any]:
    given = {
        "ground": ground.pk,
        "explanation": "Il accuse mon père.",
        "location": "http://testserver/notes/a",
        "name": "Zoé",
        "email": "zoe@exemple.fr",
        "good_faith": "on",
    }
    return given | values


class TestReporting:
    def test_without_an_account_one_gets_a_number_and_a_page(
        self, client: Client, notes: Notes, insult: Ground, marie: User
    ) -> None:
        notes.add("a", "Monsieur Dupuis est un voleur.", marie)
        page = client.get("/moderation/signaler/note/a/").text
        assert "Monsieur Dupuis" in page
        assert "data-dream-proof" in page
        answer = client.post("/moderation/signaler/note/a/", typed(insult), follow=True)
        notice = NoticeReceived.objects.get()
        assert answer.redirect_chain[0][0] == notice.get_absolute_url()
        assert notice.reference in answer.text
        assert notice.proved is False
        assert "zoe@exemple.fr" not in answer.text

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"ground": ""}, "ground"),
            ({"explanation": " "}, "explanation"),
            ({"name": ""}, "name"),
            ({"email": ""}, "email"),
            ({"email": "zoe@"}, "email"),
            ({"good_faith": ""}, "good_faith"),
            ({"website": "https://a.example"}, "website"),
            ({"explanation": "a" * 3001}, "explanation"),
        ],
        ids=str,
    )
    def test_what_is_missing_is_said_and_nothing_typed_is_lost(
        self, client: Client, notes: Notes, insult: Ground, change: dict[str, str], field: str
    ) -> None:
        notes.add("a", "Des mots")
        answer = client.post("/moderation/signaler/note/a/", typed(insult) | change)
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {field}
        assert change.get("explanation", "Il accuse mon père.").strip() in answer.text
        assert not Case.objects.exists()

    @pytest.mark.parametrize("state", ["hidden", "waiting", "gone", "unknown"])
    def test_what_is_not_public_answers_404(self, client: Client, notes: Notes, charter: None, state: str) -> None:
        if state != "unknown":
            notes.add("a", "Des mots", state=state)
        assert client.get("/moderation/signaler/note/a/").status_code == 404
        assert client.get("/moderation/signaler/autre/a/").status_code == 404

    def test_two_an_hour_without_a_proof_and_five_with_an_account(
        self, client: Client, notes: Notes, insult: Ground, marie: User
    ) -> None:
        notes.add("a", "Des mots")
        for _ in range(3):
            last = client.post("/moderation/signaler/note/a/", typed(insult))
        assert (NoticeReceived.objects.count(), last.status_code) == (2, 422)
        assert "Il accuse mon père." in last.text
        client.force_login(marie)
        for _ in range(6):
            client.post("/moderation/signaler/note/a/", typed(insult))
        assert NoticeReceived.objects.filter(person=marie, proved=True).count() == 5


class TestFollowing:
    def test_the_author_reads_the_reasons_and_contests_by_the_reference(
        self, client: Client, held: Case, ines: User, insult: Ground
    ) -> None:
        decision = decide(case=held, measure=Measure.HIDDEN, ground=insult, facts=FACTS, by=ines, at=NOON)
        page = client.get(decision.get_absolute_url()).text
        for words in (FACTS, "Injure ou diffamation", "pas une machine", "Défenseur des droits", "Je conteste"):
            assert words in page
        assert "zoe@exemple.fr" not in page
        assert "mon père" not in page
        client.post(decision.get_absolute_url(), {"words": "C’est un fait jugé."})
        assert Appeal.objects.get().words == "C’est un fait jugé."
        again = client.get(decision.get_absolute_url()).text
        assert "Je conteste</button>" not in again
        assert client.post(decision.get_absolute_url(), {"words": "Encore"}).status_code == 422
        assert Appeal.objects.count() == 1

    def test_an_empty_appeal_comes_back(self, client: Client, held: Case, ines: User, insult: Ground) -> None:
        decision = decide(case=held, measure=Measure.HIDDEN, ground=insult, facts=FACTS, by=ines, at=NOON)
        assert client.post(decision.get_absolute_url(), {"words": " "}).status_code == 422
        assert not Appeal.objects.exists()

    def test_whoever_reported_follows_and_contests_that_words_stay(
        self, client: Client, report: Report, ines: User
    ) -> None:
        notice = report()
        assert "Un modérateur le lit" in client.get(notice.get_absolute_url()).text
        decide(case=claim(case=notice.case, by=ines, at=NOON), measure=Measure.KEPT, by=ines, at=NOON)
        assert "Je conteste" in client.get(notice.get_absolute_url()).text
        client.post(notice.get_absolute_url(), {"words": "Relisez la fin."})
        assert Case.objects.get().state == CaseState.APPEALED

    def test_a_reference_cannot_be_guessed(self, client: Client, held: Case) -> None:
        for kind in ("signalement", "decision"):
            assert client.get(f"/moderation/{kind}/S-0000-0000-0000-0000/").status_code == 404
            assert client.get(f"/moderation/{kind}/n-importe-quoi/").status_code == 404
        reference = NoticeReceived.objects.get().reference
        for _ in range(30):
            client.get("/moderation/signalement/S-0000-0000-0000-0000/")
        assert client.get(f"/moderation/signalement/{reference}/").status_code == 404

    def test_one_s_own_list_holds_one_s_own(
        self, client: Client, held: Case, ines: User, insult: Ground, marie: User
    ) -> None:
        decision = decide(case=held, measure=Measure.HIDDEN, ground=insult, facts=FACTS, by=ines, at=NOON)
        for person, sees in ((marie, True), (make_person(), False)):
            client.force_login(person)
            assert (decision.reference in client.get("/moderation/mes-decisions/").text) is sees


class TestStaff:
    @pytest.mark.parametrize(("role", "allowed"), ROLES, ids=str)
    @pytest.mark.parametrize("second_factor", [True, False])
    def test_who_takes_a_case(
        self, client: Client, report: Report, role: Role | None, allowed: bool, second_factor: bool
    ) -> None:
        case = report().case
        if role:
            person = make_person(role)
            sign_in(client, person, second_factor=second_factor and person.is_staff)
        client.post(case.get_absolute_url(), {"act": "claim"})
        case.refresh_from_db()
        assert (case.holder is not None) is (allowed and second_factor)

    @pytest.mark.parametrize(("role", "allowed"), ROLES, ids=str)
    def test_who_opens_a_case_from_a_page(
        self, client: Client, notes: Notes, marie: User, charter: None, role: Role | None, allowed: bool
    ) -> None:
        notes.add("a", "Des mots", marie)
        if role:
            sign_in(client, make_person(role))
        client.post("/gestion/moderation/ouvrir/note/a/")
        assert Case.objects.filter(source="staff").exists() is allowed

    def test_from_the_queue_to_a_decision(
        self, client: Client, report: Report, notes: Notes, ines: User, insult: Ground
    ) -> None:
        case = report().case
        sign_in(client, ines)
        assert "Une note" in client.get("/gestion/moderation/").text
        client.post(case.get_absolute_url(), {"act": "claim"})
        page = client.get(case.get_absolute_url()).text
        assert "Monsieur Dupuis" in page
        assert "Il accuse mon père" in page
        assert "zoe@exemple.fr" not in page
        wrong = client.post(case.get_absolute_url(), {"act": "decide", "measure": "hidden", "message": "Un mot"})
        assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"ground", "facts"})
        assert "Un mot" in wrong.text
        form = {"act": "decide", "measure": "hidden", "ground": insult.pk, "facts": FACTS, "degree": "warning"}
        answer = client.post(case.get_absolute_url(), form)
        assert answer.url == "/gestion/moderation/"
        assert notes.state("a") == "hidden"
        client.post(case.get_absolute_url(), {"act": "undo"})
        assert notes.state("a") == "visible"

    def test_a_claim_that_ended_loses_nothing(self, client: Client, held: Case, ines: User, insult: Ground) -> None:
        sign_in(client, ines)
        with clock.frozen(NOON + timedelta(minutes=31)):
            form = {"act": "decide", "measure": "hidden", "ground": insult.pk, "facts": FACTS}
            answer = client.post(held.get_absolute_url(), form)
        assert answer.status_code == 422
        assert FACTS in answer.text
        assert not Decision.objects.exists()

    def test_the_decider_reads_that_somebody_else_must_answer(
        self, client: Client, held: Case, ines: User, omar: User, insult: Ground
    ) -> None:
        decision = decide(case=held, measure=Measure.HIDDEN, ground=insult, facts=FACTS, by=ines, at=NOON)
        appeal(decision=decision, words="Non.", at=NOON)
        sign_in(client, ines)
        assert "Quelqu’un d’autre doit répondre" in client.get(held.get_absolute_url()).text
        assert client.post(held.get_absolute_url(), {"act": "claim"}).status_code == 422
        sign_in(client, omar)
        client.post(held.get_absolute_url(), {"act": "claim"})
        client.post(held.get_absolute_url(), {"act": "review", "measure": "kept"})
        held.refresh_from_db()
        assert held.state == CaseState.CLOSED

    def test_an_unknown_act_does_nothing(self, client: Client, held: Case, ines: User) -> None:
        sign_in(client, ines)
        assert client.post(held.get_absolute_url(), {"act": "delete"}).status_code == 404

    @pytest.mark.parametrize(("number", "queries"), [(1, 6), (3, 6)])
    def test_the_queue_costs_the_same_for_one_and_for_three(
        self,
        client: Client,
        report: Report,
        notes: Notes,
        ines: User,
        django_assert_num_queries: Any,
        number: int,
        queries: int,
    ) -> None:
        for key in range(number):
            report(f"k{key}")
        sign_in(client, ines)
        client.get("/gestion/moderation/")
        notes.reads = 0
        with django_assert_num_queries(queries):
            client.get("/gestion/moderation/")
        assert notes.reads == 1

    @pytest.mark.parametrize("role", [Role.MODERATOR, Role.OFFICIAL, None], ids=str)
    def test_the_charter_and_the_grounds_are_the_agents(self, client: Client, charter: None, role: Role | None) -> None:
        if role:
            sign_in(client, make_person(role))
        client.post("/gestion/moderation/charte/", {"text": "Rien.", "contact": "Nous", "routes": "Là"})
        client.post("/gestion/moderation/motifs/doublon/", {"title": "Rien", "words": "Rien", "nature": "charter"})
        assert Charter.objects.count() == 1
        assert Ground.objects.get(code="doublon").title == "Doublon"

    def test_an_agent_amends_both(self, client: Client, charter: None, omar: User) -> None:
        sign_in(client, omar)
        client.post("/gestion/moderation/charte/", {"text": "Soyez courtois.", "contact": "Nous", "routes": "Là"})
        assert "Soyez courtois." in client.get("/moderation/charte/").text
        client.post(
            "/gestion/moderation/motifs/doublon/", {"title": "Déjà dit", "words": "Deux fois.", "nature": "charter"}
        )
        assert (Ground.objects.get(code="doublon").title, Ground.objects.get(code="doublon").active) == (
            "Déjà dit",
            False,
        )
        new = {"title": "Hors sujet", "words": "Encore.", "nature": "charter", "active": "on"}
        assert client.post("/gestion/moderation/motifs/nouveau/", new).status_code == 422
        client.post("/gestion/moderation/motifs/nouveau/", new | {"title": "Langage incompréhensible"})
        assert Ground.objects.get(code="langage-incomprehensible").active

    def test_everything_is_exported_and_it_is_noted(
        self, client: Client, held: Case, ines: User, insult: Ground
    ) -> None:
        decide(case=held, measure=Measure.HIDDEN, ground=insult, facts=FACTS, by=ines, at=NOON, degree="warning")
        sign_in(client, ines)
        answer = client.get("/gestion/moderation/tout.json")
        everything = json.loads(answer.getvalue())
        [case] = everything["cases"]
        assert case["notices"][0]["email"] == "zoe@exemple.fr"
        assert case["decisions"][0]["facts"] == FACTS
        assert case["decisions"][0]["sanction"]["degree"] == "warning"
        assert ines.email not in answer.getvalue().decode()
        assert AccessLog.objects.filter(purpose="moderation.export").count() == 1


class TestInPublic:
    def test_the_log_and_its_file_hold_no_person_and_no_words(
        self, client: Client, held: Case, ines: User, insult: Ground
    ) -> None:
        decision = decide(case=held, measure=Measure.HIDDEN, ground=insult, facts=FACTS, by=ines, at=NOON)
        appeal(decision=decision, words="C’est un fait jugé.", at=NOON)
        for address in ("/moderation/", "/moderation/journal.csv", "/moderation/bilan/", "/moderation/bilan.csv"):
            answer = client.get(address)
            text = b"".join(answer).decode()
            assert "Injure ou diffamation" in text, address
            for secret in ("Dupuis", "mon père", "Zoé", "zoe@", "Marie", FACTS, "fait jugé", decision.reference):
                assert secret not in text, (address, secret)

    def test_the_counts_of_a_half_year(
        self, client: Client, report: Report, ines: User, omar: User, insult: Ground
    ) -> None:
        later = NOON + timedelta(hours=5)
        for key in "abc":
            case = claim(case=report(key).case, by=ines, at=later)
            measure = Measure.KEPT if key == "c" else Measure.HIDDEN
            decide(case=case, measure=measure, ground=insult, facts=FACTS, by=ines, at=later)
        rows = client.get("/moderation/bilan.csv").content.decode("utf-8-sig").splitlines()
        found = {tuple(row.split(";")[1:3]): row.split(";")[3] for row in rows if row.startswith("2026-2")}
        assert found["Signalements reçus", ""] == "3"
        assert found["Mots masqués", ""] == "2"
        assert found["Délai médian, en heures", ""] == "5"
        assert found["Mots masqués, par motif", "Injure ou diffamation"] == "2"
        assert found["Décisions prises par une machine", ""] == "0"

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_log_costs_the_same(
        self,
        client: Client,
        report: Report,
        ines: User,
        insult: Ground,
        django_assert_num_queries: Any,
        number: int,
    ) -> None:
        for key in range(number):
            case = claim(case=report(f"k{key}").case, by=ines, at=NOON)
            decide(case=case, measure=Measure.HIDDEN, ground=insult, facts=FACTS, by=ines, at=NOON)
        client.get(reverse("moderation:log"))
        with django_assert_num_queries(2):
            client.get(reverse("moderation:log"))

    def test_a_decision_that_was_undone_is_not_in_it(
        self, client: Client, held: Case, ines: User, insult: Ground
    ) -> None:
        from dreamplus.moderation.services import undo

        decide(case=held, measure=Measure.HIDDEN, ground=insult, facts=FACTS, by=ines, at=NOON)
        undo(case=held, by=ines, at=NOON)
        assert "Injure" not in client.get("/moderation/").text
