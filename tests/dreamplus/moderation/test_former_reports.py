"""Reports kept before there was one moderation become cases, and reports again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps

from dreamplus.moderation.enums import CaseState, Measure
from dreamplus.moderation.former_reports import Former, from_cases, to_cases
from dreamplus.moderation.models import Case, Decision, Ground, NoticeReceived
from dreamplus.people.models import User
from tests.dreamplus.moderation.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
LATER = NOON + timedelta(hours=3)


@pytest.fixture
def reports(marie: User) -> list[Former]:
    """Two wait on the same words; two others were answered, one way and the other."""
    waiting = Former("a", marie.pk, "hurtful", "Il insulte.", None, "zoe@exemple.fr", NOON, None, None, "")
    return [
        waiting,
        replace(waiting, reason="other", words="", email="", person=marie.pk),
        replace(waiting, key="b", handled_at=LATER, kept=False, hidden_reason="Une insulte."),
        replace(waiting, key="c", handled_at=LATER, kept=True),
    ]


def test_one_case_for_what_waits_one_for_each_answer(reports: list[Former]) -> None:
    to_cases(apps, "note", reports)
    states = dict(Case.objects.values_list("subject_key", "state"))
    assert states == {"a": CaseState.OPEN, "b": CaseState.CLOSED, "c": CaseState.CLOSED}
    assert NoticeReceived.objects.filter(case__subject_key="a").count() == 2
    decided = dict(Decision.objects.values_list("case__subject_key", "measure"))
    assert decided == {"b": Measure.HIDDEN, "c": Measure.KEPT}
    assert Decision.objects.get(measure=Measure.HIDDEN).facts == "Une insulte."
    assert Ground.objects.count() == 2


def test_and_back(reports: list[Former]) -> None:
    to_cases(apps, "note", reports)
    found = sorted(from_cases(apps, "note"), key=lambda one: (one[0], one[1]["reason"]))
    assert [(key, row["reason"], row["words"], row["handled_at"], row["kept"]) for key, row in found] == [
        ("a", "hurtful", "Il insulte.", None, None),
        ("a", "other", "", None, None),
        ("b", "hurtful", "Il insulte.", LATER, False),
        ("c", "hurtful", "Il insulte.", LATER, True),
    ]
    assert not Case.objects.exists()
