"""A town with its three houses for real: a vote in draft, its list, its scrutineers, and what each of them does."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from dreamplus.core import secret_files
from dreamplus.federation.harvest.models import Source
from dreamplus.participation.enums import State
from dreamplus.participation.models import Activity
from dreamplus.participation.paper.services import end_count, finish, write_down
from dreamplus.participation.services import settle_due
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.rolls.models import Roll, RollLine
from dreamplus.people.services import create_confirmed_user
from dreamplus.people.testing import make_person
from dreamplus.territory.models import Territory
from polls.models import PollResult
from polls.secret import services
from polls.secret.models import Scrutineer, SecretVote
from polls.secret.rules import sealing
from polls.secret.rules.canonical import b64, unb64
from polls.secret.rules.publication import Publication
from polls.secret.rules.sealing import Sealed, public_of
from polls.secret.services.laying import terms_of
from polls.services import open_poll
from tests.polls.secret import houses
from tests.polls.secret.village import issuer
from tests.polls.secret.voter import Voter

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
        book = Path(settings.DREAM_KEYS) / "secret"
        secret_files.keep(book / f"{self.activity.uuid}.issuer", issuer().written())  # one takes a second to make
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
        self.end()
        until(lambda: (services.look_after(now()), self.vote.sealed)[1], self.why)

    def end(self) -> None:
        """Time passes in both houses."""
        Activity.objects.filter(pk=self.activity.pk).update(closes_at=now() - timedelta(seconds=1))
        self.activity.refresh_from_db()
        self.box.close_now(self.activity.uuid)

    def log(self) -> Publication:
        """As the box tells it to anybody."""
        answer = httpx.get(f"{self.box.origin}/votes/{self.activity.uuid}/vote.json", trust_env=False)
        return Publication.read(answer.content, None)

    def read_paper(self, boxes: dict[str, dict[str, int]], *, void: int = 0) -> None:
        """Two people read each box alike, void papers in each, and the count is ended. `boxes`: heaps by station."""
        for number in (1, 2):
            person = make_person(Role.AGENT, display_name=f"Lecteur {number}")
            for station, heaps in boxes.items():
                told = {"activity": self.activity, "station": station, "person": person, "at": now()}
                for words, many in heaps.items():
                    write_down(**told, words=words, number=many)
                finish(**told, void=void, signed=None, remarks="")
        end_count(activity=self.activity, by=None, at=now())

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
