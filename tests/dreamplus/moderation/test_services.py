"""What a case goes through, and what the database promises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from dreamplus.core.models import EventRecord
from dreamplus.core.tasks.testing import run_all, run_periodic
from dreamplus.moderation.enums import CaseState, Degree, Measure, Source
from dreamplus.moderation.errors import CharterMissing, ModerationError, Silenced
from dreamplus.moderation.models import Case, Charter, Decision, Ground, NoticeReceived, Sanction
from dreamplus.moderation.rules.cases import APPEAL_FOR, CLAIM_FOR
from dreamplus.moderation.services import (
    appeal,
    claim,
    close_gone,
    decide,
    found_charter,
    publish_charter,
    refuse_silenced,
    review,
    screen,
    undo,
)
from dreamplus.moderation.services.charter import current_charter
from dreamplus.people import personal_data
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person
from tests.dreamplus.moderation.conftest import NOON, Notes

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
Report = Callable[..., NoticeReceived]
FACTS = "Vous écrivez « voleur » d’une personne nommée, sans preuve."


def hide(case: Case, by: User, ground: Ground, **values: Any) -> Decision:
    return decide(case=case, measure=Measure.HIDDEN, ground=ground, facts=FACTS, by=by, at=NOON, **values)


class TestCharter:
    def test_founded_once_and_never_written_over(self, charter: None) -> None:
        Ground.objects.filter(code="doublon").update(title="Déjà dit")
        found_charter(at=NOON + timedelta(days=1))
        assert Charter.objects.count() == 1
        assert Ground.objects.get(code="doublon").title == "Déjà dit"

    def test_a_change_is_a_new_version(self, charter: None) -> None:
        first = current_charter()
        publish_charter(text="Soyez courtois.", contact=first.contact, routes=first.routes, at=NOON)
        assert (current_charter().text, Charter.objects.count()) == ("Soyez courtois.", 2)
        publish_charter(text="Soyez courtois.", contact=first.contact, routes=first.routes, at=NOON)
        assert Charter.objects.count() == 2

    def test_none_or_no_ground_is_said(self, charter: None) -> None:
        Ground.objects.update(active=False)
        with pytest.raises(CharterMissing):
            current_charter()


class TestNotices:
    def test_reports_of_the_same_words_join_one_case(self, report: Report) -> None:
        first, second = report(), report(email="autre@exemple.fr")
        assert first.case == second.case
        assert first.reference != second.reference
        assert Case.objects.get().source == Source.NOTICE

    def test_its_receipt_leaves_by_e_mail_without_the_words(self, report: Report) -> None:
        notice = report()
        run_all()
        [letter] = mail.outbox
        assert letter.to == ["zoe@exemple.fr"]
        assert notice.reference in letter.body
        assert "voleur" not in letter.body
        assert "mon père" not in letter.body

    @pytest.mark.parametrize(
        ("change", "refused"),
        [
            ({}, False),
            ({"name": ""}, True),
            ({"email": " "}, True),
            ({"explanation": " "}, True),
            ({"good_faith": False}, True),
        ],
    )
    def test_the_elements_of_article_16(self, report: Report, change: dict[str, Any], refused: bool) -> None:
        if refused:
            with pytest.raises(ModerationError):
                report(**change)
        else:
            report(**change)
        assert NoticeReceived.objects.exists() is not refused

    @pytest.mark.parametrize("code", ["mineurs", "publicite"])
    def test_minors_and_the_charter_are_reported_without_a_name(self, report: Report, code: str) -> None:
        report(ground=Ground.objects.get(code=code), name="", email="")
        assert NoticeReceived.objects.get().ground.code == code

    @pytest.mark.parametrize("state", ["hidden", "waiting", "gone"])
    def test_what_is_not_shown_is_not_reported(self, notes: Notes, report: Report, state: str) -> None:
        notes.add("b", "Des mots", state=state)
        with pytest.raises(ModerationError):
            report("b")

    def test_who_reported_is_forgotten_six_months_after_the_end(
        self, held: Case, ines: User, insult: Ground, marie: User
    ) -> None:
        NoticeReceived.objects.update(person=marie)
        hide(held, ines, insult)
        closed = NOON + APPEAL_FOR + timedelta(days=1)
        run_periodic("day", at=closed)
        assert Case.objects.get().state == CaseState.CLOSED
        run_periodic("day", at=closed + timedelta(days=182))
        assert NoticeReceived.objects.get().email == "zoe@exemple.fr"
        run_periodic("day", at=closed + timedelta(days=183))
        notice = NoticeReceived.objects.get()
        assert (notice.name, notice.email, notice.person) == ("", "", None)


class TestDeciding:
    def test_hiding_tells_the_author_why_and_the_notifier_what(
        self, held: Case, notes: Notes, ines: User, insult: Ground, marie: User
    ) -> None:
        run_all()
        mail.outbox.clear()
        decision = hide(held, ines, insult, message="Écrivez-le sans l’accuser.")
        assert (notes.state("a"), notes.rows["a"][3]) == ("hidden", "Injure ou diffamation")
        run_all()
        letters = {letter.to[0]: letter.body for letter in mail.outbox}
        assert set(letters) == {"marie@exemple.fr", "zoe@exemple.fr"}
        told = letters["marie@exemple.fr"]
        for words in ("Injure ou diffamation", FACTS, "Écrivez-le sans", decision.reference, "Défenseur des droits"):
            assert words in told
        assert FACTS not in letters["zoe@exemple.fr"]
        assert "Marie" not in letters["zoe@exemple.fr"]
        assert ines.email not in told + letters["zoe@exemple.fr"]

    @pytest.mark.parametrize("ground", [True, False])
    def test_hiding_needs_a_ground_and_facts(self, held: Case, ines: User, insult: Ground, ground: bool) -> None:
        values = {"ground": insult} if ground else {"facts": FACTS}
        with pytest.raises(ModerationError):
            decide(case=held, measure=Measure.HIDDEN, by=ines, at=NOON, **values)
        assert not Decision.objects.exists()

    def test_the_database_refuses_a_machine_and_an_unreasoned_hiding(self, held: Case, insult: Ground) -> None:
        for wrong in (
            {"automated": True, "measure": "kept"},
            {"measure": "hidden"},
            {"measure": "hidden", "facts": "x"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Decision.objects.create(case=held, reference="D", role="agent", at=NOON, **wrong)

    def test_only_whoever_holds_it_decides(self, held: Case, ines: User, omar: User, insult: Ground) -> None:
        with pytest.raises(ModerationError):
            hide(held, omar, insult)
        with pytest.raises(ModerationError):
            claim(case=held, by=omar, at=NOON)
        claim(case=held, by=omar, at=NOON + CLAIM_FOR)
        with pytest.raises(ModerationError):
            hide(held, ines, insult)

    @pytest.mark.parametrize("role", [Role.CITIZEN, Role.OFFICIAL, Role.EVALUATOR])
    def test_others_never_hold_it(self, report: Report, role: Role) -> None:
        with pytest.raises(PermissionError):
            claim(case=report().case, by=make_person(role), at=NOON)

    def test_undone_it_is_as_if_nothing_was(
        self, held: Case, notes: Notes, ines: User, omar: User, insult: Ground, marie: User
    ) -> None:
        hide(held, ines, insult, degree="warning")
        with pytest.raises(ModerationError):
            undo(case=held, by=omar, at=NOON)
        undo(case=held, by=ines, at=NOON)
        assert (notes.state("a"), held.state, held.holder) == ("visible", CaseState.OPEN, ines)
        assert Sanction.objects.get().lifted_at == NOON
        run_all()
        assert sum("reprise" in letter.subject for letter in mail.outbox if letter.to == [marie.email]) >= 1
        hide(held, ines, insult, degree="warning")
        assert Decision.objects.filter(undone_at=None).count() == 1

    def test_undoing_returns_to_waiting_what_nobody_had_seen(self, notes: Notes, marie: User, ines: User) -> None:
        notes.add("b", "Bonjour", marie, state="waiting")
        assert screen(kind="note", key="b", text="Bonjour", author=marie, mode="before", at=NOON)
        case = claim(case=Case.objects.get(), by=ines, at=NOON)
        decide(case=case, measure=Measure.KEPT, by=ines, at=NOON)
        assert notes.state("b") == "visible"
        undo(case=case, by=ines, at=NOON)
        assert notes.state("b") == "waiting"

    def test_events_and_log_name_nobody(self, held: Case, ines: User, insult: Ground) -> None:
        hide(held, ines, insult)
        recorded = EventRecord.objects.get(name="moderation.case_decided")
        assert recorded.payload == {"case": str(held.uuid), "subject_kind": "note", "measure": "hidden"}
        assert recorded.actor_role == "moderator"

    def test_words_taken_back_close_their_case(self, notes: Notes, report: Report) -> None:
        report()
        assert close_gone(kind="note", key="a", at=NOON) == 0
        notes.set("a", "gone")
        assert close_gone(kind="note", key="a", at=NOON) == 1
        assert Case.objects.get().state == CaseState.CLOSED


class TestAppeals:
    def test_another_person_answers_and_may_overturn(
        self, held: Case, notes: Notes, ines: User, omar: User, insult: Ground
    ) -> None:
        first = hide(held, ines, insult, degree="day")
        appeal(decision=first, words="C’est un fait jugé.", at=NOON)
        claim(case=held, by=omar, at=NOON)
        answer = review(case=held, measure=Measure.KEPT, message="Le jugement existe.", by=omar, at=NOON)
        assert (notes.state("a"), held.state) == ("visible", CaseState.CLOSED)
        assert answer.reviewed_by_first == ines
        assert Sanction.objects.get().lifted_at == NOON

    def test_the_decider_cannot_answer(self, held: Case, ines: User, insult: Ground) -> None:
        appeal(decision=hide(held, ines, insult), words="Non.", at=NOON)
        with pytest.raises(ModerationError):
            claim(case=held, by=ines, at=NOON)
        with pytest.raises(ModerationError):
            review(case=held, measure=Measure.KEPT, by=ines, at=NOON)
        assert Case.objects.get().state == CaseState.APPEALED

    def test_the_database_refuses_it_too(self, held: Case, ines: User, insult: Ground) -> None:
        hide(held, ines, insult)
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.create(
                case=held,
                reference="D",
                measure="kept",
                role="agent",
                at=NOON,
                by=ines,
                is_review=True,
                reviewed_by_first=ines,
            )

    def test_a_notifier_contests_what_stays_and_an_author_what_is_hidden(
        self, report: Report, ines: User, insult: Ground
    ) -> None:
        notice = report()
        kept = decide(case=claim(case=notice.case, by=ines, at=NOON), measure=Measure.KEPT, by=ines, at=NOON)
        with pytest.raises(ModerationError):
            appeal(decision=kept, words="Je suis l’auteure.", at=NOON)
        appeal(decision=kept, notice=notice, words="Relisez la fin.", at=NOON)
        with pytest.raises(ModerationError):
            appeal(decision=kept, notice=notice, words="Encore.", at=NOON)
        other = report("z")
        with pytest.raises(ModerationError):
            appeal(decision=kept, notice=other, words="Pas la mienne.", at=NOON)

    @pytest.mark.parametrize(("measure", "told"), [("kept", False), ("hidden", True)])
    def test_an_author_whose_words_stay_is_not_written_to(
        self, report: Report, ines: User, omar: User, insult: Ground, marie: User, measure: str, told: bool
    ) -> None:
        notice = report()
        case = claim(case=notice.case, by=ines, at=NOON)
        kept = decide(case=case, measure=Measure.KEPT, by=ines, at=NOON)
        appeal(decision=kept, notice=notice, words="Relisez la fin.", at=NOON)
        claim(case=case, by=omar, at=NOON)
        review(case=case, measure=measure, ground=insult, facts=FACTS, by=omar, at=NOON)
        run_all()
        letters = [letter.body for letter in mail.outbox if letter.to == [marie.email]]
        assert bool(letters) is told
        assert all("restent masqués" not in body for body in letters)

    def test_not_after_six_months_nor_after_undoing(self, held: Case, ines: User, insult: Ground) -> None:
        decision = hide(held, ines, insult)
        with pytest.raises(ModerationError):
            appeal(decision=decision, words="Tard.", at=NOON + APPEAL_FOR)
        undo(case=held, by=ines, at=NOON)
        with pytest.raises(ModerationError):
            appeal(decision=decision, words="Annulée.", at=NOON)


class TestSanctions:
    def test_a_silence_stops_writing_and_ends_by_itself(
        self, held: Case, ines: User, insult: Ground, marie: User
    ) -> None:
        hide(held, ines, insult, degree="day")
        with pytest.raises(Silenced, match="24"):
            refuse_silenced(person=marie, at=NOON)
        refuse_silenced(person=marie, at=NOON + timedelta(days=1))

    def test_a_warning_stops_nothing(self, held: Case, ines: User, advert: Ground, marie: User) -> None:
        hide(held, ines, advert, degree="warning")
        refuse_silenced(person=marie, at=NOON)
        assert Sanction.objects.get().degree == Degree.WARNING

    @pytest.mark.parametrize("degree", ["day", "month", "closed"])
    def test_the_charter_alone_begins_with_a_warning(
        self, held: Case, ines: User, advert: Ground, notes: Notes, degree: str
    ) -> None:
        with pytest.raises(ModerationError), transaction.atomic():
            hide(held, ines, advert, degree=degree)
        assert not Decision.objects.exists()

    def test_words_that_stay_bring_no_sanction(self, held: Case, ines: User) -> None:
        with pytest.raises(ModerationError):
            decide(case=held, measure=Measure.KEPT, by=ines, at=NOON, degree="warning")

    def test_a_lighter_sanction_in_an_appeal(self, held: Case, ines: User, omar: User, insult: Ground) -> None:
        appeal(decision=hide(held, ines, insult, degree="week"), words="Trop.", at=NOON)
        claim(case=held, by=omar, at=NOON)
        review(case=held, measure=Measure.HIDDEN, ground=insult, facts=FACTS, by=omar, at=NOON, lift=True)
        assert Sanction.objects.get().lifted_at == NOON


class TestScreening:
    def test_those_who_moderate_and_paper_are_not_held(self, notes: Notes, omar: User) -> None:
        for author in (omar, None):
            assert not screen(kind="note", key="b", text="Bonjour", author=author, mode="before", at=NOON)
        assert not Case.objects.exists()

    def test_trust_is_earned_by_what_stays(self, notes: Notes, marie: User) -> None:
        for number in range(3):
            assert screen(kind="note", key=f"k{number}", text="Bonjour", author=marie, mode="trust", at=NOON)
            notes.add(f"k{number}", "Bonjour", marie)
        assert not screen(kind="note", key="k4", text="Bonjour", author=marie, mode="trust", at=NOON)

    def test_advertising_names_its_signs(self, notes: Notes, marie: User) -> None:
        text = "Casino : bonus offert, cliquez sur jouer.example"
        assert screen(kind="note", key="b", text=text, author=marie, mode="after", at=NOON)
        case = Case.objects.get()
        assert case.source == Source.SPAM
        assert "links" in case.signs
        assert not Decision.objects.exists()


class TestAlerts:
    def test_moderators_are_told_once_of_what_waits_for_a_day(self, report: Report, ines: User, omar: User) -> None:
        make_person(Role.OFFICIAL)
        report()
        run_all()
        mail.outbox.clear()
        run_periodic("hour", at=NOON + timedelta(hours=23))
        assert mail.outbox == []
        for hours in (24, 25, 48):
            run_periodic("hour", at=NOON + timedelta(hours=hours))
        assert sorted(letter.to[0] for letter in mail.outbox) == sorted([ines.email, omar.email])
        assert "voleur" not in "".join(letter.body for letter in mail.outbox)

    def test_an_appeal_waits_anew(self, held: Case, ines: User, omar: User, insult: Ground) -> None:
        Case.objects.update(alerted_at=NOON)
        later = NOON + timedelta(days=9)
        decision = hide(held, ines, insult)
        appeal(decision=decision, words="Non.", at=later)
        case = Case.objects.get()
        assert (case.waiting_since, case.alerted_at) == (later, None)


class TestPersonalData:
    def test_the_author_takes_away_what_is_about_them(
        self, held: Case, ines: User, insult: Ground, marie: User
    ) -> None:
        appeal(decision=hide(held, ines, insult, degree="warning"), words="Je conteste.", at=NOON)
        held_about = personal_data.export(marie)
        assert held_about["moderation.Decision"][0]["facts"] == FACTS
        assert held_about["moderation.Appeal"][0]["words"] == "Je conteste."
        assert held_about["moderation.Sanction"][0]["degree"] == "warning"
        assert ines.email not in str(held_about)

    def test_erasing_leaves_the_record_without_anybody(
        self, held: Case, ines: User, insult: Ground, marie: User
    ) -> None:
        NoticeReceived.objects.update(person=marie)
        appeal(decision=hide(held, ines, insult, degree="warning"), words="Je conteste.", at=NOON)
        for person in (marie, ines):
            personal_data.erase(user=person, at=NOON)
        case, decision, notice = Case.objects.get(), Decision.objects.get(), NoticeReceived.objects.get()
        assert (case.author, case.holder, decision.by, notice.person, notice.email) == (None, None, None, None, "")
        assert (decision.facts, decision.appeals.get().words, Sanction.objects.exists()) == ("–", "–", False)
        assert decision.ground == insult
