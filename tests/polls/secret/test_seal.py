"""Sealing: what must be there before, what can no longer change, what happens while a house is away."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from dreamplus.participation.errors import DatesRefused, RulesFrozen
from dreamplus.participation.rules.audience import Audience, Requirement, Way
from dreamplus.participation.services import set_audience, set_dates
from dreamplus.people.rolls.models import Roll
from polls.secret import services
from polls.secret.errors import HouseAway, NotPrepared
from polls.secret.models import RollEntry
from polls.secret.services.laying import terms_of
from tests.polls.secret.town import Town, now

pytestmark = [pytest.mark.database_promise, pytest.mark.usefixtures("own_database")]


def test_once_sealed_nothing_changes(town: Town) -> None:
    town.seal()
    with pytest.raises(DatesRefused):
        set_dates(activity=town.activity, opens_at=now() + timedelta(hours=1), closes_at=None, at=now())
    with pytest.raises((RulesFrozen, DatesRefused)):
        set_audience(activity=town.activity, audience=Audience(Requirement((Way.CONFIRMED,))), at=now())
    with pytest.raises(NotPrepared):
        town.name_three()
    before = town.vote.terms
    services.lay(activity=town.activity, by=None, at=now())
    assert town.vote.terms == before


def test_what_is_missing_is_said_and_nothing_is_sealed(town: Town) -> None:
    with pytest.raises(NotPrepared, match=r"[Ss]crut"):
        services.lay(activity=town.activity, by=None, at=now())
    town.name_three()
    town.make_keys()
    Roll.objects.update(size=29)
    with pytest.raises(NotPrepared, match="30"):
        services.lay(activity=town.activity, by=None, at=now())
    assert town.vote.terms == ""
    assert not RollEntry.objects.exists()


def test_a_box_that_is_away_seals_nothing(town: Town) -> None:
    town.name_three()
    town.make_keys()
    town.box.stop()
    with pytest.raises(HouseAway):
        services.lay(activity=town.activity, by=None, at=now())
    assert town.vote.terms == ""
    town.box.start()
    services.lay(activity=town.activity, by=None, at=now())
    assert town.vote.laid_at is not None


def test_what_the_site_says_of_it_before(town: Town) -> None:
    town.seal()
    told = json.loads(Client().get(reverse("secret:announcement", args=[town.activity.uuid])).content)
    assert told == {"poll": str(town.activity.uuid), "terms": terms_of(town.vote).leaf.hex()}
