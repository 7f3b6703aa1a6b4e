"""A secret vote from its scrutineers to its verification, between three houses: site, box, hub."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core import mail
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from dreamplus.cli.snapshot import ROOT
from dreamplus.core import secret_files
from dreamplus.federation.harvest.models import Source
from dreamplus.participation.enums import State
from dreamplus.participation.errors import DatesRefused, RulesFrozen
from dreamplus.participation.models import Activity
from dreamplus.participation.rules.audience import Audience, Requirement, Way
from dreamplus.participation.services import set_audience, set_dates, settle_due
from dreamplus.people.models import User
from dreamplus.people.rolls.models import Roll, RollLine
from dreamplus.people.services import create_confirmed_user
from dreamplus.territory.models import Territory
from polls.errors import VoteClosed
from polls.models import Attendance, Ballot, PollResult
from polls.secret import command, files, keys, services
from polls.secret.errors import HouseAway, NotPrepared, TokenUsed
from polls.secret.models import RollEntry, Scrutineer, SecretVote, Token
from polls.secret.personal_data import forget_addresses
from polls.secret.rules import sealing
from polls.secret.rules.canonical import b64, unb64
from polls.secret.rules.publication import Publication
from polls.secret.rules.sealing import Sealed, public_of
from polls.secret.services import forgetting
from polls.secret.services.laying import terms_of
from polls.services import create_poll, forget_due, open_poll
from tests.polls.secret import houses
from tests.polls.secret.village import issuer
from tests.polls.secret.voter import Voter

pytestmark = [pytest.mark.database_promise, pytest.mark.usefixtures("own_database")]
PEOPLE = 33
SAT, SUN = "samedi", "dimanche"


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Town:
    """The three houses, a vote in draft, its list and its scrutineers' private keys."""

    box: houses.Box
    activity: Activity
    people: list[User]
    private: dict[int, bytes] = field(default_factory=dict)

    @property
    def vote(self) -> SecretVote:
        return SecretVote.objects.get(activity=self.activity)

    def why(self) -> str:
        """What each house says of what went wrong."""
        return f"{self.vote.trouble}\n{self.box.journal}"

    def name_three(self) -> None:
        persons = [(f"Scrutateur {number}", f"s{number}@exemple.fr") for number in (1, 2, 3)]
        services.name_scrutineers(activity=self.activity, persons=persons, by=None, at=now())

    def make_keys(self) -> None:
        """As the page of each scrutineer does, through its link."""
        for number, letter in enumerate(mail.outbox[-3:], 1):
            link = re.search(r"http://\S+", letter.body)[0]
            private = b"%d" % number * 32
            act = httpx.URL(link).path + "cle/"
            client = Client()
            told = client.post(act, {"public": b64(public_of(private))}, "application/json").json()
            sealed = Sealed.read(told["sealed"], length=32)
            opened = sealing.unseal(sealed, {1: private, 2: private}, info=unb64(told["info"]))
            assert client.post(act, {"opened": b64(opened)}, "application/json").json() == {"done": True}
            self.private[number] = private

    def seal(self) -> None:
        self.name_three()
        self.make_keys()
        secret_files.keep(keys._path(self.activity.uuid, "issuer"), issuer().written())  # one takes a second to make
        services.lay(activity=self.activity, by=None, at=now())
        assert self.vote.laid_at is not None

    def open(self) -> None:
        open_poll(activity=self.activity, by=None, at=now())
        self.activity.refresh_from_db()

    def voter(self, person: User) -> Voter:
        """With a token, drawn through the site."""
        voter = Voter(terms_of(self.vote))
        voter.takes(unb64(self.draw(person, voter.asks())["signature"]))
        return voter

    def draw(self, person: User, blinded: bytes) -> dict[str, Any]:
        client = Client()
        client.force_login(person)
        address = reverse("secret:draw", args=[self.activity.uuid])
        told: dict[str, Any] = client.post(address, {"blinded": b64(blinded)}, "application/json").json()
        return told

    def cast(self, entry: bytes) -> dict[str, Any]:
        address = f"{self.box.origin}/votes/{self.activity.uuid}/bulletins"
        told: dict[str, Any] = httpx.post(address, content=entry, trust_env=False).json()
        return told

    def close(self) -> None:
        """Time passes in both houses, until the log is kept with both signatures."""
        Activity.objects.filter(pk=self.activity.pk).update(closes_at=now() - timedelta(seconds=1))
        self.activity.refresh_from_db()
        self.box.close_now(self.activity.uuid)
        until(lambda: (services.look_after(now()), self.vote.sealed)[1], self.why)

    def give(self, *numbers: int) -> None:
        for number in numbers:
            scrutineer = Scrutineer.objects.get(vote=self.vote, number=number)
            services.give_key(scrutineer=scrutineer, private=b64(self.private[number]), at=now())

    def count(self) -> dict[str, Any]:
        services.look_after(now())
        settle_due(now())
        self.activity.refresh_from_db()
        assert self.activity.state(now()) == State.SETTLED, self.vote.trouble
        data: dict[str, Any] = PollResult.objects.get(activity=self.activity).data
        return data


def until(true: Callable[[], Any], why: Callable[[], str], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, why()
        time.sleep(0.3)


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


def pair_with_itself(origin: str) -> None:
    place = Territory.objects.create(kind="commune", insee="59999", name="Wattrelin", folded="wattrelin", invented=True)
    dates = dict.fromkeys(("paired_at", "discovered_at", "next_at"), now())
    Source.objects.create(origin=origin, territory=place, name="Wattrelin", thumbprint="x", jwk={}, **dates)


def listed(number: int) -> tuple[list[User], Roll]:
    at = now()
    roll = Roll.objects.create(
        name="Habitants",
        purpose="Voter.",
        created_by_role="agent",
        size=number,
        created_at=at,
        imported_at=at,
        lines_hash="0" * 64,
        erase_on=(at + timedelta(days=90)).date(),
    )
    people = [create_confirmed_user(email=f"personne-{one}@exemple.fr") for one in range(number)]
    RollLine.objects.bulk_create(
        RollLine(
            roll=roll,
            number=one,
            name=f"Personne {one}",
            folded=f"personne {one}",
            user=person,
            qualified_by="counter",
            qualified_at=at.date(),
        )
        for one, person in enumerate(people, 1)
    )
    return people, roll


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


def test_a_token_is_drawn_once_a_line(town: Town) -> None:
    town.seal()
    town.open()
    person = town.people[0]
    voter, other = Voter(terms_of(town.vote)), Voter(terms_of(town.vote))
    asked = voter.asks()
    first = town.draw(person, asked)
    assert town.draw(person, asked) == first, "the same question, the same answer"
    assert town.draw(person, other.asks())["refused"] == "TokenUsed"
    stranger = create_confirmed_user(email="de-passage@exemple.fr")
    assert town.draw(stranger, other.asks())["refused"] == "NotInAudience"
    assert Token.objects.count() == Attendance.objects.count() == 1
    assert "sealed" not in str(first)


def test_a_list_that_changes_after_its_seal_lets_nobody_else_in(town: Town) -> None:
    """A line written afterwards is not in the tree that the log names; one that loses its account draws nothing."""
    town.seal()
    town.open()
    roll, late = Roll.objects.get(), create_confirmed_user(email="tard@exemple.fr")
    proof = {"qualified_by": "counter", "qualified_at": now().date(), "folded": "tard"}
    RollLine.objects.create(roll=roll, number=99, name="Tard venu", user=late, **proof)
    question = Voter(terms_of(town.vote)).asks()
    told = town.draw(late, question)
    assert told["refused"] == "NotInAudience"
    assert "scellées" in told["sentence"]
    assert terms_of(town.vote).roll_size == PEOPLE
    assert not Attendance.objects.exists()


def test_sixteen_questions_at_once_have_one_answer(town: Town) -> None:
    """From one account, and from another that holds no line; nothing is half drawn."""
    town.seal()
    town.open()
    person, terms = town.people[0], terms_of(town.vote)
    questions = [Voter(terms).asks() for _one in range(16)]

    def ask(blinded: bytes) -> str:
        try:
            return services.draw_token(activity=town.activity, voter=person, blinded=b64(blinded), at=now())
        except TokenUsed:
            return ""
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        answers = [answer for answer in pool.map(ask, questions) if answer]
    assert len(answers) == 1
    assert [answers[0]] == list(Token.objects.values_list("answer", flat=True))
    assert Attendance.objects.count() == 1


def test_no_token_is_given_once_the_closing_has_come_however_long_ago_it_was_asked_for(town: Town) -> None:
    """The closing counts what was given: a request that waited through it must not add one."""
    town.seal()
    town.open()
    asked_at = now()
    question = b64(Voter(terms_of(town.vote)).asks())
    town.close()
    with pytest.raises(VoteClosed):
        services.draw_token(activity=town.activity, voter=town.people[0], blinded=question, at=asked_at)
    before = Activity.objects.get(pk=town.activity.pk)
    before.closes_at = now() + timedelta(hours=1)  # as the request read it before the closing
    keys.make_issuer(town.activity.uuid)
    with pytest.raises(VoteClosed):
        services.draw_token(activity=before, voter=town.people[0], blinded=question, at=asked_at)
    assert not Token.objects.exists()


def test_queries_of_a_token_do_not_grow(town: Town) -> None:
    town.seal()
    town.open()
    terms = terms_of(town.vote)
    counts = []
    for person in town.people[:3]:
        with CaptureQueriesContext(connection) as told:
            services.draw_token(activity=town.activity, voter=person, blinded=b64(Voter(terms).asks()), at=now())
        counts.append(len(told))
    assert counts == [9, 9, 9]


def test_what_is_no_question_has_no_answer(town: Town) -> None:
    town.seal()
    town.open()
    client = Client()
    client.force_login(town.people[0])
    address = reverse("secret:draw", args=[town.activity.uuid])
    for blinded in ("", "AAAA", "not base64 ?", "A" * 512, "_" * 512, 7, None):
        assert client.post(address, {"blinded": blinded}, "application/json").status_code == 400
    for body in (b"", b"[]", b"{}", b"x" * 5000):
        assert client.post(address, body, "application/json").status_code == 400
    assert not Attendance.objects.exists()


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
    assert "127.0.0.1" not in town.box.journal.replace(urlhost(town), "")
    assert "bulletins" not in town.box.journal


def urlhost(town: Town) -> str:
    return town.box.origin


def test_the_site_holds_nothing_that_a_ballot_bears(town: Town) -> None:
    """What is kept of a token is in no ballot: neither question nor answer can be found again in the log."""
    town.seal()
    town.open()
    voter = town.voter(town.people[0])
    ballot = voter.votes((SAT,))
    token = Token.objects.get()
    told = ballot.entry.decode()
    assert token.answer not in told
    assert token.asked not in told
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of tables
            rows = str(cursor.fetchall())
            assert b64(voter.token) not in rows, table
            assert b64(voter.key) not in rows, table


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


def test_what_the_site_says_of_it_before(town: Town) -> None:
    town.seal()
    told = json.loads(Client().get(reverse("secret:announcement", args=[town.activity.uuid])).content)
    assert told == {"poll": str(town.activity.uuid), "terms": terms_of(town.vote).leaf.hex()}


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
