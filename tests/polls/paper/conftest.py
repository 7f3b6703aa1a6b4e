"""Votes on a screen and on paper, and two people who read the boxes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest

from dreamplus.participation.models import Activity
from dreamplus.participation.paper import services
from dreamplus.participation.paper.models import Entry
from dreamplus.participation.rules.audience import Audience, Requirement, Way
from dreamplus.people.models import User
from dreamplus.people.rolls.models import Roll, RollLine
from polls.pages import PollPage
from polls.services import open_poll
from tests.polls.conftest import CLOSING, NOON

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
COUNTING = CLOSING + HOUR
MakeOnPaper = Callable[..., Activity]
Box = dict[str, int]
Vote = Callable[..., Any]


@pytest.fixture
def make_on_paper(make_page: Callable[..., PollPage]) -> MakeOnPaper:
    """A vote with two boxes of paper, open at noon."""

    def make(*names: str, **values: Any) -> Activity:
        activity = make_page(**values).activity
        services.set_stations(activity=activity, names=names or ("Mairie", "Marché du samedi"), at=NOON - DAY)
        return open_poll(activity=activity, by=None, at=NOON)

    return make


def read(activity: Activity, station: str, person: User, ballots: Box, at: datetime = COUNTING, **more: Any) -> Entry:
    """What one person finds in a box, from the first heap to the end."""
    for words, number in ballots.items():
        services.write_down(activity=activity, station=station, person=person, words=words, number=number, at=at)
    told = {"void": 0, "signed": None, "remarks": ""} | more
    return services.finish(activity=activity, station=station, person=person, at=at, **told)


def words(answer: Any) -> str:
    return re.sub("[\u00a0\u202f]", " ", unescape(answer.content.decode()))


@pytest.fixture
def roll() -> Roll:
    dates = {"created_at": NOON, "imported_at": NOON, "erase_on": (NOON + 90 * DAY).date()}
    return Roll.objects.create(
        name="Habitants", purpose="Voter.", created_by_role="agent", size=4, lines_hash="0" * 64, **dates
    )


@pytest.fixture
def activity(roll: Roll, make_page: Callable[..., PollPage]) -> Activity:
    """For people of the list alone, on a screen and at the town hall."""
    audience = Audience(Requirement((Way.LIST,), lists=(str(roll.uuid),)))
    made = make_page(audience=audience).activity
    services.set_stations(activity=made, names=["Mairie"], at=NOON - DAY)
    return open_poll(activity=made, by=None, at=NOON)


def line_of(roll: Roll, name: str, user: User | None = None) -> RollLine:
    proof = {"qualified_by": "counter", "qualified_at": roll.erase_on} if user else {}
    number = roll.lines.count() + 1
    return RollLine.objects.create(roll=roll, number=number, name=name, folded=name.lower(), user=user, **proof)
