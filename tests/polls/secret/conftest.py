"""The three houses of a secret vote, served."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Site

from dreamplus.participation.models import Activity
from dreamplus.participation.rules.audience import Audience, Requirement, Way
from polls.services import create_poll
from tests.polls.secret import houses
from tests.polls.secret.town import PEOPLE, Town, listed, now, pair_with_itself


@pytest.fixture
def town(settings: Any, tmp_path: Path) -> Iterator[Town]:
    settings.DREAM_KEYS, settings.DREAM_PRIVATE_MEDIA = tmp_path / "keys", tmp_path / "private"
    settings.DREAM_ALLOW_LOOPBACK = True
    with houses.served(settings) as origin, houses.box(tmp_path / "box") as box:
        settings.DREAM_BOX, settings.DREAM_BOX_TOKEN, settings.DREAM_WITNESS = box.origin, houses.TOKEN, origin
        pair_with_itself(origin)
        people, roll = listed(PEOPLE)
        page = create_poll(
            parent=Site.objects.get(is_default_site=True).root_page,
            title="Le marché",
            question="Quel jour ?",
            options=[("Samedi", ""), ("Dimanche", "")],
            opens_at=now() + timedelta(minutes=1),
            closes_at=now() + timedelta(hours=1),
            at=now(),
        )
        activity = page.activity
        audience = Audience(Requirement((Way.LIST,), lists=(str(roll.uuid),)))
        Activity.objects.filter(pk=activity.pk).update(
            audience=audience.stored(),
            rules={**activity.rules, "level": "B-one"},
            opens_at=now() - timedelta(minutes=1),
        )
        activity.refresh_from_db()
        yield Town(box, activity, people)
