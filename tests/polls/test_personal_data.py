from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from dreamplus.participation.models import Activity
from dreamplus.people import personal_data
from dreamplus.people.models import User
from polls.models import Attendance, Ballot

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
GARDEN = "le-jardin-de-marche"


def test_an_export_says_that_one_voted_and_never_what(poll: Activity, marie: User, vote: Callable[..., Any]) -> None:
    reference = vote(poll, marie, GARDEN).reference
    held = personal_data.export(marie)
    assert held["polls.Attendance"] == [
        {"vote": "Quel projet pour la place ?", "day": "2026-03-02", "channel": "web", "receipt": reference}
    ]
    assert GARDEN not in str(held)
    assert (Ballot.objects.get().ref or "") not in str(held)


def test_who_leaves_stays_counted_without_a_name(
    poll: Activity, marie: User, vote: Callable[..., Any], noon: datetime
) -> None:
    vote(poll, marie, GARDEN)
    personal_data.erase(user=marie, at=noon)
    assert Attendance.objects.get().voter is None
    assert Ballot.objects.get().choices == GARDEN
