from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dreamplus.participation.models import Activity, Contribution
from dreamplus.participation.services import create_activity, create_contribution, schedule
from dreamplus.people.models import User

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def make_activity() -> Callable[..., Activity]:
    """An activity of a bare kind that opens at noon for ten days; `scheduled=False` leaves it in draft."""

    def make(*, scheduled: bool = True, days: int = 10, **values: Any) -> Activity:
        defaults = {"kind": "bare", "title": "La place", "at": NOON - timedelta(days=1)}
        dates = {"opens_at": NOON, "closes_at": NOON + timedelta(days=days)}
        activity = create_activity(**defaults | dates | values)
        return schedule(activity=activity, at=defaults["at"]) if scheduled else activity

    return make


@pytest.fixture
def marie(db: None) -> User:
    return User.objects.create_user("marie@exemple.fr")


@pytest.fixture
def contribution(make_activity: Callable[..., Activity], marie: User) -> Contribution:
    return create_contribution(activity=make_activity(), author=marie, at=NOON)
