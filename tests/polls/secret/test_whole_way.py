"""A secret vote from its scrutineers to its verification, between three houses: site, box, hub."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dreamplus.cli.snapshot import ROOT
from dreamplus.participation.models import Activity
from polls.models import Attendance, Ballot
from polls.secret import command, files, services
from polls.secret.errors import NotPrepared
from polls.secret.models import Scrutineer, Token
from polls.secret.personal_data import forget_addresses
from polls.secret.rules.canonical import b64
from polls.secret.rules.publication import Publication
from polls.secret.services import forgetting
from polls.services import forget_due
from tests.polls.secret.town import SAT, SUN, Town, now, until

pytestmark = [pytest.mark.database_promise, pytest.mark.usefixtures("own_database")]


def test_from_three_scrutineers_to_what_anybody_verifies(town: Town, tmp_path: Path, capsys: Any) -> None:
    town.seal()
    town.open()
    voters = [town.voter(person) for person in town.people[:32]]
    for one, voter in enumerate(voters[:31]):
        assert "promise" in town.cast(voter.votes((SAT,) if one < 20 else (SUN,)).entry)
    town.cast(voters[0].votes((SUN,), number=2).entry)
    town.close()
    assert Ballot.objects.count() == 0
    town.give(1)
    services.look_after(now())
    assert town.vote.result is None, "one scrutineer opens nothing"
    town.give(3)
    data = town.count()

    totals = {option["code"]: option["votes"] for option in data["options"]}
    assert totals == {SAT: 19, SUN: 12}
    assert data["turnout"] == 31
    assert data["secret"] == {"tokens": 32, "counted": 31, "replaced": 1, "invalid": [], "withheld": False}
    folder = files.folder_of(town.activity.uuid)
    assert command.main([str(folder)]) == 0
    assert "Nothing is wrong." in capsys.readouterr().out
    published = Publication.in_folder(folder)
    assert len(published.leaves) == 34
    assert all(head["witness"] for head in published.heads[-1:])

    page = Client().get(reverse("polls:result", args=[town.activity.uuid])).content.decode()
    assert "dreamplus verify" in page
    for name in ("opendata:document", "opendata:table"):
        answer = Client().get(reverse(name, args=[town.activity.uuid]))
        assert answer.status_code == 200
    assert Client().get(reverse("polls:embed", args=[town.activity.uuid])).status_code == 200
    for name in ("vote.json", "ballots.jsonl"):
        answer = Client().get(reverse("secret:publication", args=[town.activity.uuid, name]))
        assert b"".join(answer.streaming_content) == (folder / name).read_bytes()

    assert not Scrutineer.objects.exclude(private="").exists(), "keys are in the publication alone"
    assert forget_addresses() == 3, "nobody writes to them any more"
    assert forgetting.forget_due(now()) == 0, "objections last eight days"
    forget_due(now() + timedelta(days=9))
    assert forgetting.forget_due(now()) == 1
    assert forgetting.forget_due(now()) == 0
    assert town.box.execute("SELECT count(*) FROM box_ballot WHERE entry <> ''", []) == [(0,)]
    assert command.main([str(folder)]) == 0, "what is published stays"
    assert not Attendance.objects.exists()
    assert not Token.objects.exists()


def test_few_ballots_are_counted_and_none_is_published(town: Town) -> None:
    town.seal()
    town.open()
    for person in town.people[:3]:
        town.cast(town.voter(person).votes((SAT,)).entry)
    town.close()
    town.give(2, 3)
    data = town.count()
    assert data["secret"]["withheld"] is True
    assert data["profiles"] is None
    assert not (files.folder_of(town.activity.uuid) / "ballots.jsonl").exists()
    published = Publication.in_folder(files.folder_of(town.activity.uuid))
    assert not published.keys, "a key would open what is withheld"
    assert not Scrutineer.objects.exclude(private="").exists()
    assert command.main([str(files.folder_of(town.activity.uuid))]) == 0


def test_without_the_witness_the_box_stays_closed_until_it_is_back(town: Town, settings: Any) -> None:
    town.seal()
    town.open()
    town.cast(town.voter(town.people[0]).votes((SAT,)).entry)
    settings.ALLOWED_HOSTS = ["nobody"]  # the hub answers 400 to everybody
    Activity.objects.filter(pk=town.activity.pk).update(closes_at=now() - timedelta(seconds=1))
    town.box.close_now(town.activity.uuid)
    services.look_after(now())
    time.sleep(3)
    services.look_after(now())
    assert town.vote.sealed == ""
    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
    until(lambda: (services.look_after(now()), town.vote.sealed)[1], town.why)


def test_a_killed_box_keeps_what_it_promised(town: Town) -> None:
    town.seal()
    town.open()
    voter = town.voter(town.people[0])
    ballot = voter.votes((SAT,))
    promise = town.cast(ballot.entry)
    assert town.box.process is not None
    town.box.process.kill()
    town.box.process.wait()
    town.box.process = None
    town.box.start()
    assert town.cast(ballot.entry) == promise


def test_the_box_writes_down_nobody(town: Town) -> None:
    """No address of a machine, no time, no order: in no column, no file and no journal."""
    town.seal()
    town.open()
    for person in town.people[:3]:
        town.cast(town.voter(person).votes((SAT,)).entry)
    columns = town.box.execute("SELECT * FROM box_ballot LIMIT 1", [])[0]
    assert len(columns) == 7
    assert "127.0.0.1" not in town.box.journal
    assert "bulletins" not in town.box.journal


def test_scrutineers_keys_are_refused_too_early_and_when_they_are_not_theirs(town: Town) -> None:
    town.seal()
    first = Scrutineer.objects.get(vote=town.vote, number=1)
    with pytest.raises(NotPrepared):
        services.give_key(scrutineer=first, private=b64(town.private[1]), at=now())
    town.open()
    town.close()
    from polls.secret.errors import KeyRefused

    with pytest.raises(KeyRefused):
        services.give_key(scrutineer=first, private=b64(town.private[2]), at=now())
    assert not Scrutineer.objects.exclude(private="").exists()


def test_the_doctor_of_the_box_says_what_it_sees(town: Town) -> None:
    def findings() -> dict[str, str]:
        words = [sys.executable, "-m", "dreamplus", "doctor", "--json"]
        done = subprocess.run(words, env=town.box.environment, cwd=ROOT, capture_output=True, text=True, check=False)
        told = json.loads(done.stdout)["findings"]
        return {one["check"]: one["sentence"] for one in told if one["check"] in ("votes", "token", "migrations")}

    town.seal()
    assert findings() == {}
    town.box.execute("UPDATE box_vote SET fault = 'fork'", [])
    town.box.environment["DREAM_BOX_TOKEN"] = ""
    assert "fork" in findings()["votes"]
    assert "DREAM_BOX_TOKEN" in findings()["token"]
