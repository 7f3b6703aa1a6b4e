"""A later closing of a secret vote: the region agrees first, and only before the old one."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from dreamplus.federation.witness.models import WitnessedVote
from dreamplus.participation.errors import DatesRefused
from dreamplus.participation.models import Activity, ClosingChange
from dreamplus.participation.services import close_early, move_closing
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from polls.secret import services
from polls.secret.errors import HouseAway
from polls.secret.rules.verifying import verify
from tests.polls.secret.town import SAT, Town, now, until

pytestmark = [pytest.mark.database_promise, pytest.mark.usefixtures("own_database")]


def moved(town: Town, **later: int) -> Activity:
    town.activity.refresh_from_db()
    closes_at = town.activity.closes_at + timedelta(**later)
    return move_closing(activity=town.activity, closes_at=closes_at, reason="La pluie.", by=None, at=now())


def test_an_agent_moves_it_and_everybody_reads_it_in_the_log(town: Town, client: Client) -> None:
    town.seal()
    town.open()
    early = town.voter(town.people[0]).votes((SAT,))
    town.cast(early.entry)
    sign_in(client, make_person(Role.AGENT))
    address = reverse("participation_staff:close", args=[town.activity.uuid])
    assert "jamais clos plus tôt" in client.get(address).content.decode()
    before = town.activity.closes_at
    assert before is not None
    later = (before + timedelta(hours=2)).replace(second=0, microsecond=0)
    sent = {"closes_at": f"{localtime(later):%Y-%m-%dT%H:%M}", "reason": "La pluie."}
    assert client.post(address, {**sent, "closes_at": ""}).status_code == 200, "it is never closed at once"
    assert client.post(address, sent).status_code == 302
    town.activity.refresh_from_db()
    assert town.activity.closes_at == later
    assert ClosingChange.objects.get(activity=town.activity).reason == "La pluie."
    until(lambda: town.log().heads[-1]["witness"], town.why)
    log = town.log()
    assert [one["closes"] for one in log.postponements] == [f"{later:%Y-%m-%dT%H:%M:%SZ}"]
    assert verify(log).ok
    shown = client.get(f"/temoin/votes/{town.activity.uuid}/").json()
    assert [one["closes"] for one in shown["agreed"]] == [log.postponements[0]["closes"]]

    moved(town, days=1)
    town.cast(town.voter(town.people[1]).votes((SAT,)).entry)
    town.close()
    town.give(1, 2)
    data = town.count()
    assert data["secret"]["counted"] == 2
    assert len(town.log().postponements) == 2
    assert verify(town.log()).ok


def test_never_earlier_nor_after_the_closing(town: Town) -> None:
    town.seal()
    town.open()
    with pytest.raises(DatesRefused):
        close_early(activity=town.activity, reason="La pluie.", by=None, at=now())
    with pytest.raises(DatesRefused):
        moved(town, minutes=-10)
    town.box.close_now(town.activity.uuid)  # by its own clock: the site still believes it open
    with pytest.raises(DatesRefused):
        moved(town, hours=1)
    assert not ClosingChange.objects.exists()
    assert town.log().postponements == ()


def test_without_the_region_nothing_moves(town: Town, settings: Any) -> None:
    town.seal()
    town.open()
    settings.ALLOWED_HOSTS = ["nobody"]
    with pytest.raises(HouseAway):
        moved(town, hours=1)
    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
    assert town.log().postponements == ()
    moved(town, hours=1)
    assert len(town.log().postponements) == 1


def test_an_answer_that_was_lost_is_found_in_the_log(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The box has moved its closing and the site did not hear: it stays open, and nothing is counted."""
    town.seal()
    town.open()
    before = town.activity.closes_at
    with monkeypatch.context() as cut:
        cut.setattr("dreamplus.participation.services.activities.follow_closing", lambda **_told: None)
        moved(town, hours=1)
    town.activity.refresh_from_db()
    assert town.activity.closes_at == before
    later = now() + timedelta(minutes=30)  # between the old closing and the new one, for the site alone
    Activity.objects.filter(pk=town.activity.pk).update(closes_at=now() - timedelta(seconds=1))
    services.look_after(later)
    town.activity.refresh_from_db()
    assert before is not None
    assert town.activity.closes_at is not None
    assert town.activity.closes_at > before
    assert ClosingChange.objects.count() == 1


def test_two_who_move_it_at_once_agree_on_one(town: Town) -> None:
    town.seal()
    town.open()
    town.activity.refresh_from_db()
    closes_at, said = town.activity.closes_at, []
    assert closes_at is not None

    def ask(hours: int) -> None:
        try:
            services.postpone(Activity.objects.get(pk=town.activity.pk), closes_at + timedelta(hours=hours))
        except DatesRefused as refused:
            said.append(str(refused))
        except HouseAway as refused:
            said.append(str(refused))

    together = [threading.Thread(target=ask, args=[hours]) for hours in (1, 2, 3)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    assert len(town.log().postponements) + len(said) == 3
    assert len(town.log().postponements) >= 1
    assert verify(town.log()).ok
    assert WitnessedVote.objects.get().fault == ""
