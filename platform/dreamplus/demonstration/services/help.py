"""The places of the demonstration where people are helped to take part."""

from __future__ import annotations

from datetime import datetime

from dreamplus.demonstration.content.shapes import HelpPlace
from dreamplus.people.assisted.models import Place
from dreamplus.people.assisted.services.places import keep_place
from dreamplus.people.models import User


def make_places(places: tuple[HelpPlace, ...], *, by: User, at: datetime) -> list[Place]:
    """As an agent writes them down."""
    told = [{"name": one.name, "address": one.address, "hours": one.hours} for one in places]
    return [keep_place(place=None, **words, by=by, at=at) for words in told]
