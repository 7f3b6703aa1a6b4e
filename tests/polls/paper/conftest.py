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
from dreamplus.people.models import User
from polls.pages import PollPage
from polls.services import open_poll
from tests.polls.conftest import CLOSING, NOON

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
COUNTING = CLOSING + HOUR
MakeOnPaper = Callable[..., Activity]
Box = dict[str, int]


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
