"""Two moderators, two reports, at the same instant: one wins, nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from dreamplus.moderation import subjects
from dreamplus.moderation.errors import ModerationError
from dreamplus.moderation.models import Case, Decision, Ground, NoticeReceived
from dreamplus.moderation.services import appeal, claim, decide, found_charter, receive_notice, review
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person
from tests.dreamplus.moderation.conftest import NOON, Notes

pytestmark = pytest.mark.database_promise


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Each act in a thread of its own, all let go at once; what it returned, or the refusal."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            gate.wait(10)
            return act()
        except ModerationError as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(30) for future in [pool.submit(run, act) for act in acts]]


@pytest.fixture
def people(own_database: Any, notes: Notes) -> tuple[User, User]:
    found_charter(at=NOON)
    notes.add("a", "Monsieur Dupuis est un voleur.", make_person())
    return make_person(Role.MODERATOR), make_person(Role.AGENT)


def sent() -> NoticeReceived:
    ground = Ground.objects.get(code="publicite")
    return receive_notice(kind="note", key="a", ground=ground, explanation="Pub", at=NOON)


def test_reports_sent_together_open_one_case(people: tuple[User, User]) -> None:
    answers = together(*[sent] * 8)
    assert all(isinstance(answer, NoticeReceived) for answer in answers)
    assert (Case.objects.count(), NoticeReceived.objects.count()) == (1, 8)


def test_of_two_who_take_a_case_one_holds_it(people: tuple[User, User]) -> None:
    case = sent().case
    answers = together(*[lambda by=by: claim(case=Case.objects.get(pk=case.pk), by=by, at=NOON) for by in people])
    assert sorted(type(answer) is ModerationError for answer in answers) == [False, True]
    assert Case.objects.get().holder in people


def test_of_two_who_decide_one_is_heard(people: tuple[User, User], notes: Notes) -> None:
    """The first one's half hour ends while they write; both press the button."""
    ines, omar = people
    case = claim(case=sent().case, by=ines, at=NOON)
    later = NOON + timedelta(minutes=31)
    claim(case=case, by=omar, at=later)
    ground = Ground.objects.get(code="publicite")

    def pressed(by: User, measure: str) -> Decision:
        fresh = Case.objects.get(pk=case.pk)
        return decide(case=fresh, measure=measure, ground=ground, facts="Un lien.", by=by, at=later)

    answers = together(*[lambda by=by, what=what: pressed(by, what) for by in people for what in ("hidden", "kept")])
    assert sum(isinstance(answer, Decision) for answer in answers) == 1
    assert Decision.objects.get().by == omar


def test_an_appeal_is_answered_once(people: tuple[User, User]) -> None:
    ines, omar = people
    case = claim(case=sent().case, by=ines, at=NOON)
    ground = Ground.objects.get(code="publicite")
    first = decide(case=case, measure="hidden", ground=ground, facts="Un lien.", by=ines, at=NOON)
    appeal(decision=first, words="Non.", at=NOON)
    claim(case=case, by=omar, at=NOON)

    def pressed() -> Decision:
        return review(case=Case.objects.get(pk=case.pk), measure="kept", by=omar, at=NOON)

    answers = together(*[pressed] * 4)
    assert sum(isinstance(answer, Decision) for answer in answers) == 1
    assert subjects.load("note", "a").public  # type: ignore[union-attr]  # the note is there
